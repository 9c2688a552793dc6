import { expect, it } from "vitest";
import { parseOverflow } from "./overflow.ts";

it("is one for all levels, or some by level", () => {
  expect(new Set(parseOverflow("block").values())).toEqual(new Set(["block"]));
  expect([...parseOverflow({ ERROR: "block", DEBUG: "drop-oldest" })]).toEqual([
    [40, "block"],
    [10, "drop-oldest"],
  ]);
});

it.each([["sink"], [{ ERROR: "sink" }], [{ LOUD: "block" }]])("refuses %j", (option) => {
  expect(() => parseOverflow(option as never)).toThrow(expect.objectContaining({ code: "DAYBOOK_LOGGER_CONFIG" }));
});
