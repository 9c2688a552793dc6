import { expect, test } from "vitest";
import { finds } from "../test-support/finds.ts";

test("decimals are equal by value, not by spelling", () => {
  for (const price of ["100", "100.0", "1e2", "1E+2", "1000e-1"]) expect(finds("price:100", { price })).toBe(true);
  expect(finds("price:100", { price: "100.000000000000000000001" })).toBe(false);
  expect(finds("price:0", { price: "-0.00" })).toBe(true);
});

test("integers of 256 bits are compared to the last digit", () => {
  const most = "115792089237316195423570985008687907853269984665640564039457584007913129639935";
  const less = "115792089237316195423570985008687907853269984665640564039457584007913129639934";
  expect(finds(`quantity:>${less}`, { quantity: most })).toBe(true);
  expect(finds(`quantity:>${most}`, { quantity: most })).toBe(false);
  expect(finds(`quantity:>=${most}`, { quantity: most })).toBe(true);
  expect(finds(`quantity:<${most}`, { quantity: less })).toBe(true);
});

test("brackets say whether an end belongs to the range", () => {
  for (const [query, expected] of [
    ["price:[100 TO 200}", [true, true, false]],
    ["price:{100 TO 200]", [false, true, true]],
    ["price:[* TO 150]", [true, true, false]],
    ["price:>150", [false, false, true]],
    ["price:<=150", [true, true, false]],
  ] as const) {
    expect(["100", "150", "200"].map((price) => finds(query, { price }))).toEqual(expected);
  }
});

test("negative numbers", () => {
  expect(finds("pnl:<0", { pnl: "-0.01" })).toBe(true);
  expect(finds("pnl:<-5", { pnl: "-5.0001" })).toBe(true);
  expect(finds("pnl:[-10 TO -5]", { pnl: "-7" })).toBe(true);
  expect(finds("pnl:-5", { pnl: "-5.0" })).toBe(true);
});

test("an event without the field is in no range", () => {
  expect(finds("price:<100", {})).toBe(false);
  expect(finds("NOT price:<100", {})).toBe(true);
});

test("integers; zero counts as absent where a field may be", () => {
  expect(finds("pid:42", { pid: 42 })).toBe(true);
  expect(finds("pid:>41.5", { pid: 42 })).toBe(true);
  expect(finds("pid:0", {})).toBe(false);
  expect(finds("seq:>=1", { seq: 1 })).toBe(true);
});

test("in data a number, or a text that is a decimal", () => {
  expect(finds("latency_us:>5000", { data: { latency_us: 5001 } })).toBe(true);
  expect(finds("latency_us:>5000", { data: { latency_us: "5001.5" } })).toBe(true);
  expect(finds("latency_us:>5000", { data: { latency_us: "5001 us" } })).toBe(false);
  expect(finds("latency_us:>5000", { data: { latency_us: true } })).toBe(false);
  expect(finds("chain.value:9007199254740993", { data: { chain: { value: "9007199254740993" } } })).toBe(true);
  expect(finds("chain.value:9007199254740993", { data: { chain: { value: "9007199254740992" } } })).toBe(false);
});

test("a range wants one element of an array to be inside, not two to be on its sides", () => {
  expect(finds("xs:[5 TO 6]", { data: { xs: [1, 9] } })).toBe(false);
  expect(finds("xs:[5 TO 6]", { data: { xs: [1, 5.5] } })).toBe(true);
});
