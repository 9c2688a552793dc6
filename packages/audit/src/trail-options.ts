import type { TrailFs } from "./trail-fs.ts";

export interface TrailOptions {
  /** What may be copied to anybody. */
  readonly dir: string;
  /** The writer's own files. */
  readonly stateDir: string;
  /** Private keys. */
  readonly keysDir: string;
  /** Files of `dir`. */
  readonly publicFs: TrailFs;
  /** Files of the others. */
  readonly privateFs: TrailFs;
  /** Name of a trail that is made now. */
  readonly origin: string;
  /** 32 bytes that wrap the keys of subjects. */
  readonly masterKey: Uint8Array;
  readonly excluded: readonly string[];
  readonly nowMs: () => number;
}

/** A signed head of the trail. */
export interface TrailHead {
  readonly size: number;
  readonly root: Uint8Array;
  /** Everything up to this number of the journal is in it. */
  readonly seq: number;
  /** The signed note; `""` before the first. */
  readonly checkpoint: string;
}
