import { mkdtemp, mkdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { MAX_DEPTH, MAX_LINE_BYTES, createIdGenerator, createRedactor } from "@daybook/protocol";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "../journal/index.ts";
import type { Journal } from "../journal/index.ts";
import { openIngest } from "./index.ts";
import type { Ingest, IngestOptions } from "./index.ts";

let dir: string;
let journal: Journal;
let ingest: Ingest;
let nowMs: number;

beforeEach(async () => {
  nowMs = 1_700_000_000_000;
  dir = await mkdtemp(`${tmpdir()}/daybook-ingest-`);
  await mkdir(`${dir}/state`);
  await start();
});

afterEach(async () => {
  await stop();
  await rm(dir, { recursive: true });
});

async function start(options: Partial<IngestOptions> = {}): Promise<void> {
  const clock = { nowMs: () => nowMs };
  journal = await openJournal({ dir: `${dir}/journal`, clock, reserveBytes: 0, maintenanceIntervalMs: 0 });
  const newId = createIdGenerator({ nowMs: () => nowMs, random: (bytes) => bytes.fill(7) });
  const redactor = createRedactor();
  ingest = await openIngest({
    journal,
    stateDir: `${dir}/state`,
    clock,
    redactor,
    newId,
    snapshotIntervalMs: 0,
    ...options,
  });
}

async function stop(): Promise<void> {
  await ingest.close();
  await journal.close();
}

async function restart(options?: Partial<IngestOptions>): Promise<void> {
  await stop();
  await start(options);
}

/** Ends without a snapshot, as a killed process does. */
async function crash(): Promise<void> {
  await journal.close();
  await start();
}

async function stored(): Promise<Record<string, unknown>[]> {
  const events: Record<string, unknown>[] = [];
  for (let after = 0; ;) {
    const part = await journal.read(after, 1e7, 1e6);
    if (!part) return events;
    after = part.lastSeq;
    for (const line of part.bytes.toString().trim().split("\n"))
      events.push(JSON.parse(line) as Record<string, unknown>);
  }
}

const messages = async (): Promise<unknown[]> => (await stored()).map((event) => event["message"]);

function ndjson(...lines: (string | object)[]): Buffer {
  return Buffer.from(lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n"));
}

const numbered = (producer: string, from: number, to: number): object[] =>
  Array.from({ length: to - from + 1 }, (_, i) => ({
    message: `${producer} ${from + i}`,
    producer,
    producer_seq: from + i,
  }));

test("one object, an array and lines are taken; numbers come back", async () => {
  expect(await ingest.accept(Buffer.from('{"message":"a"}'), "json")).toEqual({
    accepted: 1,
    duplicates: 0,
    rejected: [],
    rejected_count: 0,
    first_seq: 1,
    last_seq: 1,
  });
  expect(await ingest.accept(Buffer.from('[{"message":"b"},\n {"message":"c"}]'), "json")).toMatchObject({
    accepted: 2,
    first_seq: 2,
    last_seq: 3,
  });
  expect(await ingest.accept(ndjson({ message: "d" }, { message: "e" }), "ndjson")).toMatchObject({ accepted: 2 });
  expect(await messages()).toEqual(["a", "b", "c", "d", "e"]);
  expect((await stored()).map((event) => event["seq"])).toEqual([1, 2, 3, 4, 5]);
});

test("byte order mark, CRLF, blank lines and a missing last newline are taken", async () => {
  const body = Buffer.from('\uFEFF{"message":"a"}\r\n\r\n  \n{"message":"b"}\r\n{"message":"c"}');
  expect(await ingest.accept(body, "ndjson")).toMatchObject({ accepted: 3, rejected: [] });
  expect(await messages()).toEqual(["a", "b", "c"]);
});

test("an empty body is named", async () => {
  for (const [text, format] of [
    ["", "ndjson"],
    ["\n \r\n", "ndjson"],
    ["[]", "json"],
    [" ", "json"],
  ] as const) {
    await expect(ingest.accept(Buffer.from(text), format)).rejects.toMatchObject({ code: "DAYBOOK_INGEST_EMPTY" });
  }
});

const deep = (depth: number): string => `{"message":"x","data":${'{"a":'.repeat(depth)}1${"}".repeat(depth)}}`;

test.each([
  ["not JSON", "{oops}", "DAYBOOK_INGEST_INVALID_JSON", /position 1/],
  ["a raw NUL byte", '{"message":"a\u0000b"}', "DAYBOOK_INGEST_INVALID_JSON", /position 13/],
  ["a scalar", "17", "DAYBOOK_INGEST_NOT_AN_OBJECT", /not an object/],
  ["a list", "[1]", "DAYBOOK_INGEST_NOT_AN_OBJECT", /list/],
  ["deep nesting", deep(MAX_DEPTH + 1), "DAYBOOK_INGEST_TOO_DEEP", new RegExp(String(MAX_DEPTH))],
  ["nesting a hundred thousand deep", deep(30_000), "DAYBOOK_INGEST_TOO_DEEP", new RegExp(String(MAX_DEPTH))],
  [
    "a line of 10 MB",
    `{"message":"${"x".repeat(1e7)}"}`,
    "DAYBOOK_INGEST_LINE_TOO_LONG",
    new RegExp(String(MAX_LINE_BYTES)),
  ],
])("%s is rejected with its place, and its neighbours are kept", async (_name, line, code, reason) => {
  const reply = await ingest.accept(ndjson({ message: "before" }, line, { message: "after" }), "ndjson");
  expect(reply).toMatchObject({ accepted: 2, rejected: [{ line: 2, code }] });
  expect(reply.rejected[0]?.reason).toMatch(reason);
  expect(await messages()).toEqual(["before", "after"]);
  const array = Buffer.from(`[{"message":"x"}, ${line} ,{"message":"y"}]`);
  expect(await ingest.accept(array, "json")).toMatchObject({ accepted: 2, rejected: [{ line: 2, code }] });
});

test.each([
  ["duplicate keys", '{"message":"m","a":1,"a":2}', { data: { a: 2 } }],
  ["an escaped NUL", '{"message":"a\\u0000b"}', { message: "a\u0000b" }],
  ["1e400", '{"message":"m","x":1e400}', { data: { x: "1e400" } }],
  ["an integer beyond 2^64", '{"message":"m","x":18446744073709551617}', { data: { x: "18446744073709551617" } }],
  [
    "a time in 1970",
    '{"message":"m","timestamp":"1970-01-01T00:00:00Z"}',
    { timestamp: "1970-01-01T00:00:00.000000Z" },
  ],
  [
    "a time in 2262",
    '{"message":"m","timestamp":"2262-04-11T00:00:00Z"}',
    { timestamp: "2262-04-11T00:00:00.000000Z" },
  ],
])("%s is kept", async (_name, line, expected) => {
  expect(await ingest.accept(ndjson(line, { message: "after" }), "ndjson")).toMatchObject({
    accepted: 2,
    rejected: [],
  });
  expect((await stored())[0]).toMatchObject(expected);
});

test("__proto__ is an ordinary key", async () => {
  await ingest.accept(ndjson('{"message":"m","__proto__":{"polluted":1}}'), "ndjson");
  expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
  const line = (await journal.read(0, 1e6, 1))?.bytes.toString();
  expect(line).toContain('"__proto__":{"polluted":1}');
});

test("bytes that are not UTF-8 are replaced and noted in their own event only", async () => {
  const body = Buffer.concat([
    ndjson({ message: "ü" }),
    Buffer.from('\n{"message":"a\xffb"}\n', "latin1"),
    ndjson({ message: "é" }),
  ]);
  expect(await ingest.accept(body, "ndjson")).toMatchObject({ accepted: 3, rejected: [] });
  const [first, second, third] = await stored();
  expect([first?.["message"], second?.["message"], third?.["message"]]).toEqual(["ü", "a\uFFFDb", "é"]);
  expect(second?.["data"]).toEqual({ invalid: [expect.stringContaining("UTF-8")] });
  expect(first?.["data"] ?? third?.["data"]).toBeUndefined();
});

test.each([
  ["is cut off", '[{"message":"a"},{"mess', 1, 2],
  ["is not closed", '[{"message":"a"},{"message":"b"}', 2, 3],
  ["has text behind it", '[{"message":"a"}] x', 1, 2],
  ["has an empty place", '[{"message":"a"},,{"message":"b"}]', 2, 2],
  ["lacks a comma", '[{"message":"a"} {"message":"b"},{"message":"c"}]', 1, 1],
])("an array that %s says so and keeps its good events", async (_name, text, accepted, line) => {
  const reply = await ingest.accept(Buffer.from(text), "json");
  expect(reply.accepted).toBe(accepted);
  expect(reply.rejected.map((rejected) => rejected.line)).toContain(line);
});

test("more rejections than are listed are counted", async () => {
  const reply = await ingest.accept(Buffer.from("x\n".repeat(2_500)), "ndjson");
  expect(reply.rejected).toHaveLength(1_000);
  expect(reply.rejected_count).toBe(2_500);
});

test("what a producer sent before is counted, not stored, also after a restart and after a crash", async () => {
  expect(await ingest.accept(ndjson(...numbered("p", 1, 5)), "ndjson")).toMatchObject({ accepted: 5, duplicates: 0 });
  expect(await ingest.accept(ndjson(...numbered("p", 3, 7)), "ndjson")).toMatchObject({ accepted: 2, duplicates: 3 });
  await restart();
  expect(await ingest.accept(ndjson(...numbered("p", 1, 8)), "ndjson")).toMatchObject({ accepted: 1, duplicates: 7 });
  await crash();
  expect(await ingest.accept(ndjson(...numbered("p", 8, 9)), "ndjson")).toMatchObject({ accepted: 1, duplicates: 1 });
  expect((await stored()).map((event) => event["producer_seq"])).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
});

test("a hole in a producer's count becomes an event before the one that showed it", async () => {
  await ingest.accept(ndjson(...numbered("p", 1, 2), ...numbered("p", 6, 6)), "ndjson");
  const events = await stored();
  expect(events.map((event) => event["event_type"])).toEqual(["log", "log", "gap_detected", "log"]);
  expect(events[2]).toMatchObject({
    level: "WARNING",
    service: "daybook",
    data: { producer: "p", from: 3, to: 5, count: 3, first_contact: false },
  });
  expect(ingest.stats()).toMatchObject({ accepted: 3, gaps: 1 });
});

test("files have no gaps, and a rejected line's number counts as seen", async () => {
  await ingest.accept(ndjson(...numbered("file:ab", 3, 3), ...numbered("file:ab", 9, 9)), "ndjson");
  const broken = '{"message":"x","producer":"p","producer_seq":2,oops}';
  await ingest.accept(ndjson(...numbered("p", 1, 1), broken, ...numbered("p", 3, 3)), "ndjson");
  expect((await stored()).map((event) => event["event_type"])).not.toContain("gap_detected");
});

test("a spoilt line cannot make later events look old", async () => {
  await ingest.accept(ndjson('{"producer":"p","producer_seq":999999,oops}', ...numbered("p", 1, 2)), "ndjson");
  expect(await messages()).toEqual(["p 1", "p 2"]);
});

test("lines counted by the caller carry file and line number; a second import adds nothing", async () => {
  const body = Buffer.from('{"message":"a"}\n\nbad\n{"message":"b"}\n');
  const options = { producer: "file:cd", firstProducerSeq: 10 };
  expect(await ingest.accept(body, "ndjson", options)).toMatchObject({ accepted: 2, rejected: [{ line: 3 }] });
  expect(await ingest.accept(body, "ndjson", options)).toMatchObject({
    accepted: 0,
    duplicates: 2,
    rejected: [{ line: 3 }],
  });
  expect((await stored()).map((event) => event["producer_seq"])).toEqual([10, 13]);
});

test("an event with an id of its own is stored once, also after a crash", async () => {
  const body = ndjson(
    { id: "e1", message: "a" },
    { id: "e1", message: "a" },
    { id: "e2", message: "b" },
    { message: "c" },
  );
  expect(await ingest.accept(body, "ndjson")).toMatchObject({ accepted: 3, duplicates: 1 });
  await crash();
  expect(await ingest.accept(body, "ndjson")).toMatchObject({ accepted: 1, duplicates: 3 });
});

test("an Idempotency-Key gives the same answer, and 409 for another body", async () => {
  const body = ndjson({ message: "a" }, { message: "b" });
  const options = { idempotencyKey: "k1", principal: "bot" };
  const [first, second] = await Promise.all([
    ingest.accept(body, "ndjson", options),
    ingest.accept(body, "ndjson", options),
  ]);
  expect(second).toEqual(first);
  await expect(ingest.accept(ndjson({ message: "z" }), "ndjson", options)).rejects.toMatchObject({
    code: "DAYBOOK_INGEST_KEY_REUSED",
  });
  expect(await ingest.accept(body, "ndjson", { ...options, principal: "other" })).toMatchObject({ accepted: 2 });
  await crash();
  expect(await ingest.accept(body, "ndjson", options)).toMatchObject({ accepted: 0, duplicates: 2 });
  expect(await stored()).toHaveLength(4);
});

test("receive times never go back, whatever the clock does", async () => {
  await ingest.accept(ndjson({ message: "a" }), "ndjson");
  nowMs -= 3_600_000;
  await ingest.accept(ndjson({ message: "b" }), "ndjson");
  await crash();
  await ingest.accept(ndjson({ message: "c" }), "ndjson");
  nowMs += 7_200_000;
  await ingest.accept(ndjson({ message: "d" }), "ndjson");
  const times = (await stored()).map((event) => event["collected_at"]);
  expect(times).toEqual([times[0], times[0], times[0], "2023-11-14T23:13:20.000000Z"]);
});

test("Daybook's own events are durable when answered", async () => {
  await ingest.acceptInternal({ event_type: "view_saved", message: "View a saved", data: { name: "a" } });
  expect(await stored()).toMatchObject([
    { service: "daybook", event_type: "view_saved", level: "INFO", data: { name: "a" } },
  ]);
});

test("a body of many slices keeps its order while another is taken", async () => {
  const many = numbered("p", 1, 5_000);
  const [reply] = await Promise.all([
    ingest.accept(ndjson(...many), "ndjson"),
    ingest.accept(ndjson({ message: "x" }), "ndjson"),
  ]);
  expect(reply).toMatchObject({ accepted: 5_000 });
  const seqs = (await stored()).filter((event) => event["producer"] === "p").map((event) => event["producer_seq"]);
  expect(seqs).toEqual(many.map((_, i) => i + 1));
});

test("secrets are gone before the journal", async () => {
  await ingest.accept(ndjson({ message: "login password=hunter2secret", api_key: "abcdef123456" }), "ndjson");
  const line = (await journal.read(0, 1e6, 1))?.bytes.toString() ?? "";
  expect(line).not.toMatch(/hunter2secret|abcdef123456/);
});
