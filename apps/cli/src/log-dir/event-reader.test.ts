import { expect, test } from "vitest";
import { logLine } from "../test-support/log-lines.ts";
import { EventReader, isFault, wireOf, type FileEvent } from "./event-reader.ts";

const FILE = { path: "logs/a.log", modifiedMs: Date.UTC(2026, 0, 15) };
const lineOf = (text: string | Buffer, isEnded = true): Parameters<EventReader["read"]>[1] => {
  const bytes = Buffer.from(text);
  return { number: 7, bytes, lengthBytes: bytes.length, isEnded };
};
const read = (text: string | Buffer, isEnded = true): ReturnType<EventReader["read"]> =>
  new EventReader().read(FILE, lineOf(text, isEnded));

test("a line of the logger: its record, its text, its own id", () => {
  const line = logLine(1, { price: "1.50" });
  const event = read(line) as FileEvent;
  expect(event).toMatchObject({
    text: line,
    line,
    hasOwnId: true,
    record: { message: "event 1", price: "1.50", seq: 0 },
  });
  const wire = wireOf(event.record);
  expect(wire.price).toBe(1.5);
  expect(wire).not.toHaveProperty("seq");
  expect(wire).not.toHaveProperty("collected_at");
});

test("a line without id and time is named by its place and dated by its file", () => {
  expect(read('{"message":"m"}')).toMatchObject({
    hasOwnId: false,
    record: { id: "logs/a.log:7", timestamp: "2026-01-15T00:00:00.000000Z" },
  });
});

test("secrets are hidden in the record, and stay in the text", () => {
  const line = logLine(1, { data: { password: "hunter2" } });
  expect(read(line)).toMatchObject({ text: line, record: { data: { password: "[REDACTED:password]" } } });
});

test.each([
  ["plain", "hello world", true, "plain text"],
  ["a list", "[1]", false, "a list, not an object"],
  ["torn", '{"a":', false, "unexpected end"],
  ["too deep", `{"data":${"[".repeat(50)}${"]".repeat(50)}}`, false, "32"],
])("%s is no event", (_name, text, isPlainText, reason) => {
  const fault = read(text);
  expect(isFault(fault)).toBe(true);
  expect(fault).toEqual({ isPlainText, reason: expect.stringContaining(reason) });
});

test("a line that was too long to be kept, and one that the file ends in", () => {
  const long = new EventReader().read(FILE, { number: 1, bytes: undefined, lengthBytes: 300_000, isEnded: true });
  expect(long).toMatchObject({ reason: "300,000 bytes; at most 262,144 are taken" });
  expect(read('{"a":', false)).toMatchObject({ reason: expect.stringMatching(/^torn: /) });
});

test("wrong UTF-8 costs the character, not the event", () => {
  expect(read(Buffer.from('{"message":"caf\xe9"}', "latin1"))).toMatchObject({ record: { message: "caf\ufffd" } });
});
