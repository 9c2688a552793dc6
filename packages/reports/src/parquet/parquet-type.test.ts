import { expect, test } from "vitest";
import { PARQUET_TYPES, TEXT } from "./parquet-type.ts";

test("each kind has an optional column of its name", () => {
  for (const type of Object.values(PARQUET_TYPES)) {
    expect(type.element("x")).toMatchObject({ name: "x", repetition_type: "OPTIONAL" });
  }
  expect(PARQUET_TYPES.decimal.element("x")).toMatchObject({ precision: 38, scale: 18, type_length: 16 });
});

test("what fits, and how it is stored", () => {
  const { decimal, time, float, integer, list, text } = PARQUET_TYPES;
  expect(decimal.fits("1e-30")).toBe(false);
  expect(decimal.fits(1.5)).toBe(true);
  expect(decimal.store(1.5)).toBe(15n * 10n ** 17n);
  expect(time.fits("yesterday")).toBe(false);
  expect(time.fits(7)).toBe(false);
  expect(float.fits("1")).toBe(false);
  expect(float.store(Number.NaN)).toBeNull();
  expect(integer.fits(2 ** 53)).toBe(false);
  expect(integer.store(3)).toBe(3n);
  expect(list.store(["a", 'b"'])).toBe('["a","b\\""]');
  expect(text.store({ a: 1 })).toBe('{"a":1}');
  expect(TEXT.store("1e-30")).toBe("1e-30");
});
