import type { RejectedLine } from "@daybook/protocol";
import { MAX_LISTED_REJECTIONS } from "./limits.ts";

/** The rejected lines of one request: the first ones in full, the others as a number. */
export class Rejections {
  readonly listed: RejectedLine[] = [];
  #count = 0;

  get count(): number {
    return this.#count;
  }

  add(rejection: RejectedLine): void {
    this.#count++;
    if (this.listed.length < MAX_LISTED_REJECTIONS) this.listed.push(rejection);
  }
}
