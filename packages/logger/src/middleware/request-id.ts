import { randomUUID } from "node:crypto";

/** Up to 128 characters that are harmless in a header, a log line, a URL and a shell. */
const WELL_FORMED = /^[\w.:~+=/@-]{1,128}$/;

/** The client's id when it is well-formed, else a new UUID. */
export function requestIdOf(given: unknown): string {
  return typeof given === "string" && WELL_FORMED.test(given) ? given : randomUUID();
}
