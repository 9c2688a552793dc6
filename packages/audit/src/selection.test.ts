import { expect, it } from "vitest";
import { DEFAULT_EXCLUSIONS, Selection } from "./selection.ts";

it("leaves out levels, types and categories", () => {
  const usual = new Selection(DEFAULT_EXCLUSIONS);
  expect([usual.has("INFO", "order_filled"), usual.has("DEBUG", "order_filled"), usual.has("INFO", "price")]).toEqual([
    true,
    false,
    false,
  ]);
  expect(new Selection(["api"]).has("INFO", "api_call")).toBe(false);
  expect(new Selection([]).has("DEBUG", "price")).toBe(true);
});

it("is the same in whatever order it is written", () => {
  expect(new Selection(["price", "DEBUG"]).excluded).toEqual(new Selection(["DEBUG", "price"]).excluded);
});
