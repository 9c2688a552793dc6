import { COMPRESSED_SUFFIX, DATA_SUFFIX, INDEX_SUFFIX, segmentName } from "./format.ts";

/** What is known of a segment without opening it. */
export interface Segment {
  readonly firstSeq: number;
  /** `firstSeq - 1` while it is empty. */
  lastSeq: number;
  form: "plain" | "compressed";
  /** Bytes on disk, data and sidecar. */
  bytes: number;
  /** While its files are replaced: who reads waits for it, and who was reading begins again. */
  swap?: Promise<void> | undefined;
  /** How often its files were replaced in this run. */
  swaps?: number;
}

export function dataPath(dir: string, segment: Segment): string {
  return `${dir}/${segmentName(segment.firstSeq)}${segment.form === "plain" ? DATA_SUFFIX : COMPRESSED_SUFFIX}`;
}

export function indexPath(dir: string, firstSeq: number): string {
  return `${dir}/${segmentName(firstSeq)}${INDEX_SUFFIX}`;
}

/** The segments in order, oldest first; the last is the one being written. Their numbers join without a hole. */
export class SegmentList {
  readonly #segments: Segment[];

  constructor(segments: Segment[]) {
    this.#segments = segments;
  }

  get length(): number {
    return this.#segments.length;
  }

  get oldest(): Segment {
    return this.#segments[0] as Segment;
  }

  get active(): Segment {
    return this.#segments[this.#segments.length - 1] as Segment;
  }

  /** All but the one being written, oldest first. */
  sealed(): Segment[] {
    return this.#segments.slice(0, -1);
  }

  get bytes(): number {
    let sum = 0;
    for (const segment of this.#segments) sum += segment.bytes;
    return sum;
  }

  push(segment: Segment): void {
    this.#segments.push(segment);
  }

  /** Takes the oldest out; the active one stays. */
  dropOldest(): void {
    if (this.#segments.length > 1) this.#segments.shift();
  }

  /** The segment whose numbers include `seq`, or would; `undefined` below the oldest. */
  find(seq: number): Segment | undefined {
    let low = 0;
    let high = this.#segments.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#segments[middle] as Segment).firstSeq <= seq) low = middle + 1;
      else high = middle;
    }
    return this.#segments[low - 1];
  }

  /** The segment after this one. */
  after(segment: Segment): Segment | undefined {
    return this.#segments[this.#segments.indexOf(segment) + 1];
  }
}
