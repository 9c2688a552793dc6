import type { Fields } from "./fields.ts";

/**
 * Fields that go into each event of a child logger or of a `withContext` call, encoded once.
 * Immutable.
 */
export interface BoundContext {
  readonly fields: Fields;
  readonly names: ReadonlySet<string>;
  /** Top-level pairs, each with a leading comma. */
  readonly top: string;
  /** Pairs of `data`, joined by commas. */
  readonly data: string;
}

export const EMPTY_CONTEXT: BoundContext = { fields: {}, names: new Set(), top: "", data: "" };
