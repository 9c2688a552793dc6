import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { SmallJournal, lineOf } from "../audit/test-support/small-room.ts";
import type { Config } from "../config/settings.ts";
import { openTrailRooms } from "./trail-rooms.ts";
import type { TrailSurroundings } from "./trail-rooms.ts";

let dir: string;
let said: string[];
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-trail-rooms-"));
  said = [];
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

function open(settings: Partial<Config>) {
  const config = { audit: true, audit_exclude: [], audit_witnesses: [], ...settings } as Config;
  const journal: TrailSurroundings["journal"] = new SmallJournal([lineOf(1)]) as never;
  return openTrailRooms(config, {
    dataDir: dir,
    keysDir: join(dir, "keys"),
    journal,
    nowMs: Date.now,
    ingest: { acceptInternal: () => Promise.resolve() },
    log: (level, message) => void said.push(`${level} ${message}`),
  });
}

it("opens nothing when the trail is off", async () => {
  expect(await open({ audit: false })).toMatchObject({ audit: undefined, reason: null });
});

it("says why a trail stays closed, and lets everything else go on", async () => {
  mkdirSync(join(dir, "audit-state"));
  writeFileSync(join(dir, "audit-state", "lock.json"), "torn");
  const rooms = await open({});
  expect(rooms.audit).toBeUndefined();
  expect(rooms.reason).toContain("lock.json cannot be read");
  expect(said).toEqual([expect.stringContaining("error audit: the trail stays closed")]);
  await rooms.stop();
});

it("refuses wrong settings, and leaves no writer behind", async () => {
  await expect(open({ audit_witnesses: ["nobody"] })).rejects.toThrow(/audit_witnesses has/);
  const rooms = await open({});
  expect(rooms.audit?.status().origin).toContain("daybook.local/");
  await rooms.stop();
});
