import { createRedactor, encodeRecord, normaliseEvent, numberRecord } from "@daybook/protocol";
import type { JsonValue } from "@daybook/protocol";
import fc from "fast-check";
import { expect, it } from "vitest";
import { viewRecord } from "./record-view.ts";

const DOOR = {
  collectedAt: "2026-01-05T09:30:00.250000Z",
  newId: () => "019b8d2a-4c00-7000-8001-0123456789ab",
  redactor: createRedactor({}),
};
const FIELDS = [
  "message",
  "id",
  "producer",
  "user_id",
  "audit_index",
  "collected_at",
  "seq",
  "data",
  "stack_trace",
  "level",
];

// What is in the journal must have its entry: one line that cannot be read would end the trail.
it("is there for whatever a client can bring into the journal", () => {
  const event = fc.dictionary(fc.oneof(fc.constantFrom(...FIELDS), fc.string()), fc.jsonValue({ maxDepth: 3 }));
  fc.assert(
    fc.property(event, (given) => {
      let line: string;
      try {
        line = encodeRecord(numberRecord(normaliseEvent(given as JsonValue, DOOR), 7));
      } catch {
        // Refused at the door.
        return;
      }
      const { id, user_id, producer = "" } = JSON.parse(line) as { id: string; user_id?: string; producer?: string };
      expect(viewRecord(Buffer.from(line).toString("latin1"))).toMatchObject({ seq: 7, id, user_id, producer });
    }),
    { numRuns: 2_000 },
  );
});
