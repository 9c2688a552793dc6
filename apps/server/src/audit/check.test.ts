import { DaybookError } from "@daybook/protocol";
import { afterEach, expect, it } from "vitest";
import { checkEverything } from "./check.ts";
import type { AuditCheckResult } from "./check.ts";
import type { SmallRoom } from "./test-support/small-room.ts";
import { lineOf, smallRoom } from "./test-support/small-room.ts";

const NOW_MS = 1_760_000_100_000;
const LINES = Array.from({ length: 50 }, (_, at) => lineOf(at + 1));
let room: SmallRoom | undefined;
afterEach(async () => room?.remove());

const none = (): Promise<readonly string[]> => Promise.resolve([]);

function check(stored: readonly string[], nowMs = NOW_MS): Promise<AuditCheckResult> {
  const { audit, journal } = room as SmallRoom;
  const storedLines = (): Promise<readonly string[]> => Promise.resolve(stored);
  return checkEverything({ audit, source: audit.source, journal, nowMs, storedLines, erasures: none }, () => {});
}

const named = ({ findings }: AuditCheckResult): string[] => findings.map(({ kind, path }) => `${kind} ${path}`);

it("finds nothing where nothing was done", async () => {
  room = await smallRoom(LINES);
  expect(await check(LINES)).toMatchObject({
    integrity: "sound",
    completeness: "sound",
    findings: [],
    unchecked: [],
    size: 50,
    journal_records: 50,
    store_records: 50,
  });
});

it("names what differs in journal and store, and what the store lacks though it is not old enough to go", async () => {
  room = await smallRoom(LINES);
  room.journal.lines[9] = (LINES[9] as string).replace("event 10", "event 11");
  const stored = LINES.with(4, (LINES[4] as string).replace("bot", "bat")).filter((_, at) => at !== 20);
  const result = await check(stored);
  expect(named(result)).toEqual([
    "record_changed journal event 10",
    "record_changed store event 5",
    "record_missing store event 21",
  ]);
  const longAfter = NOW_MS + 4 * 365 * 86_400_000;
  expect(named(await check(stored, longAfter))).not.toContain("record_missing store event 21");
});

it("says what could not be looked at", async () => {
  room = await smallRoom(LINES);
  const { audit, journal } = room;
  const away = (): Promise<never> =>
    Promise.reject(new DaybookError("DAYBOOK_STORE_UNAVAILABLE", "the engine is down"));
  const result = await checkEverything(
    { audit, source: audit.source, journal, nowMs: NOW_MS, storedLines: away, erasures: none },
    () => {},
  );
  expect(result.unchecked.join()).toContain("the engine is down");
  expect(result.integrity).toBe("sound");
});
