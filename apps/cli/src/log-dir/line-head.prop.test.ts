import { normaliseEvent, createRedactor, LEVELS, parseJson } from "@daybook/protocol";
import fc from "fast-check";
import { expect, test } from "vitest";
import { readLineHead } from "./line-head.ts";

const door = {
  collectedAt: "2024-01-15T10:30:45.000000Z",
  newId: () => "none",
  redactor: createRedactor(),
};
const read = (text: string): ReturnType<typeof readLineHead> => readLineHead(Buffer.from(text));

test("what the logger writes", () => {
  const line = '{"timestamp":"2024-01-15T10:30:45.123456Z","level":"TRADE_EXECUTED","service":"s"}';
  expect(read(line)).toEqual({ timestamp: "2024-01-15T10:30:45.123456Z", level: "TRADE_EXECUTED" });
});

test.each([
  '{"level":"INFO","timestamp":"2024-01-15T10:30:45.123456Z"}',
  '{"timestamp":"2024-01-15T10:30:45.123Z","level":"INFO"}',
  '{"timestamp":"2024-13-15T10:30:45.123456Z","level":"INFO"}',
  '{"timestamp":"2024-01-15T10:30:45.123456Z","level":"INFO","timestamp":"2024-01-16"}',
  '{"timestamp":"2024-01-15T10:30:45.1234567Z","level":"INFO"}',
  '{"timestamp":"2024-01-15T10:30:45',
  "",
])("%s is left to the parser", (line) => {
  expect(read(line)).toBeUndefined();
});

test("a level that is named twice, or is not one, is left to the parser", () => {
  const start = '{"timestamp":"2024-01-15T10:30:45.123456Z"';
  for (const rest of [
    ',"level":"INFO","data":{},"level":"ERROR"}',
    ',"level":"warn"}',
    ',"service":"s","level":"INFO"}',
  ]) {
    expect(read(start + rest)).toEqual({ timestamp: "2024-01-15T10:30:45.123456Z", level: undefined });
  }
});

test("what is read of any object's line is what the parser makes of it", () => {
  const instant = fc
    .date({ min: new Date(0), max: new Date("2261-01-01"), noInvalidDate: true })
    .map((date) => date.toISOString().replace("Z", "456Z"));
  const value = fc.oneof(instant, fc.constantFrom<string>(...LEVELS), fc.string(), fc.integer());
  const name = fc.constantFrom("timestamp", "level", "time", "service", "data", "x");
  const member = fc.tuple(name, fc.oneof(value, fc.dictionary(name, value, { maxKeys: 3 })));
  const first = fc.tuple(fc.constant("timestamp"), instant);
  const second = fc.tuple(fc.constant("level"), fc.constantFrom<string>(...LEVELS));
  fc.assert(
    fc.property(first, second, fc.array(member, { maxLength: 6 }), (a, b, rest) => {
      const members = [a, b, ...rest].map(([key, item]) => `${JSON.stringify(key)}:${JSON.stringify(item)}`);
      const line = `{${members.join(",")}}`;
      const head = read(line);
      if (head === undefined) return;
      const record = normaliseEvent(parseJson(line), door);
      expect(head.timestamp).toBe(record.timestamp);
      if (head.level !== undefined) expect(head.level).toBe(record.level);
    }),
  );
});
