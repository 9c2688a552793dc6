import { expect, test } from "vitest";
import { decodeRecord } from "./decode.ts";
import { erasedLine, parseErasedLine } from "./erased.ts";

const SUBJECT = "0123456789abcdef0123456789abcdef";

test("an erased line is read back", () => {
  for (const seq of [1, 42, Number.MAX_SAFE_INTEGER]) {
    expect(parseErasedLine(erasedLine({ seq, subject: SUBJECT }))).toEqual({ seq, subject: SUBJECT });
  }
});

test("nothing else is taken for one", () => {
  const line = erasedLine({ seq: 7, subject: SUBJECT });
  for (const other of [
    "",
    `${line}\n`,
    ` ${line}`,
    line.replace("7", "07"),
    line.replace(SUBJECT, SUBJECT.toUpperCase()),
    line.replace("}", ',"message":"kept"}'),
    '{"seq":7,"timestamp":"2026-01-05T09:30:00.000000Z","level":"INFO"}',
  ]) {
    expect(parseErasedLine(other), other).toBeUndefined();
  }
});

test("and an erased line is no record", () => {
  expect(() => decodeRecord(erasedLine({ seq: 7, subject: SUBJECT }))).toThrow("no seq or timestamp");
});
