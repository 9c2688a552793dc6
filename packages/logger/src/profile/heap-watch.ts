import { getHeapStatistics } from "node:v8";
import type { Logger } from "../core/logger-types.ts";

export interface HeapWatchOptions {
  /** Time between two looks. Default 10 s. */
  readonly intervalMs?: number;
  /** Warns above this share of the largest heap that V8 allows itself. Default 0.8. */
  readonly warnShare?: number;
  /** Looks of one window; its smallest value is what survives garbage collection. Default 30. */
  readonly windowLooks?: number;
  /** Warns when what survives has risen over so many windows in a row. Default 6: half an hour with the other defaults. */
  readonly risingWindows?: number;
  /** Bytes of heap in use and its limit. Default: V8's own figures. */
  readonly heap?: () => { readonly usedBytes: number; readonly limitBytes: number };
}

/**
 * Watches the heap and logs a WARNING of type `system_metrics` when it comes near its limit (before the process dies of it), or
 * when what survives garbage collection rises window after window, as it does with a leak. Each is said once until it is over.
 * Returns how to stop. The timer does not keep the process alive.
 */
export function watchHeap(log: Logger, options: HeapWatchOptions = {}): () => void {
  const watch = new HeapWatch(log, options);
  const timer = setInterval(() => watch.look(), options.intervalMs ?? 10_000).unref();
  return () => clearInterval(timer);
}

/** The watch without its timer. */
export class HeapWatch {
  readonly #log: Logger;
  readonly #heap: NonNullable<HeapWatchOptions["heap"]>;
  readonly #warnShare: number;
  readonly #windowLooks: number;
  readonly #risingWindows: number;
  #looks = 0;
  #smallest = Number.POSITIVE_INFINITY;
  #before = Number.POSITIVE_INFINITY;
  #rises = 0;
  #risingFrom = 0;
  #near = false;

  constructor(log: Logger, options: HeapWatchOptions) {
    this.#log = log;
    this.#heap = options.heap ?? engineHeap;
    this.#warnShare = options.warnShare ?? 0.8;
    this.#windowLooks = options.windowLooks ?? 30;
    this.#risingWindows = options.risingWindows ?? 6;
  }

  look(): void {
    const { usedBytes, limitBytes } = this.#heap();
    const near = usedBytes > this.#warnShare * limitBytes;
    if (near && !this.#near) {
      const share = Math.round((usedBytes / limitBytes) * 100);
      this.#warn(`The heap is ${share} % full; the process ends when it is full`, usedBytes, {
        limit_bytes: limitBytes,
      });
    }
    this.#near = near;
    this.#smallest = Math.min(this.#smallest, usedBytes);
    if (++this.#looks < this.#windowLooks) return;
    this.#endWindow();
  }

  #endWindow(): void {
    const survived = this.#smallest;
    if (survived > this.#before) {
      if (this.#rises++ === 0) this.#risingFrom = this.#before;
      if (this.#rises === this.#risingWindows) {
        const message = `The heap has grown for ${this.#rises} windows in a row; something may be kept that is not needed`;
        this.#warn(message, survived, { from_bytes: this.#risingFrom });
      }
    } else this.#rises = 0;
    this.#before = survived;
    this.#smallest = Number.POSITIVE_INFINITY;
    this.#looks = 0;
  }

  #warn(message: string, usedBytes: number, more: object): void {
    this.#log.systemMetrics({ level: "WARNING", message, metadata: { heap_used_bytes: usedBytes, ...more } });
  }
}

function engineHeap(): { usedBytes: number; limitBytes: number } {
  const { used_heap_size: usedBytes, heap_size_limit: limitBytes } = getHeapStatistics();
  return { usedBytes, limitBytes };
}
