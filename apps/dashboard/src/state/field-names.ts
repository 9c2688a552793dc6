import { FIELD_NAMES } from "@daybook/protocol";
import { computed, type ComputedRef } from "vue";
import type { Viewer } from "./viewer.ts";

const SAMPLE = 200;
/** Searched most, so offered first. */
const FIRST = ["level", "service", "event_type", "symbol", "message", "strategy", "side", "status", "pnl", "price"];

/** Names for the completion: the record's fields, and those of `data` in the events on the page. */
export function useFieldNames(viewer: Viewer): ComputedRef<readonly string[]> {
  const { log, status } = viewer.feed;
  return computed(() => {
    const names = new Set<string>(FIRST);
    for (const name of FIELD_NAMES) if (name !== "data") names.add(name);
    if (status.value === "ready") {
      for (let i = 0; i < Math.min(SAMPLE, log.length); i++) {
        for (const key of Object.keys(log.at(i)?.data ?? {})) names.add(`data.${key}`);
      }
    }
    return [...names];
  });
}
