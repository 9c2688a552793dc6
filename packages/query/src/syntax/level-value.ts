import { LEVELS, LEVEL_RANK, parseLevelName } from "@daybook/protocol";
import type { Level } from "@daybook/protocol";
import type { FieldRef } from "../fields.ts";
import { and } from "../query.ts";
import type { Query } from "../query.ts";
import { syntaxError } from "./fault.ts";
import { reversedError } from "./number-value.ts";
import type { Bound, Range } from "./range.ts";

/** `level:ERROR`, `level:>=WARN`, `level:[INFO TO ERROR]`: names in any case, and the usual other names. */
export function levelCondition(field: FieldRef, range: Range): Query {
  const low = range.low && readLevel(range.low);
  const high = range.high && readLevel(range.high);
  if (low !== null && low === high && range.low?.inclusive && range.high?.inclusive) {
    return { kind: "level", comparison: "=", level: low };
  }
  if (low !== null && high !== null && LEVEL_RANK[low] > LEVEL_RANK[high]) throw reversedError(range);
  const sides: Query[] = [];
  if (low !== null) sides.push({ kind: "level", comparison: range.low?.inclusive ? ">=" : ">", level: low });
  if (high !== null) sides.push({ kind: "level", comparison: range.high?.inclusive ? "<=" : "<", level: high });
  return sides.length === 0 ? { kind: "present", field } : and(sides);
}

function readLevel(bound: Bound): Level {
  const level = parseLevelName(bound.text);
  if (level !== undefined) return level;
  throw syntaxError(`There is no level "${bound.text}"`, {
    position: bound.position,
    length: bound.text.length,
    hint: `Levels are ${LEVELS.join(", ")}, in any case.`,
    expected: LEVELS,
  });
}
