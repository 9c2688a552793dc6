import { expect, test } from "vitest";
import { printable } from "./printable.ts";

test("no text can clear a screen, forge a line, or turn the writing around", () => {
  expect(printable("a\u001b[2Jb\nc\r\t\u009b1m\u202ed")).toBe("a\\u001b[2Jb\\u000ac\\u000d\\u0009\\u009b1m\\u202ed");
  expect(printable("Ü ☃ 𝒳 — plain")).toBe("Ü ☃ 𝒳 — plain");
});
