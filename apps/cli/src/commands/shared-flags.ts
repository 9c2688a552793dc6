import { LEVELS } from "@daybook/protocol";
import type { Command } from "commander";
import { usageFailure } from "../command-failure.ts";

/** `--service a --service b` and `--service a,b` */
export function collectNames(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), ...value.split(",").filter((part) => part !== "")];
}

/** An option that may be given again, each value as it is. */
export function collect(value: string, before: string[] | undefined): string[] {
  return [...(before ?? []), value];
}

/** Adds `--service`, `--event-type` and `--level` as conditions of a query. */
export function withQueryFlags(command: Command): Command {
  return command
    .option("--service <names>", "only of these services (comma-separated)", collectNames)
    .option("--event-type <types>", "only of these event types (comma-separated)", collectNames)
    .option("--level <level>", `this level and above: ${LEVELS.join(", ")}`);
}

/** A count, or `all`. */
export function parseLimit(text: string): number {
  if (text === "all") return Infinity;
  return parseCount(text);
}

export function parseCount(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw usageFailure(`${text} is not a count.`, "Give a whole number, for example 100.");
  return Number(text);
}
