import { expect, test } from "vitest";
import { closingLine, countVitest, sum } from "./count.mjs";

test("the closing line leaves out skips when there are none", () => {
  expect(closingLine({ passed: 3, failed: 0, skipped: 0 })).toBe("3 passed, 0 failed");
  expect(closingLine({ passed: 3, failed: 1, skipped: 2 })).toBe("3 passed, 1 failed, 2 skipped");
});

test("counts add up", () => {
  expect(
    sum([
      { passed: 1, failed: 2, skipped: 3 },
      { passed: 10, failed: 20, skipped: 30 },
    ]),
  ).toEqual({ passed: 11, failed: 22, skipped: 33 });
  expect(sum([])).toEqual({ passed: 0, failed: 0, skipped: 0 });
});

test("a report's tests are counted by status, and a file that does not load is a failure", () => {
  const report = {
    testResults: [
      {
        status: "failed",
        assertionResults: [
          { status: "passed", fullName: "a" },
          { status: "failed", fullName: "b" },
          { status: "pending", fullName: "no database" },
        ],
      },
      { status: "failed", assertionResults: [], message: "cannot find module" },
    ],
  };
  expect(countVitest(report)).toEqual({ passed: 1, failed: 2, skipped: 1, skippedNames: ["no database"] });
});
