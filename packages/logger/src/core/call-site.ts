import { relative } from "node:path";
import { fileURLToPath } from "node:url";

/** Where in the program a call stands. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
}

/**
 * The place that called `method`, a function on the stack. `undefined` when the stack does not tell. Costs some microseconds:
 * the engine writes the stack as text.
 */
export function callSiteOf(method: (...args: never[]) => unknown): CallSite | undefined {
  const holder: { stack?: unknown } = {};
  const before = Error.stackTraceLimit;
  // One frame is all that is looked at.
  Error.stackTraceLimit = 1;
  Error.captureStackTrace(holder, method);
  Error.stackTraceLimit = before;
  return typeof holder.stack === "string" ? parseFrame(holder.stack) : undefined;
}

/** From `at trade (file:///bot/src/main.js:12:5)` to `src/main.js` and 12, seen from the working directory. */
export function parseFrame(stack: string): CallSite | undefined {
  const match = /(?:\(|at )(?:async )?([^()\n]+):(\d+):\d+\)?\s*$/.exec(stack);
  if (match === null) return undefined;
  const place = match[1] as string;
  const path = place.startsWith("file://") ? fileURLToPath(place) : place;
  const fromHere = relative(process.cwd(), path);
  return { file: fromHere.startsWith("..") ? path : fromHere, line: Number(match[2]) };
}
