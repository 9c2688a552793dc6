import { MerkleError } from "./errors.ts";
import type { NodeId } from "./proof.ts";
import { requireSafe } from "./safe-integer.ts";

/**
 * The largest perfect subtrees that make up the leaves [`start`, `end`), from left to right: those with which a `CompactRange` of size
 * `start` grows to `end`, one `appendPerfect` each. Fewer than 108.
 *
 * @throws MerkleError unless 0 ≤ `start` ≤ `end` < 2⁵³.
 */
export function perfectNodes(start: number, end: number): NodeId[] {
  requireSafe("a tree size", start);
  requireSafe("a tree size", end);
  if (start > end) throw new MerkleError(`a tree of ${start} cannot grow to ${end}`);
  const nodes: NodeId[] = [];
  for (let from = start; from < end;) {
    let level = 0;
    let leaves = 1;
    while (from % (2 * leaves) === 0 && from + 2 * leaves <= end) {
      leaves *= 2;
      level++;
    }
    nodes.push({ level, index: from / leaves });
    from += leaves;
  }
  return nodes;
}
