import { bytesEqual, createTreeHasher, verifyConsistency } from "@daybook/merkle";
import { sha256 } from "viem";
import { systemClock } from "./anchor-clock.ts";
import type { AnchorClock } from "./anchor-clock.ts";
import { AnchorError } from "./anchor-error.ts";
import type { Anchor, AnchorReceipt, AnchoredHead, TrailHead, TrailHeads } from "./anchor.ts";
import { AnchoringProgress } from "./anchoring-progress.ts";
import type { AnchoringStatus } from "./anchoring-progress.ts";
import { ANCHOR_ENTRIES, ANCHOR_INTERVAL_MS, LOOK_INTERVAL_MS, REORG_CHECK_INTERVAL_MS } from "./limits.ts";

export interface AnchoringOptions {
  readonly anchor: Anchor;
  readonly heads: TrailHeads;
  /**
   * Keeps a receipt. Until it resolves the head does not count as anchored: if it rejects, or the process ends, the receipt
   * is made once more. So the same size may come twice, and the later receipt is the better one.
   */
  readonly onReceipt: (receipt: AnchorReceipt) => Promise<void> | void;
  /** The newest receipt that was kept, so that it is not made again at a start. */
  readonly lastReceipt?: AnchorReceipt;
  /** A receipt that does not hold any more: its block has left the chain. A new one follows. */
  readonly onLost?: (receipt: AnchorReceipt) => void;
  /** Every failure; `status` has the last one. */
  readonly onError?: (error: AnchorError) => void;
  readonly intervalMs?: number;
  readonly everyEntries?: number;
  readonly lookIntervalMs?: number;
  readonly clock?: AnchorClock;
}

const hasher = createTreeHasher((data, target, at) => target.set(sha256(data, "bytes"), at));

/**
 * Anchors the newest head at each interval, or sooner when many entries came. It runs beside the trail and is never waited
 * for: whatever the anchor does, or does not, the trail goes on, and the status says how far behind the anchor is.
 */
export class Anchoring {
  readonly #options: AnchoringOptions;
  readonly #clock: AnchorClock;
  readonly #progress: AnchoringProgress;
  readonly #stopping = new AbortController();
  #receipt: AnchorReceipt | undefined;
  /** Whether what the anchor had at the start was looked at: a receipt may have been lost with the process before. */
  #isResumed = false;
  /** A head has left the chain: the newest is anchored without waiting for its time. */
  #isUrgent = false;
  #checkedAtMs: number;
  #turn: Promise<void> = Promise.resolve();
  #running: Promise<void> | undefined;

  constructor(options: AnchoringOptions) {
    const { intervalMs = ANCHOR_INTERVAL_MS, everyEntries = ANCHOR_ENTRIES } = options;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#receipt = options.lastReceipt;
    this.#checkedAtMs = Number.NEGATIVE_INFINITY;
    this.#progress = new AnchoringProgress({ intervalMs, everyEntries }, this.#clock.nowMs(), options.lastReceipt);
  }

  get status(): AnchoringStatus {
    return this.#progress.status(this.#options.anchor.name, this.#clock.nowMs());
  }

  /** Looks again and again, until `stop`. */
  start(): void {
    this.#running ??= this.#run();
  }

  /** Ends what is under way, within a request's time. What was sent may still be mined: the next start finds it. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    await this.#turn;
  }

  /** One look, as `start` does each time: anchors if it is due. Never rejects; failures are in the status. */
  look(): Promise<void> {
    return this.#enqueue(false);
  }

  /** Anchors the newest head now, due or not, waiting after a failure or not. Never rejects. */
  anchorNow(): Promise<void> {
    return this.#enqueue(true);
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      await this.look();
      await this.#clock.sleep(this.#options.lookIntervalMs ?? LOOK_INTERVAL_MS, signal);
    }
  }

  #enqueue(isForced: boolean): Promise<void> {
    // A caller whose `onError` throws must not end the anchoring.
    this.#turn = this.#turn.then(() => this.#take(isForced)).catch(() => undefined);
    return this.#turn;
  }

  async #take(isForced: boolean): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    try {
      const head = await this.#options.heads.head();
      this.#progress.sawHead(head.size, this.#clock.nowMs());
      if (head.size === 0 || (!isForced && this.#progress.isResting(this.#clock.nowMs()))) return;
      await this.#checkReceipt();
      const isWanted = isForced || this.#isUrgent;
      if (!this.#isResumed || isWanted || this.#isDue(head)) await this.#bring(head, isWanted);
      this.#isUrgent = false;
      this.#progress.succeeded();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Notices that the chain has dropped the block of the last receipt. */
  async #checkReceipt(): Promise<void> {
    const { anchor, onLost } = this.#options;
    const now = this.#clock.nowMs();
    if (this.#receipt === undefined || now - this.#checkedAtMs < REORG_CHECK_INTERVAL_MS) return;
    if (!(await anchor.stands(this.#receipt, this.#stopping.signal))) {
      const lost = this.#receipt;
      this.#receipt = undefined;
      this.#isUrgent = true;
      this.#progress.lost();
      onLost?.(lost);
    }
    this.#checkedAtMs = now;
  }

  async #bring(head: TrailHead, isWanted: boolean): Promise<void> {
    const { anchor, heads } = this.#options;
    const { signal } = this.#stopping;
    const last = await anchor.lastHead(head.origin, signal);
    const proof = last === undefined || last.size >= head.size ? [] : await heads.consistency(last.size, head.size);
    if (last !== undefined) {
      requireGrowth(last, head, proof);
      // Anchored, but its receipt was lost with a process or a block. It costs nothing to make it again.
      if (!this.#hasReceiptOf(last)) await this.#keep(await anchor.anchor(last, [], signal));
    } else if (this.#receipt !== undefined) {
      this.#receipt = undefined;
      this.#progress.lost();
    }
    this.#isResumed = true;
    if (last?.size === head.size || !(isWanted || this.#isDue(head))) return;
    await this.#keep(await anchor.anchor(head, proof, signal));
  }

  async #keep(receipt: AnchorReceipt): Promise<void> {
    await this.#options.onReceipt(receipt);
    this.#receipt = receipt;
    this.#checkedAtMs = this.#clock.nowMs();
    this.#progress.anchored(receipt, this.#clock.nowMs());
  }

  #hasReceiptOf(last: AnchoredHead): boolean {
    return this.#receipt?.size === last.size && bytesEqual(this.#receipt.root, last.root);
  }

  #isDue(head: TrailHead): boolean {
    return this.#progress.isDue(head.size, this.#clock.nowMs());
  }

  #failed(error: unknown): void {
    if (this.#stopping.signal.aborted) return;
    const message = error instanceof Error ? error.message : String(error);
    const fault = error instanceof AnchorError ? error : new AnchorError("trail", message);
    this.#progress.failed(fault, this.#clock.nowMs());
    this.#options.onError?.(fault);
  }
}

/** Before anything is paid for: the contract would refuse it too, with fewer words. */
function requireGrowth(last: AnchoredHead, head: TrailHead, proof: readonly Uint8Array[]): void {
  if (last.size > head.size) {
    throw new AnchorError(
      "rollback",
      `a head of size ${last.size} is anchored, but the trail has ${head.size} entries`,
    );
  }
  const claim = { size1: last.size, root1: last.root, size2: head.size, root2: head.root, proof };
  if (verifyConsistency(hasher, claim)) return;
  throw new AnchorError(
    "fork",
    `the head of size ${last.size} that is anchored is not the beginning of the trail of ${head.size} entries`,
  );
}
