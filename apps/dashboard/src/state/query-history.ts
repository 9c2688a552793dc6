import { shallowRef, type ShallowRef } from "vue";
import { MAX_HISTORY } from "../domain/limits.ts";
import { rememberQuery } from "../domain/query-completion.ts";
import { readStored, writeStored } from "./page-url.ts";

const STORAGE_KEY = "daybook.queries";

export interface QueryHistory {
  queries: ShallowRef<string[]>;
  remember(query: string): void;
}

/** Queries that were run on this machine, the newest first. */
export function useQueryHistory(): QueryHistory {
  const queries = shallowRef<string[]>(read());
  return {
    queries,
    remember(query) {
      queries.value = rememberQuery(queries.value, query, MAX_HISTORY);
      writeStored(STORAGE_KEY, JSON.stringify(queries.value));
    },
  };
}

function read(): string[] {
  try {
    const stored: unknown = JSON.parse(readStored(STORAGE_KEY) ?? "[]");
    return Array.isArray(stored) ? stored.filter((query): query is string => typeof query === "string") : [];
  } catch {
    return [];
  }
}
