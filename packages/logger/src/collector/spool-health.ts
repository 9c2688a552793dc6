import type { SinkHost } from "../core/sink.ts";
import { SPOOL_RETRY_MS } from "../limits.ts";
import { describeFailure } from "./http-post.ts";

/** Why events go to disk: no room or no answer, an audited event, or the end of the process. */
export type SaveCause = "spill" | "audited" | "end";

export interface SpoolHealthOptions {
  /** Name of the sink, for faults. */
  readonly sink: string;
  readonly maxSpoolBytes: number;
  readonly maxMemoryBytes: number;
  readonly nowMs: () => number;
}

/** Whether the disk may be written to, and what is said when it cannot: each change once. */
export class SpoolHealth {
  readonly #options: SpoolHealthOptions;
  host: SinkHost | undefined;
  #isFailing = false;
  #isFull = false;
  /** Until then a disk that failed is left alone. */
  #restUntilMs = 0;

  constructor(options: SpoolHealthOptions) {
    this.#options = options;
  }

  /** `bytes` would be on disk afterwards. The last part of the room is for the end of the process and for audited events. */
  mayWrite(cause: SaveCause, bytes: number): boolean {
    const { maxSpoolBytes, maxMemoryBytes, nowMs } = this.#options;
    if (this.#isFailing && cause !== "end" && nowMs() < this.#restUntilMs) return false;
    if (cause !== "spill") return bytes <= maxSpoolBytes;
    const isFull = bytes > maxSpoolBytes - Math.min(maxSpoolBytes / 2, 2 * maxMemoryBytes);
    if (isFull && !this.#isFull) this.say(`it is full (maxSpoolBytes ${maxSpoolBytes}); events wait in memory`);
    this.#isFull = isFull;
    return !isFull;
  }

  worked(): void {
    this.#isFailing = false;
  }

  failed(error: unknown): void {
    if (!this.#isFailing) this.say(`it cannot be written (${describeFailure(error)}); events wait in memory alone`);
    this.#isFailing = true;
    this.#restUntilMs = this.#options.nowMs() + SPOOL_RETRY_MS;
  }

  say(what: string): void {
    this.host?.fault({ sink: this.#options.sink, code: "DAYBOOK_LOGGER_SPOOL", message: `the spool: ${what}` });
  }
}
