import fc from "fast-check";
import { expect, it } from "vitest";
import { decodeRecord } from "./decode.ts";
import { encodeRecord } from "./encode.ts";
import { parseJson } from "./json.ts";
import { FIELD_NAMES } from "./record.ts";
import * as any from "./test-support/arbitraries.ts";

it("decodes every line to the record it was written from, and encodes it to the same bytes", () => {
  fc.assert(
    fc.property(any.record, (record) => {
      const line = encodeRecord(record);
      const decoded = decodeRecord(line);
      expect(encodeRecord(decoded)).toBe(line);
      expect({ ...decoded, data: undefined }).toEqual({ ...record, data: undefined });
    }),
    { numRuns: 1_000 },
  );
});

it("writes one line of JSON with the fields in their order and no null at the top", () => {
  fc.assert(
    fc.property(any.record, (record) => {
      const line = encodeRecord(record);
      expect(line).not.toContain("\n");
      const parsed = parseJson(line) as Record<string, unknown>;
      expect(Object.keys(parsed)).toEqual(FIELD_NAMES.filter((name) => Object.hasOwn(record, name)));
      expect(Object.values(parsed)).not.toContain(null);
      expect(JSON.stringify(parsed["data"])).toBe(JSON.stringify(record.data));
    }),
    { numRuns: 1_000 },
  );
});
