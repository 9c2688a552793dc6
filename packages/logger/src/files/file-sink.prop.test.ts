import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Logger } from "../core/logger-types.ts";
import type { Sink } from "../core/sink.ts";
import { readLogs } from "../test-support/read-logs.ts";
import { testLogger } from "../test-support/test-logger.ts";
import type { FileSinkOptions } from "./file-options.ts";
import { fileSink } from "./file-sink.ts";

const WRITERS = 2;

type Step =
  | { readonly kind: "log"; readonly writer: number; readonly lines: number; readonly length: number }
  | { readonly kind: "flush"; readonly writer: number }
  | { readonly kind: "flushSync"; readonly writer: number }
  | { readonly kind: "sync"; readonly writer: number }
  | { readonly kind: "hours"; readonly hours: number }
  | { readonly kind: "restart"; readonly writer: number; readonly options: Partial<FileSinkOptions> };

const writer = fc.nat(WRITERS - 1);
const options: fc.Arbitrary<Partial<FileSinkOptions>> = fc.record({
  maxSizeBytes: fc.integer({ min: 1_024, max: 20_000 }),
  rotate: fc.constantFrom("size", "utc-day", "local-day"),
  compress: fc.boolean(),
});
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc.record({ kind: fc.constant("log" as const), writer, lines: fc.nat(40), length: fc.nat(500) }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("flush" as const, "flushSync" as const, "sync" as const), writer }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("hours" as const), hours: fc.nat(30) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("restart" as const), writer, options }) },
);

/** Two loggers on one directory, as two programs have them. */
class Programs {
  readonly dir = mkdtempSync(join(tmpdir(), "daybook-steps-"));
  readonly faults: unknown[] = [];
  readonly #counts = Array.from({ length: WRITERS }, () => 0);
  readonly #sinks: Sink[] = [];
  readonly #logs: Logger[] = [];
  #nowMs = Date.now();

  start(at: number, given: Partial<FileSinkOptions>): void {
    const files = [{ name: "a" }];
    const sink = fileSink({ dir: this.dir, files, backupCount: 100_000, nowMs: () => this.#nowMs, ...given });
    this.#sinks[at] = sink;
    this.#logs[at] = testLogger({ sinks: [sink], onError: (fault) => this.faults.push(fault) }).log;
  }

  async take(given: Step): Promise<void> {
    if (given.kind === "hours") this.#nowMs += given.hours * 3_600_000;
    else if (given.kind === "log") this.#log(given.writer, given.lines, "x".repeat(given.length));
    else if (given.kind === "flush") await this.#logs[given.writer]?.flush();
    else if (given.kind === "flushSync") this.#sinks[given.writer]?.flushSync?.(false);
    else if (given.kind === "sync") this.#sinks[given.writer]?.syncDurable?.();
    else {
      await this.#logs[given.writer]?.close();
      this.start(given.writer, given.options);
    }
  }

  async end(): Promise<void> {
    for (const log of this.#logs) await log.close();
  }

  /** Each writer's numbers as they are to be, and as they are in the files. */
  found(): { wanted: number[][]; found: number[][] } {
    const found = Array.from({ length: WRITERS }, (): number[] => []);
    for (const line of readLogs(this.dir, "a")) {
      const { data } = JSON.parse(line) as { data: { at: number; n: number } };
      found[data.at]?.push(data.n);
    }
    return { wanted: this.#counts.map((count) => Array.from({ length: count }, (_, n) => n)), found };
  }

  #log(at: number, lines: number, filler: string): void {
    for (let i = 0; i < lines; i++) this.#logs[at]?.info("x", { at, n: (this.#counts[at] as number)++, filler });
  }
}

it("has each line whole, once and in order, whatever is done in whatever order", async () => {
  await fc.assert(
    fc.asyncProperty(options, options, fc.array(step, { maxLength: 40 }), async (first, second, steps) => {
      const programs = new Programs();
      try {
        programs.start(0, first);
        programs.start(1, second);
        for (const given of steps) await programs.take(given);
        await programs.end();
        const { wanted, found } = programs.found();
        expect(found).toEqual(wanted);
        expect(programs.faults).toEqual([]);
        expect(readdirSync(programs.dir).filter((name) => name.startsWith("."))).toEqual([]);
      } finally {
        rmSync(programs.dir, { recursive: true, force: true });
      }
    }),
    { numRuns: 50 },
  );
}, 60_000);
