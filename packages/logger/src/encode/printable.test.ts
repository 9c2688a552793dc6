import { expect, it } from "vitest";
import { printable, stackText } from "./printable.ts";

it("shows control characters instead of obeying them", () => {
  expect(printable("a\u001B[2Jb\r\nc\u0007d\u009Be")).toBe("a\\x1b[2Jb\\x0d\\x0ac\\x07d\\x9be");
  expect(printable("Zoë 🚀 → ok")).toBe("Zoë 🚀 → ok");
});

it("writes a stack a line each, indented, or the exception alone", () => {
  const paint = (text: string): string => `<${text}>`;
  expect(stackText({ stack_trace: ["Error: a", "at b\u001B"] }, paint)).toBe("  <Error: a>\n  <at b\\x1b>\n");
  expect(stackText({ exception_type: "TypeError", exception_message: "no" }, paint)).toBe("  <TypeError: no>\n");
  expect(stackText({}, paint)).toBe("");
});
