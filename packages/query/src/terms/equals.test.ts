import { expect, test } from "vitest";
import { finds } from "../test-support/finds.ts";

test("a keyword equals in every letter's case", () => {
  expect(finds("service:trading-engine", { service: "trading-engine" })).toBe(true);
  expect(finds("service:Trading-Engine", { service: "trading-engine" })).toBe(false);
  expect(finds("service:trading", { service: "trading-engine" })).toBe(false);
});

test("the empty value finds what has none", () => {
  expect(finds('symbol:""', {})).toBe(true);
  expect(finds('symbol:""', { symbol: "BTC" })).toBe(false);
});

test("a value may have colons and slashes", () => {
  const data = { actor: "arn:aws:iam::1:user/bert", endpoint: "/v1/orders" };
  expect(finds("actor:arn:aws:iam::1:user/bert", { data })).toBe(true);
  expect(finds("endpoint:/v1/orders", { data })).toBe(true);
});

test("a group asks for one of several", () => {
  expect(finds("symbol:(BTCUSDT OR ETHUSDT)", { symbol: "ETHUSDT" })).toBe(true);
  expect(finds("symbol:(BTCUSDT OR ETHUSDT)", { symbol: "SOLUSDT" })).toBe(false);
  expect(finds("symbol:(NOT BTCUSDT)", { symbol: "SOLUSDT" })).toBe(true);
});

test("the category follows from the event type", () => {
  expect(finds("category:trade", { event_type: "order_filled" })).toBe(true);
  expect(finds("category:risk", { event_type: "order_filled" })).toBe(false);
});

test("a top-level name is the record's field; data. says the other", () => {
  expect(finds("status:open", { status: "open" })).toBe(true);
  expect(finds("status:open", { data: { status: "open" } })).toBe(false);
  expect(finds("data.status:open", { data: { status: "open" } })).toBe(true);
});

test("a path goes through objects, and through keys with dots at any depth", () => {
  expect(finds("http.request.method:GET", { data: { http: { request: { method: "GET" } } } })).toBe(true);
  expect(finds("http.request.method:GET", { data: { "http.request.method": "GET" } })).toBe(true);
  expect(finds("attributes.http.method:GET", { data: { attributes: { "http.method": "GET" } } })).toBe(true);
  expect(finds("http\\.method:GET", { data: { http: { method: "GET" } } })).toBe(false);
});

test("an array has a value when an element equals it", () => {
  expect(finds("tags:b", { data: { tags: ["a", "b"] } })).toBe(true);
  expect(finds("tags:c", { data: { tags: ["a", ["c"]] } })).toBe(false);
  expect(finds("ids:7", { data: { ids: [3, 7] } })).toBe(true);
});

test("true, false and null find these and the words", () => {
  expect(finds("ok:true", { data: { ok: true } })).toBe(true);
  expect(finds("ok:true", { data: { ok: "true" } })).toBe(true);
  expect(finds("ok:true", { data: { ok: 1 } })).toBe(false);
  expect(finds("ok:null", { data: { ok: null } })).toBe(true);
  expect(finds("ok:null", { data: {} })).toBe(false);
});

test("a number in quotes is that text, or that JSON number", () => {
  expect(finds('n:"3"', { data: { n: "3" } })).toBe(true);
  expect(finds('n:"3"', { data: { n: 3 } })).toBe(true);
  expect(finds('n:"3"', { data: { n: "3.0" } })).toBe(false);
});

test("names of Object's own properties are keys like others", () => {
  expect(finds("constructor:*", { data: {} })).toBe(false);
  expect(finds("__proto__:x", { data: JSON.parse('{"__proto__":"x"}') as { [key: string]: string } })).toBe(true);
  expect(finds("__proto__.toString:*", { data: {} })).toBe(false);
});
