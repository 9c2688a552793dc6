import type { FieldRef } from "../fields.ts";
import type { Term } from "../query.ts";
import type { TimeColumn } from "../terms/time.ts";
import { formatInstant, parsePeriod } from "../time/period.ts";
import type { Period } from "../time/period.ts";
import { syntaxError } from "./fault.ts";
import { reversedError } from "./number-value.ts";
import type { Bound, Range } from "./range.ts";

/**
 * A date stands for all of its day, a minute for all of its seconds: `timestamp:2024-01-15` is the day,
 * `:>2024-01-15` begins after it and `:<=2024-01-15` ends with it.
 */
export function timeCondition(nowMs: number, field: FieldRef, range: Range): Term {
  const low = range.low && { ...range.low, ...readPeriod(range.low, nowMs) };
  const high = range.high && { ...range.high, ...readPeriod(range.high, nowMs) };
  if (!low && !high) return { kind: "present", field };
  const from = low && (low.inclusive ? low.start : low.end);
  const before = high && (high.inclusive ? high.end : high.start);
  if (low && high && low.start > high.start) throw reversedError(range);
  return {
    kind: "time",
    field: (field as { name: TimeColumn }).name,
    from: from === null ? null : formatInstant(from),
    before: before === null ? null : formatInstant(before),
  };
}

function readPeriod(bound: Bound, nowMs: number): Period {
  const period = parsePeriod(bound.text, nowMs);
  if (period) return period;
  throw syntaxError(`"${bound.text}" is no time`, {
    position: bound.position,
    length: bound.text.length,
    hint: "Write 2024-01-15, 2024-01-15T10:30:45.123Z (UTC unless an offset is given), now, or now-15m with a unit of s m h d w.",
  });
}
