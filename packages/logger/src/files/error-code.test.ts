import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { errorCode } from "./error-code.ts";

it("is that of the operating system, or none", () => {
  let thrown: unknown;
  try {
    readFileSync("/does/not/exist");
  } catch (error) {
    thrown = error;
  }
  expect([thrown, new Error("x"), "x", null, undefined].map(errorCode)).toEqual([
    "ENOENT",
    ...Array(4).fill(undefined),
  ]);
});
