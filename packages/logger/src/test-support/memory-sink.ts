import type { Level } from "@daybook/protocol";
import type { EventKind } from "../core/event-kinds.ts";
import type { Sink, SinkHost } from "../core/sink.ts";

export interface MemorySink extends Sink {
  readonly lines: string[];
  readonly kinds: EventKind[];
  /** The lines, parsed. */
  records(): Record<string, unknown>[];
  last(): Record<string, unknown>;
  host: SinkHost | undefined;
}

/** Keeps lines for a test to look at. */
export function memorySink(level?: Level): MemorySink {
  const lines: string[] = [];
  const kinds: EventKind[] = [];
  const parse = (line: string | undefined): Record<string, unknown> =>
    JSON.parse(line ?? "{}") as Record<string, unknown>;
  const sink: MemorySink = {
    name: "memory",
    ...(level === undefined ? {} : { level }),
    lines,
    kinds,
    host: undefined,
    attach: (host) => {
      sink.host = host;
    },
    write: (line, kind) => {
      lines.push(line);
      kinds.push(kind);
    },
    records: () => lines.map(parse),
    last: () => parse(lines.at(-1)),
  };
  return sink;
}
