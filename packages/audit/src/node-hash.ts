import { hash } from "node:crypto";
import { createTreeHasher } from "@daybook/merkle";
import type { Sha256Into, TreeHasher } from "@daybook/merkle";

/** `latin1Write` is Buffer's own and takes any view; @types/node does not list it. */
const latin1Write = Reflect.get(Buffer.prototype, "latin1Write") as (
  this: Uint8Array,
  text: string,
  at: number,
) => number;

/** SHA-256 as one call that allocates no buffer: three times as fast as `createHash` for entries of some hundred bytes. */
export const sha256Into: Sha256Into = (data, target, at) => {
  latin1Write.call(target, hash("sha256", data, "binary"), at);
};

/** The hasher of this thread. */
export const nodeHasher: TreeHasher = createTreeHasher(sha256Into);
