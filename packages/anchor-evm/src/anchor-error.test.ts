import { expect, it } from "vitest";
import { AnchorError } from "./anchor-error.ts";

it("has a code, and no cause that could carry an address", () => {
  const error = new AnchorError("no_funds", "send it some coin");
  expect(error).toBeInstanceOf(Error);
  expect(error).toMatchObject({ name: "AnchorError", code: "no_funds", message: "send it some coin" });
  expect(error.cause).toBeUndefined();
});
