import type { AnchorError, AnchorErrorCode } from "./anchor-error.ts";
import type { AnchorReceipt } from "./anchor.ts";
import { FIRST_RETRY_DELAY_MS, LATE_INTERVALS, MAX_RETRY_DELAY_MS } from "./limits.ts";

/** How far the anchor is. */
export interface AnchoringStatus {
  /** Name of the anchor. */
  readonly anchor: string;
  /** Entries of the trail when it was last looked at. */
  readonly headSize: number;
  /** Entries that the last receipt covers; 0 before the first. */
  readonly anchoredSize: number;
  /** When that head was anchored, by the anchor's clock; undefined before the first. */
  readonly anchoredAtMs: number | undefined;
  /** Since when entries have been waiting; undefined while all are covered. */
  readonly waitingSinceMs: number | undefined;
  /** The alarm: entries have waited for three intervals, or three times as many as make a head due. */
  readonly behind: boolean;
  /** Why the last attempt failed; undefined after one that did not. */
  readonly lastError: { readonly code: AnchorErrorCode; readonly message: string; readonly atMs: number } | undefined;
}

export interface AnchoringPace {
  readonly intervalMs: number;
  readonly everyEntries: number;
}

/** What is due, what is late, and when to try again: pure, with times handed in. */
export class AnchoringProgress {
  readonly #pace: AnchoringPace;
  #headSize = 0;
  #anchoredSize = 0;
  #anchoredAtMs: number | undefined;
  /** By our own clock; from it the next interval counts. */
  #doneAtMs = Number.NEGATIVE_INFINITY;
  #waitingSinceMs: number | undefined;
  #failures = 0;
  #restUntilMs = Number.NEGATIVE_INFINITY;
  #lastError: AnchoringStatus["lastError"];

  /** @param last a receipt of an earlier process. */
  constructor(pace: AnchoringPace, nowMs: number, last: AnchorReceipt | undefined) {
    this.#pace = pace;
    // The anchor's clock may be ahead of ours: it must not put the next head off.
    if (last !== undefined) this.anchored(last, Math.min(last.anchoredAtMs, nowMs));
  }

  sawHead(size: number, nowMs: number): void {
    this.#headSize = size;
    if (size > this.#anchoredSize) this.#waitingSinceMs ??= nowMs;
  }

  anchored(receipt: AnchorReceipt, nowMs: number): void {
    this.#anchoredSize = receipt.size;
    this.#anchoredAtMs = receipt.anchoredAtMs;
    this.#doneAtMs = nowMs;
    this.#waitingSinceMs = this.#headSize > receipt.size ? nowMs : undefined;
  }

  /** The last head is anchored no more: one is due at once. */
  lost(): void {
    this.#anchoredSize = 0;
    this.#anchoredAtMs = undefined;
    this.#doneAtMs = Number.NEGATIVE_INFINITY;
  }

  isDue(size: number, nowMs: number): boolean {
    const { intervalMs, everyEntries } = this.#pace;
    const news = size - this.#anchoredSize;
    return news >= everyEntries || (news > 0 && nowMs - this.#doneAtMs >= intervalMs);
  }

  succeeded(): void {
    this.#failures = 0;
    this.#lastError = undefined;
  }

  failed(error: AnchorError, nowMs: number): void {
    this.#restUntilMs = nowMs + Math.min(MAX_RETRY_DELAY_MS, FIRST_RETRY_DELAY_MS * 2 ** this.#failures);
    this.#failures++;
    this.#lastError = { code: error.code, message: error.message, atMs: nowMs };
  }

  /** Whether it is too early to try again after a failure. */
  isResting(nowMs: number): boolean {
    return this.#failures > 0 && nowMs < this.#restUntilMs;
  }

  status(anchor: string, nowMs: number): AnchoringStatus {
    const { intervalMs, everyEntries } = this.#pace;
    const waitedMs = this.#waitingSinceMs === undefined ? 0 : nowMs - this.#waitingSinceMs;
    const isLate = waitedMs >= LATE_INTERVALS * intervalMs;
    const entries = this.#headSize - this.#anchoredSize;
    return {
      anchor,
      headSize: this.#headSize,
      anchoredSize: this.#anchoredSize,
      anchoredAtMs: this.#anchoredAtMs,
      waitingSinceMs: this.#waitingSinceMs,
      behind: isLate || (this.#anchoredAtMs !== undefined && entries >= LATE_INTERVALS * everyEntries),
      lastError: this.#lastError,
    };
  }
}
