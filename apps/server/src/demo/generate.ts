import type { Sink } from "@daybook/logger";
import { Simulation } from "./simulation.ts";

export interface GenerateOptions {
  readonly seed: number;
  /** Time of the first event, milliseconds since 1970. */
  readonly startMs: number;
  readonly count: number;
  /** Default 8: an hour is about 29,000 events. */
  readonly eventsPerSecond?: number;
}

/**
 * The first `count` events of a simulation as NDJSON lines in the order of their times, as the logger
 * wrote them. The same options give the same lines.
 */
export function generateDemoLines(options: GenerateOptions): string[] {
  const lines: string[] = [];
  const sink: Sink = { name: "lines", write: (line) => void lines.push(line) };
  const simulation = new Simulation({
    seed: options.seed,
    startMs: options.startMs,
    eventsPerSecond: options.eventsPerSecond ?? 8,
    sinkOf: () => sink,
    flushAtExit: false,
  });
  while (lines.length < options.count) simulation.step();
  return lines.slice(0, options.count);
}

/** The same events, parsed. */
export function generateDemoEvents(options: GenerateOptions): Record<string, unknown>[] {
  return generateDemoLines(options).map((line) => JSON.parse(line) as Record<string, unknown>);
}
