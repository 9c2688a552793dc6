import { mkdirSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Cron } from "croner";
import { replaceFile } from "../access/durable-file.ts";

/** What is made by itself, and when. */
export interface ScheduleSettings {
  /** `daily`, `hourly`. */
  readonly kinds: readonly ScheduleKind[];
  /** `HH:MM` at which a day ends in the zone. */
  readonly close: string;
  readonly timeZone: string;
}

export const SCHEDULE_KINDS = ["daily", "hourly"] as const;
export type ScheduleKind = (typeof SCHEDULE_KINDS)[number];

export interface ScheduledReport {
  readonly name: string;
  readonly text: string;
}

export interface ScheduleOptions extends ScheduleSettings {
  /** Directory of the reports. */
  readonly dir: string;
  /** Makes the report of the day or hour that ended at `nowMs`: names with their texts. */
  readonly make: (kind: ScheduleKind, nowMs: number) => Promise<readonly ScheduledReport[]>;
  readonly nowMs: () => number;
  readonly onFault: (error: unknown) => void;
}

/** Files that are kept of a kind; the oldest go. */
const KEPT: Readonly<Record<ScheduleKind, number>> = { daily: 800, hourly: 1_500 };
/** Behind the moment itself: what was logged in the last second is stored by then. */
const DELAY_SECONDS = 10;

/** Starts what is to be made at each close and each hour; returns the way to end it. */
export function startSchedule(options: ScheduleOptions): () => void {
  const { kinds, close, timeZone, onFault } = options;
  const [hour, minute] = close.split(":");
  const patterns: Readonly<Record<ScheduleKind, string>> = {
    daily: `${DELAY_SECONDS} ${Number(minute)} ${Number(hour)} * * *`,
    hourly: `${DELAY_SECONDS} 0 * * * *`,
  };
  const jobs = kinds.map(
    (kind) =>
      new Cron(patterns[kind], { timezone: timeZone, protect: true, unref: true, catch: onFault }, () =>
        runSchedule(kind, options),
      ),
  );
  return () => {
    for (const job of jobs) job.stop();
  };
}

/** Makes the reports of a kind now and writes them; a file is whole or not there. */
export async function runSchedule(kind: ScheduleKind, { dir, make, nowMs }: ScheduleOptions): Promise<void> {
  const reports = await make(kind, nowMs());
  mkdirSync(dir, { recursive: true, mode: 0o700 });
  for (const { name, text } of reports) replaceFile(join(dir, name), text);
  const names = readdirSync(dir)
    .filter((name) => name.startsWith(`${kind}-`))
    .sort();
  for (const name of names.slice(0, Math.max(0, names.length - KEPT[kind]))) rmSync(join(dir, name), { force: true });
}
