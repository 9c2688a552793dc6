import { DaybookError } from "@daybook/protocol";
import { expect, test } from "vitest";
import { parseQuery } from "./index.ts";
import { MAX_NESTING, MAX_PATH_SEGMENTS, MAX_REGEX_LENGTH, MAX_TERMS } from "./limits.ts";

function codeOf(text: string): string {
  try {
    parseQuery(text);
    return "none";
  } catch (error) {
    if (error instanceof DaybookError) return error.code;
    throw error;
  }
}

test("each limit takes what is at it and refuses what is beyond", () => {
  expect(codeOf(Array(MAX_TERMS).fill("a").join(" "))).toBe("none");
  expect(
    codeOf(
      Array(MAX_TERMS + 1)
        .fill("a")
        .join(" "),
    ),
  ).toBe("DAYBOOK_QUERY_TOO_COMPLEX");
  expect(codeOf(`${"(".repeat(MAX_NESTING)}a${")".repeat(MAX_NESTING)}`)).toBe("none");
  expect(codeOf(`${"(".repeat(MAX_NESTING + 1)}a${")".repeat(MAX_NESTING + 1)}`)).toBe("DAYBOOK_QUERY_TOO_COMPLEX");
  expect(codeOf(`${Array(MAX_PATH_SEGMENTS).fill("a").join(".")}:1`)).toBe("none");
  expect(
    codeOf(
      `${Array(MAX_PATH_SEGMENTS + 1)
        .fill("a")
        .join(".")}:1`,
    ),
  ).toBe("DAYBOOK_QUERY_SYNTAX");
});

test("terms side by side do not count as nested", () => {
  expect(
    codeOf(
      Array(MAX_NESTING + 1)
        .fill("(-a)")
        .join(" "),
    ),
  ).toBe("none");
});

test("regular expressions have a length, a size, and a size together", () => {
  expect(codeOf(`message:/${"a|".repeat(MAX_REGEX_LENGTH)}/`)).toBe("DAYBOOK_QUERY_SYNTAX");
  expect(codeOf("message:/.{400}/")).toBe("none");
  expect(codeOf("message:/.{600}/")).toBe("DAYBOOK_QUERY_SYNTAX");
  expect(codeOf("message:/\\pL{300}/")).toBe("DAYBOOK_QUERY_SYNTAX");
  expect(codeOf("message:/.{400}/ message:/.{400}/")).toBe("DAYBOOK_QUERY_TOO_COMPLEX");
});
