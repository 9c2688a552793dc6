import { mkdir, writeFile } from "node:fs/promises";
import type { Profiler } from "node:inspector";
import { Session } from "node:inspector/promises";
import { join } from "node:path";
import type { Logger } from "../core/logger-types.ts";

export interface ProfileOptions {
  /** Writes `OPERATION-TIME.cpuprofile` there, for the browser's developer tools. Default: no file. */
  readonly dir?: string;
  /** Functions in the event. Default 10. */
  readonly top?: number;
  /** Time between two samples, in microseconds. Default 1,000. */
  readonly intervalUs?: number;
}

/** Where the processor's time went. */
export interface HotFunction {
  /** `(garbage collector)`, `(program)` and `(idle)` are the engine's own. */
  readonly function: string;
  readonly file: string;
  readonly line: number;
  /** Milliseconds in the function itself, without what it calls. */
  readonly self_ms: number;
  /** Of the whole time, 0 to 1. */
  readonly share: number;
}

/**
 * Runs `run` under V8's sampling profiler and logs a `performance_metric` event named `cpu_profile` with the functions that took
 * the most time. Gives back what `run` gives; what it throws comes out, after the event. One profile at a time in a process.
 */
export async function profile<T>(
  log: Logger,
  operation: string,
  run: () => T | Promise<T>,
  options: ProfileOptions = {},
): Promise<T> {
  const session = new Session();
  session.connect();
  try {
    await session.post("Profiler.enable");
    await session.post("Profiler.setSamplingInterval", { interval: options.intervalUs ?? 1_000 });
    await session.post("Profiler.start");
    const begun = performance.now();
    try {
      return await run();
    } finally {
      const duration_ms = Math.round(performance.now() - begun);
      const { profile: samples } = await session.post("Profiler.stop");
      const path = options.dir === undefined ? undefined : await save(options.dir, operation, samples);
      log.performanceMetric({
        metric: "cpu_profile",
        message: `CPU profile of ${operation}`,
        metadata: { operation, duration_ms, hot: hotFunctions(samples, options.top ?? 10), profile_file: path },
      });
    }
  } finally {
    session.disconnect();
  }
}

/** The functions with the largest own time, from the samples and the microseconds between them. */
export function hotFunctions(sampled: Profiler.Profile, top: number): HotFunction[] {
  const nodes = new Map(sampled.nodes.map((node) => [node.id, node]));
  const selfUs = new Map<string, { frame: Profiler.ProfileNode["callFrame"]; us: number }>();
  let allUs = 0;
  for (const [i, id] of (sampled.samples ?? []).entries()) {
    const us = sampled.timeDeltas?.[i] ?? 0;
    const frame = nodes.get(id)?.callFrame;
    if (frame === undefined || us <= 0) continue;
    allUs += us;
    const key = `${frame.functionName} ${frame.url} ${frame.lineNumber}`;
    const held = selfUs.get(key);
    if (held === undefined) selfUs.set(key, { frame, us });
    else held.us += us;
  }
  return [...selfUs.values()]
    .toSorted((a, b) => b.us - a.us)
    .slice(0, top)
    .map(({ frame, us }) => ({
      function: frame.functionName === "" ? "(anonymous)" : frame.functionName,
      file: frame.url,
      line: frame.lineNumber + 1,
      self_ms: Math.round(us / 10) / 100,
      share: Math.round((us / allUs) * 1000) / 1000,
    }));
}

async function save(dir: string, operation: string, samples: Profiler.Profile): Promise<string> {
  await mkdir(dir, { recursive: true });
  const time = new Date().toISOString().replace(/[:.]/g, "-");
  const path = join(dir, `${operation.replace(/[^\w-]+/g, "_").slice(0, 80)}-${time}.cpuprofile`);
  await writeFile(path, JSON.stringify(samples));
  return path;
}
