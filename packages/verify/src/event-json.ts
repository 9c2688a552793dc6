import type { EventCheck } from "./event-proof.ts";
import type { TrailKey } from "./trail-keys.ts";

/** The check of one event as it is told to programs. */
export function eventJson({ ok, problems, index, head, leaf, record }: EventCheck, keys: readonly TrailKey[]): object {
  return {
    ok,
    problems,
    index: index ?? null,
    size: head?.size ?? null,
    origin: head?.origin ?? null,
    record,
    leaf: leaf ?? null,
    keys: keys.map(({ vkey }) => vkey),
  };
}
