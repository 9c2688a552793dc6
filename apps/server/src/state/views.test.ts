import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { MAX_VIEWS } from "../http/limits.ts";
import { openViews } from "./views.ts";
import type { RecordEvent } from "./views.ts";

let dir: string;
let recorded: string[];
const record: RecordEvent = (event) => {
  recorded.push(`${event.event_type} ${event.data["name"]} by ${event.data["by"]}`);
  return Promise.resolve();
};
const nowMs = (): number => 1_700_000_000_000;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-views-"));
  recorded = [];
});
afterEach(() => rmSync(dir, { recursive: true }));

it("keeps views over a restart and records who changed what", async () => {
  const views = openViews(dir, { record, nowMs });
  await views.save("errors", "q=level:ERROR", "ann");
  await views.save("a first", "q=1", "ann");
  expect(await views.remove("errors", "bob")).toBe(true);
  expect(await views.remove("errors", "bob")).toBe(false);
  expect(recorded).toEqual(["view_saved errors by ann", "view_saved a first by ann", "view_deleted errors by bob"]);
  expect(openViews(dir, { record, nowMs }).list()).toEqual([
    { name: "a first", state: "q=1", updated_at: "2023-11-14T22:13:20.000Z" },
  ]);
});

it("changes nothing when the journal refuses", async () => {
  const views = openViews(dir, { record: () => Promise.reject(new Error("disk full")), nowMs });
  await expect(views.save("x", "", "ann")).rejects.toThrow("disk full");
  expect(views.list()).toEqual([]);
});

it("has a limit and says it", async () => {
  const views = openViews(dir, { record, nowMs });
  for (let i = 0; i < MAX_VIEWS; i++) await views.save(`v${i}`, "", "ann");
  await expect(views.save("one more", "", "ann")).rejects.toThrow(/500 saved views/);
  await views.save("v0", "changed", "ann");
});
