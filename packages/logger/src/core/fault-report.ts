import type { SinkFault } from "./sink.ts";

/** The same fault is said again only after this. */
const REPEAT_MS = 60_000;

/**
 * The default `onError`: one line on stderr, the same sink and code at most once a minute, since a
 * sink that is down fails many times a second.
 */
export function reportOnStderr(nowMs: () => number, write: (text: string) => void): (fault: SinkFault) => void {
  const said = new Map<string, number>();
  return (fault) => {
    const key = `${fault.sink} ${fault.code}`;
    const now = nowMs();
    const before = said.get(key);
    if (before !== undefined && now - before < REPEAT_MS) return;
    said.set(key, now);
    write(`daybook: ${fault.sink}: ${fault.message} (${fault.code})\n`);
  };
}
