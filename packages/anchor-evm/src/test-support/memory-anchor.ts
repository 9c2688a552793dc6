import { bytesEqual } from "@daybook/merkle";
import type { AnchorClock } from "../anchor-clock.ts";
import { AnchorError } from "../anchor-error.ts";
import type { Anchor, AnchorReceipt, AnchoredHead, TrailHead } from "../anchor.ts";

/** An anchor that keeps its heads in memory, and can be away, slow, or lose what it had. */
export class MemoryAnchor implements Anchor {
  readonly name = "memory";
  readonly #clock: AnchorClock;
  /** What it remembers, oldest first. */
  heads: AnchoredHead[] = [];
  /** What was paid for. */
  anchored = 0;
  asked = 0;
  /** Thrown by each call while it is there. */
  fault: AnchorError | undefined;
  /** Awaited by each `anchor`. */
  pause: Promise<void> = Promise.resolve();

  constructor(clock: AnchorClock) {
    this.#clock = clock;
  }

  async lastHead(origin: string): Promise<AnchoredHead | undefined> {
    this.#ask();
    return this.heads.findLast((head) => head.origin === origin);
  }

  async anchor(head: TrailHead, _proof: readonly Uint8Array[], signal: AbortSignal): Promise<AnchorReceipt> {
    this.#ask();
    await this.pause;
    if (signal.aborted) throw new AnchorError("stopped", "stopped");
    const last = await this.lastHead(head.origin);
    if (last !== undefined && last.size === head.size) return receiptOf(last);
    this.anchored++;
    const anchored = { ...head, anchoredAtMs: this.#clock.nowMs() };
    this.heads.push(anchored);
    return receiptOf(anchored);
  }

  async stands(receipt: AnchorReceipt): Promise<boolean> {
    this.#ask();
    return this.heads.some((head) => head.size === receipt.size && bytesEqual(head.root, receipt.root));
  }

  #ask(): void {
    this.asked++;
    if (this.fault !== undefined) throw this.fault;
  }
}

function receiptOf(head: AnchoredHead): AnchorReceipt {
  return { ...head, kind: "memory", text: JSON.stringify({ size: head.size }) };
}
