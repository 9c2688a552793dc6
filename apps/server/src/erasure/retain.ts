import { RETENTION_DAYS } from "@daybook/protocol";
import type { RetentionClass } from "@daybook/protocol";
import type { ErasableClass } from "../store/erase.ts";

const DAY_MS = 86_400_000;

/** Days for which events of a class may not be erased, by law or contract. Classes that are not named may be at any time. */
export type RetainAtLeast = Partial<Record<RetentionClass, number>>;

/**
 * `trade=1825,error=365`
 *
 * @throws TypeError that says what is wrong.
 */
export function parseRetainAtLeast(text: string): RetainAtLeast {
  const days: RetainAtLeast = {};
  for (const part of text.split(",").map((piece) => piece.trim())) {
    if (part === "") continue;
    const [, name, count] = /^([a-z]+)\s*=\s*(\d{1,5})$/.exec(part) ?? [];
    if (name === undefined || !Object.hasOwn(RETENTION_DAYS, name)) {
      const known = Object.keys(RETENTION_DAYS).join(", ");
      throw new TypeError(`${JSON.stringify(part)} is no class and days, such as trade=1825; classes: ${known}`);
    }
    days[name as RetentionClass] = Number(count);
  }
  return days;
}

/** Why these events may not go yet, for people; undefined when all may. */
export function keptByTime(
  classes: readonly ErasableClass[],
  retain: RetainAtLeast,
  nowMs: number,
): string | undefined {
  const kept = classes.flatMap(({ retention_class, events, newest }) => {
    const days = retain[retention_class as RetentionClass] ?? 0;
    const until = Date.parse(newest) + days * DAY_MS;
    return until > nowMs ? [{ retention_class, events, days, until }] : [];
  });
  if (kept.length === 0) return undefined;
  const what = kept.map(
    ({ retention_class, events, days, until }) =>
      `${events} events of class ${retention_class} must be kept for ${days} days, the newest until ${new Date(until).toISOString().slice(0, 10)}`,
  );
  return `\`retain_at_least\`: ${what.join("; ")}`;
}
