/** Size and root of a trail's tree, as in a checkpoint. */
export interface TrailHead {
  /** Name of the trail, the first line of its checkpoints. */
  readonly origin: string;
  /** Entries; at least 1, below 2⁵³. */
  readonly size: number;
  /** 32 bytes: MTH of RFC 9162 §2.1.1. */
  readonly root: Uint8Array;
}

/** What an anchor has of a trail. */
export interface AnchoredHead extends TrailHead {
  /** By the clock of the anchor, since 1970. */
  readonly anchoredAtMs: number;
}

/** Evidence that a head was there at a time, to be kept beside the trail. */
export interface AnchorReceipt extends AnchoredHead {
  /** Which verifier reads it. */
  readonly kind: string;
  /** The whole receipt as it is stored: JSON with a version. */
  readonly text: string;
}

/**
 * A place outside of our reach that remembers heads: a chain, a time-stamping authority. One caller, one call at a time.
 * All methods reject with an AnchorError, with code `stopped` soon after the signal aborts.
 */
export interface Anchor {
  /** For people: in the status and in errors. */
  readonly name: string;
  /** The last head that is there, confirmed or not; undefined when there is none, or the place has no memory. */
  lastHead(origin: string, signal: AbortSignal): Promise<AnchoredHead | undefined>;
  /**
   * Anchors the head, waits until that is final as far as the place can say, and gives the receipt. A head that is there
   * already is not anchored again; its receipt is made anew.
   *
   * @param proof RFC 9162 consistency proof from `lastHead` to this head; empty without one, or if they are the same.
   */
  anchor(head: TrailHead, proof: readonly Uint8Array[], signal: AbortSignal): Promise<AnchorReceipt>;
  /** Whether the receipt is still what the place says: a chain may have dropped the block that it is made of. */
  stands(receipt: AnchorReceipt, signal: AbortSignal): Promise<boolean>;
}

/** The trail as anchoring needs it. */
export interface TrailHeads {
  /** The newest head that is signed and published: never one that could be taken back. Size 0 while there is no entry. */
  head(): Promise<TrailHead>;
  /** RFC 9162 consistency proof between two sizes, 0 < `from` ≤ `to` ≤ the head's size; empty for equal ones. */
  consistency(from: number, to: number): Promise<Uint8Array[]>;
}
