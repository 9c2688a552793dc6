import { expect, test } from "vitest";
import { finds } from "../test-support/finds.ts";

test("in a keyword the whole value, and case counts", () => {
  expect(finds("order_id:ord_1*", { order_id: "ord_123" })).toBe(true);
  expect(finds("order_id:ORD_1*", { order_id: "ord_123" })).toBe(false);
  expect(finds("order_id:*_12*", { order_id: "ord_123" })).toBe(true);
  expect(finds("order_id:o*1*3", { order_id: "ord_123" })).toBe(true);
  expect(finds("order_id:o*4*3", { order_id: "ord_123" })).toBe(false);
  expect(finds("order_id:*ord", { order_id: "ord_123" })).toBe(false);
});

test("in a text any case, and signs count", () => {
  const message = "GET from 10.248.16.43:\n Über";
  expect(finds("message:*10.248.16.43*", { message })).toBe(true);
  expect(finds("message:*10-248*", { message })).toBe(false);
  expect(finds("message:*FROM\\ 10*", { message })).toBe(true);
  expect(finds("message:*über", { message })).toBe(true);
  expect(finds("message:get*über", { message })).toBe(true);
  expect(finds("message:from*über", { message })).toBe(false);
});

test("without a field in the message or the exception", () => {
  expect(finds("*0.0.1*", { message: "to 10.0.0.1" })).toBe(true);
  expect(finds("*0.0.1*", { message: "", exception_message: "to 10.0.0.1" })).toBe(true);
});

test("signs of LIKE and of expressions mean nothing", () => {
  expect(finds("order_id:a_c%*", { order_id: "abc%d" })).toBe(false);
  expect(finds("order_id:a_c%*", { order_id: "a_c%d" })).toBe(true);
  expect(finds("message:*a.c[*", { message: "xa.c[d" })).toBe(true);
});

test("parts do not overlap", () => {
  expect(finds("order_id:ab*bc", { order_id: "abc" })).toBe(false);
  expect(finds("order_id:ab*bc", { order_id: "abbc" })).toBe(true);
});

test("in data only texts", () => {
  expect(finds("endpoint:/v1/*", { data: { endpoint: "/v1/orders" } })).toBe(true);
  expect(finds("endpoint:*V1*", { data: { endpoint: "/v1/orders" } })).toBe(false);
  expect(finds("n:4*", { data: { n: 42 } })).toBe(false);
});

test("ten stars and a long text take linear time", () => {
  const value = "a".repeat(100_000);
  expect(finds("order_id:*a*a*a*a*a*a*a*a*b", { order_id: value })).toBe(false);
});
