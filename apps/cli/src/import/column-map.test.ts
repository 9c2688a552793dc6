import { expect, test } from "vitest";
import { cellsToJson, parseMap, planColumns } from "./column-map.ts";

function convert(header: string[], cells: string[], ...maps: string[]): string {
  return cellsToJson(cells, planColumns(header, parseMap(maps)), header);
}

test("columns with a field's name go there, in their kind's spelling; others into data", () => {
  const header = ["Timestamp", "Order ID", "price", "PID", "Level", "note", "lots", "ok", "zip"];
  const cells = [
    "2024-01-15 10:30:45",
    "000123",
    "0.10000000000000000001",
    "12",
    "info",
    "hi",
    "1.50",
    "true",
    "00501",
  ];
  expect(convert(header, [...cells])).toBe(
    '{"timestamp":"2024-01-15 10:30:45","order_id":"000123","price":"0.10000000000000000001","pid":12,"level":"info",' +
      '"message":"Timestamp=2024-01-15 10:30:45 Order ID=000123 price=0.10000000000000000001 PID=12 Level=info note=hi lots=1.50 ok=true zip=00501",' +
      '"data":{"note":"hi","lots":1.50,"ok":true,"zip":"00501"}}',
  );
});

test("a mapping wins, leaves out, and reaches data", () => {
  expect(
    convert(
      ["Date", "Qty", "Secret", "Text"],
      ["1700000000", "3", "x", "m"],
      "Date=timestamp,Qty=data.lots",
      "Secret=,Text=message",
    ),
  ).toBe('{"timestamp":"1700000000","message":"m","data":{"lots":3}}');
  expect(convert(["a,b", "message"], ["1", "m"], "a,b=price")).toBe('{"price":"1","message":"m"}');
});

test("empty cells are absent", () => {
  expect(convert(["message", "price", "x"], ["m", "", ""])).toBe('{"message":"m"}');
});

test("what the collector adds is not taken from outside", () => {
  expect(convert(["message", "seq"], ["m", "5"])).toBe('{"message":"m","data":{"seq":5}}');
});

test("data and stack columns", () => {
  expect(convert(["message", "data"], ["m", '{"a": 1.50}'])).toBe('{"message":"m","data":{"a": 1.50}}');
  expect(convert(["message", "data"], ["m", "{no"])).toBe('{"message":"m","data":{"value":"{no"}}');
  expect(convert(["message", "stack_trace"], ["m", "a\r\nb"])).toBe('{"message":"m","stack_trace":["a","b"]}');
});

test("two columns for one field are a question, not a guess", () => {
  expect(() => planColumns(["Symbol", "symbol"], new Map())).toThrow("both give symbol");
});

test.each(["price", "=price", "a=b,a=c"])("--map %s is refused", (text) => {
  expect(() => parseMap([text])).toThrow("--map");
});
