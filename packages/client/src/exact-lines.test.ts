import fc from "fast-check";
import { expect, test } from "vitest";
import { parseLinesReply } from "./exact-lines.ts";

test("digits, spaces and order stay as they were sent", () => {
  const lines = ['{"seq":1,"price":1.50,"data":{"a":"],[\\"\\\\"}}', '{"seq": 2, "pnl":1e-7}'];
  const text = `{"events":[${lines.join(",")}],"total":null,"next_cursor":"c","as_of_seq":9,"took_ms":0.5}`;
  expect(parseLinesReply(text)).toEqual({ lines, total: null, next_cursor: "c", as_of_seq: 9, took_ms: 0.5 });
});

test("no events, and an answer in another order", () => {
  const rest = { total: 0, next_cursor: null, as_of_seq: 0, took_ms: 1 };
  expect(parseLinesReply(JSON.stringify({ events: [], ...rest }))).toEqual({ lines: [], ...rest });
  expect(parseLinesReply(JSON.stringify({ ...rest, events: [{ a: 1 }] }))).toEqual({ lines: ['{"a":1}'], ...rest });
});

test.each(["", "{", '{"events":[', '{"events":[{"a":"', '{"events":[1],"total":'])(
  "a cut answer %j is a bad reply",
  (text) => {
    expect(() => parseLinesReply(text)).toThrow(expect.objectContaining({ code: "DAYBOOK_CLIENT_BAD_REPLY" }));
  },
);

test("whatever the events hold, they come out as they went in", () => {
  fc.assert(
    fc.property(fc.array(fc.dictionary(fc.string(), fc.jsonValue())), (events) => {
      const lines = events.map((event) => JSON.stringify(event));
      expect(parseLinesReply(`{"events":[${lines.join(",")}],"total":1}`)).toEqual({ lines, total: 1 });
    }),
  );
});
