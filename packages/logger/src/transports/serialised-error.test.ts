import pino from "pino";
import { expect, it } from "vitest";
import { reviveError } from "./serialised-error.ts";

it("is the error again that pino's serialisers wrote, without a stack of its own", () => {
  const thrown = Object.assign(new TypeError("bad", { cause: new Error("why") }), { code: "E1" });
  const revived = reviveError(JSON.parse(JSON.stringify(pino.stdSerializers.errWithCause(thrown))));
  expect(revived).toBeInstanceOf(Error);
  expect(revived).toMatchObject({ name: "TypeError", message: "bad", stack: thrown.stack, code: "E1" });
  expect(revived?.cause).toMatchObject({ name: "Error", message: "why" });
  expect(Object.keys(revived as object)).toEqual(["code"]);
});

it.each([undefined, null, "text", 7, {}, { message: "x" }, { stack: "x" }, { message: 1, stack: 2 }])(
  "%j is none",
  (value) => {
    expect(reviveError(value)).toBeUndefined();
  },
);

it("takes a hostile key for a field", () => {
  const value: unknown = JSON.parse('{"message":"m","stack":"s","__proto__":{"x":1},"constructor":"c","toString":"t"}');
  const revived = reviveError(value);
  expect(revived).toBeInstanceOf(Error);
  expect(Object.keys(revived as object)).toEqual(["__proto__", "constructor", "toString"]);
});
