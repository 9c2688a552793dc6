import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DaybookError } from "@daybook/protocol";
import type { SavedView } from "@daybook/protocol";
import { replaceFile } from "../access/durable-file.ts";
import { MAX_VIEWS } from "../http/limits.ts";
import type { ViewsDoor } from "../http/rooms.ts";

/** Writes one of Daybook's own events; resolves when it is durable. */
export type RecordEvent = (event: {
  event_type: string;
  message: string;
  data: Record<string, string>;
}) => Promise<void>;

/**
 * Saved views. Each change is first an event in the journal (so the trail shows who changed what), then a snapshot in
 * `directory/views.json`.
 */
export function openViews(directory: string, options: { record: RecordEvent; nowMs: () => number }): ViewsDoor {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, "views.json");
  const stored = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as SavedView[]) : [];
  const views = new Map(stored.map((view) => [view.name, view]));
  const snapshot = (): void => replaceFile(path, `${JSON.stringify([...views.values()])}\n`);

  return {
    list: () => [...views.values()].toSorted((a, b) => a.name.localeCompare(b.name, "en")),
    async save(name, state, by) {
      if (!views.has(name) && views.size >= MAX_VIEWS) {
        throw new DaybookError("DAYBOOK_HTTP_INVALID", `there are ${MAX_VIEWS} saved views; delete one first`);
      }
      await options.record({ event_type: "view_saved", message: `View ${name} saved`, data: { name, state, by } });
      const view = { name, state, updated_at: new Date(options.nowMs()).toISOString() };
      views.set(name, view);
      snapshot();
      return view;
    },
    async remove(name, by) {
      if (!views.has(name)) return false;
      await options.record({ event_type: "view_deleted", message: `View ${name} deleted`, data: { name, by } });
      views.delete(name);
      snapshot();
      return true;
    },
  };
}
