import { relative } from "node:path";
import { fileURLToPath } from "node:url";
import { quote } from "../encode/quote.ts";
import type { BoundContext } from "./bound-context.ts";

/** Where in the program a call stands. */
export interface CallSite {
  readonly file: string;
  readonly line: number;
}

/**
 * The place that is `depth` calls above the caller of this function. `undefined` when the stack does not tell. Costs some
 * microseconds: the engine writes the stack as text.
 */
export function callSite(depth: number): CallSite | undefined {
  const holder: { stack?: unknown } = {};
  const before = Error.stackTraceLimit;
  Error.stackTraceLimit = depth + 1;
  Error.captureStackTrace(holder, callSite);
  Error.stackTraceLimit = before;
  if (typeof holder.stack !== "string") return undefined;
  const frames = holder.stack.split("\n");
  // The first line names the error.
  return frames.length < depth + 2 ? undefined : parseFrame(frames[depth + 1] as string);
}

/** From `at trade (file:///bot/src/main.js:12:5)` to `src/main.js` and 12, seen from the working directory. */
export function parseFrame(frame: string): CallSite | undefined {
  const match = /(?:\(|at )(?:async )?([^()\n]+):(\d+):\d+\)?\s*$/.exec(frame);
  if (match === null) return undefined;
  const place = match[1] as string;
  const path = place.startsWith("file://") ? fileURLToPath(place) : place;
  const fromHere = relative(process.cwd(), path);
  return { file: fromHere.startsWith("..") ? path : fromHere, line: Number(match[2]) };
}

/** The context of one event that says where it was logged. */
export function withCallSite(context: BoundContext, site: CallSite | undefined): BoundContext {
  if (site === undefined) return context;
  return { ...context, top: `${context.top},"file":${quote(site.file)},"line":${site.line}` };
}
