import { LEVELS, parseLevelName } from "@daybook/protocol";
import { usageFailure } from "./command-failure.ts";

export interface QueryFlags {
  service?: string[];
  level?: string;
  eventType?: string[];
}

/**
 * The words of the command line and its flags as one text of the search language. `--level` means this level and
 * above; several values of a flag mean any of them.
 */
export function composeQuery(words: readonly string[], flags: QueryFlags): string {
  const text = words.join(" ").trim();
  const parts: string[] = [];
  if (flags.service?.length) parts.push(anyOf("service", flags.service));
  if (flags.eventType?.length) parts.push(anyOf("event_type", flags.eventType));
  if (flags.level !== undefined) parts.push(`level:>=${checkLevel(flags.level)}`);
  if (text === "") return parts.join(" AND ");
  return parts.length === 0 ? text : `(${text}) AND ${parts.join(" AND ")}`;
}

export function checkLevel(name: string): string {
  const level = parseLevelName(name);
  if (level === undefined) throw usageFailure(`--level ${name} is not a level.`, `One of ${LEVELS.join(", ")}.`);
  return level;
}

function anyOf(field: string, values: readonly string[]): string {
  const quoted = values.map(quote);
  return quoted.length === 1 ? `${field}:${quoted[0]}` : `${field}:(${quoted.join(" OR ")})`;
}

/** A value that means only itself, whatever is in it. */
function quote(value: string): string {
  return `"${value.replaceAll(/["\\]/g, "\\$&")}"`;
}
