import { expect, test } from "vitest";
import { CommandFailure, usageFailure } from "./command-failure.ts";
import { EXIT } from "./exit-codes.ts";

test("a failure says what happened, what to do, and how the command ends", () => {
  const failure = new CommandFailure(EXIT.someFailed, "It failed.", "Try again.");
  expect(failure).toMatchObject({ exitCode: EXIT.someFailed, message: "It failed.", hint: "Try again." });
  expect(usageFailure("Wrong.", "Right is so.")).toMatchObject({ exitCode: EXIT.usage, hint: "Right is so." });
});
