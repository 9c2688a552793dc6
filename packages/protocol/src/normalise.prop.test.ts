import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeRecord } from "./decode.ts";
import { encodeRecord } from "./encode.ts";
import { DaybookError } from "./daybook-error.ts";
import { isWellFormed, parseJson } from "./json.ts";
import { isLevel } from "./levels.ts";
import { normaliseEvent, numberRecord } from "./normalise.ts";
import type { Door } from "./normalise.ts";
import { FIELD_NAMES } from "./record.ts";
import type { IncomingRecord } from "./record.ts";
import { createRedactor } from "./redact.ts";
import { parseTimestamp } from "./time.ts";
import * as any from "./test-support/arbitraries.ts";

const COLLECTED_AT = "2026-01-02T03:04:05.000006Z";
const door: Door = { collectedAt: COLLECTED_AT, newId: () => "new-id", redactor: createRedactor() };
const plainDoor: Door = { ...door, redactor: createRedactor({ mode: "off" }) };

const OTHER_NAMES =
  "logger_name module component strategy_name execution_price client_ip event action trade_execution metadata extra_data " +
  "context exception err error msg time hostname __proto__ constructor password invalid";
const names = fc.constantFrom(...FIELD_NAMES, ...OTHER_NAMES.split(" "));
const anyEvent = fc.dictionary(
  names,
  fc.oneof(fc.jsonValue(), any.data, any.decimalText, fc.constantFrom("WARN", 30, 1e300, "2024-01-15")),
  {
    noNullPrototype: true,
  },
);

function outcome(value: unknown): IncomingRecord | DaybookError {
  try {
    return normaliseEvent(value, door);
  } catch (error) {
    if (error instanceof DaybookError) return error;
    throw error;
  }
}

it("never throws anything but a named error, on any JSON", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(outcome(parseJson(text))).toBeDefined();
    }),
    { numRuns: 2_000 },
  );
});

it("makes a valid record of every object that is small enough", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const record = outcome(parseJson(JSON.stringify(event))) as IncomingRecord;
      expect(record).not.toBeInstanceOf(DaybookError);
      expect(isLevel(record.level)).toBe(true);
      expect(parseTimestamp(record.timestamp)).toBe(record.timestamp);
      expect(record.event_type).not.toBe("");
      const line = encodeRecord(numberRecord(record, 1));
      expect(encodeRecord(decodeRecord(line))).toBe(line);
      expect(isWellFormed(line)).toBe(true);
    }),
    { numRuns: 2_000 },
  );
});

it("keeps every field of a record that comes in again", () => {
  fc.assert(
    fc.property(any.record, (record) => {
      const again = normaliseEvent(parseJson(encodeRecord(record)), plainDoor);
      const kept = JSON.parse(
        JSON.stringify({
          ...record,
          service: record.service || "unknown",
          event_type: record.event_type || "log",
          id: record.id || "new-id",
        }),
      ) as Record<string, unknown>;
      const { seq: _seq, collected_at: _at, audit_index: _index, data: _data, ...fields } = kept;
      expect(again).toMatchObject(fields);
      expect(again.data).toMatchObject(
        record.data === undefined ? { seq: record.seq } : (JSON.parse(JSON.stringify(record.data)) as object),
      );
    }),
    { numRuns: 1_000 },
  );
});

it("does not change the caller's value", () => {
  fc.assert(
    fc.property(anyEvent, (event) => {
      const before = JSON.stringify(event);
      outcome(event);
      expect(JSON.stringify(event)).toBe(before);
    }),
  );
});
