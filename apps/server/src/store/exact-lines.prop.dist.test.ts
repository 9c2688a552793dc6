import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { LEVELS, MAX_TIMESTAMP, MIN_TIMESTAMP, encodeRecord } from "@daybook/protocol";
import type { JsonValue, LogRecord } from "@daybook/protocol";
import { settled, startInstallation } from "./test-support/installation.ts";
import type { TestInstallation } from "./test-support/installation.ts";
import { MemoryJournal } from "./test-support/memory-journal.ts";
import { record } from "./test-support/records.ts";

let installation: TestInstallation;

beforeAll(async () => {
  installation = await startInstallation();
});
afterAll(() => installation.close());

const NASTY = [
  "",
  "\0",
  "\u0001\u001f",
  '"',
  "\\",
  "\\u0000",
  "\\ud800",
  "{",
  '{"a":1}',
  "a,b",
  "\n",
  "\r\n",
  "\t",
  "/",
  "\u2028\u2029",
  "\u{1F600}",
  "naïve ÜBER",
  "'); DROP TABLE x; --",
  "{p0:String}",
  "\ufeff",
  "\u007f",
  "0",
  "null",
  "NaN",
  "1e400",
  "18446744073709551616",
];
const text = fc.oneof(
  fc.constantFrom(...NASTY),
  fc.string({ unit: "binary", maxLength: 20 }).map((each) => Buffer.from(each).toString()),
);
const decimal = fc.constantFrom(
  "0",
  "-0",
  "0.0",
  "1.10",
  "9.64e-05",
  "1E5",
  "0.1",
  "123456789012345678901234567890.123456789",
  "115792089237316195423570985008687907853269984665640564039457584007913129639935",
  "5e-324",
  "1.7976931348623157e+308",
  "1e400",
  "-12.50",
);
const integer = fc.constantFrom(0, 1, 4_294_967_296, Number.MAX_SAFE_INTEGER);
const time = fc.constantFrom(
  MIN_TIMESTAMP,
  MAX_TIMESTAMP,
  "2024-02-29T23:59:59.999999Z",
  "1999-12-31T00:00:00.000001Z",
);
const json = fc
  .jsonValue({ maxDepth: 4, stringUnit: "binary" })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
const data = fc.dictionary(text, json, { maxKeys: 5 });

const changes = fc.record(
  {
    ...Object.fromEntries(
      "logger producer environment session_id request_id user_id trace_id span_id symbol strategy order_id trade_id side currency exchange status exception_type exception_message ip_address user_agent host file"
        .split(" ")
        .map((name) => [name, text]),
    ),
    ...Object.fromEntries(["quantity", "price", "pnl", "fees"].map((name) => [name, decimal])),
    ...Object.fromEntries(["producer_seq", "pid", "line", "audit_index"].map((name) => [name, integer])),
    service: text,
    event_type: text,
    message: text,
    level: fc.constantFrom(...LEVELS),
    timestamp: time,
    data,
    stack_trace: fc.array(text, { maxLength: 3 }),
  },
  { requiredKeys: [] },
) as fc.Arbitrary<Partial<LogRecord>>;

it("gives back the exact line of whatever a record may hold", async () => {
  const journal = new MemoryJournal();
  const sample = fc.sample(changes, { numRuns: 1_500, seed: 20_260_115 });
  journal.append(...sample.map((each, at) => record(at + 1, each)));
  const store = await installation.open(journal);
  try {
    await settled(store, journal);
    expect(installation.faults).toEqual([]);
    const found: string[] = [];
    let cursor: string | undefined;
    do {
      const page = await store.search({ limit: 400, order: "asc", ...(cursor === undefined ? {} : { cursor }) });
      found.push(...page.lines);
      cursor = page.next_cursor ?? undefined;
    } while (cursor !== undefined);
    const wanted = journal.lines.map((line) => line.toString().trimEnd());
    expect(found.toSorted(bySeq)).toEqual(wanted);
    expect(wanted).toContain(encodeRecord({ ...record(7, sample[6]), seq: 7 }));
  } finally {
    await store.close();
  }
});

function bySeq(a: string, b: string): number {
  return (JSON.parse(a) as LogRecord).seq - (JSON.parse(b) as LogRecord).seq;
}
