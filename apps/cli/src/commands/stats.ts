import { LEVELS, type CountedValue, type StatsReply } from "@daybook/protocol";
import { Command, Option } from "commander";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host, Output } from "../host.ts";
import { paintLevel } from "../pretty/event-text.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { statsOfFiles, type FileStats } from "../log-dir/stats-of-files.ts";
import { formatCount, plural } from "../pretty/quantities.ts";
import { sparkline } from "../pretty/table.ts";
import type { Run } from "../run.ts";
import { refuseServerFlags, tellReport, withDirFlag, type DirFlags } from "./dir-flags.ts";

interface StatsFlags extends ServerFlags, DirFlags {
  range: StatsReply["range"];
  json?: true;
}

const SHOWN_VALUES = 10;
const BAR_WIDTH = 30;

export function addStatsCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("stats")
    .summary("counts and the error trend")
    .description("Counts by level, service and event type, and the trend of errors.")
    .addOption(new Option("--range <range>", "how far back").choices(["1h", "24h", "7d"]).default("24h"))
    .option("--json", "the server's answer as JSON")
    .action(async (flags: StatsFlags) => {
      if (flags.dir !== undefined) return statsOfDirs(flags.dir, flags, host, run);
      const client = await connect(flags, host);
      const reply = await client.stats(flags.range, { signal: host.interrupted });
      host.out.write(flags.json ? `${JSON.stringify(reply)}\n` : formatStats(reply, host.out));
    });
  program.addCommand(withServerFlags(withDirFlag(command)));
}

async function statsOfDirs(paths: readonly string[], flags: StatsFlags, host: Host, run: Run): Promise<void> {
  refuseServerFlags(flags);
  const { stats, report } = await statsOfFiles(paths, flags.range, host);
  host.out.write(flags.json ? `${JSON.stringify(stats)}\n` : formatStats(stats, host.out));
  tellReport({ report }, { asJson: flags.json === true }, host, run);
}

export function formatStats(reply: FileStats, { paint }: Pick<Output, "paint">): string {
  const { total, errors, previous } = reply;
  const errorText = plural(errors, "error");
  const lines = [
    `${paint.bold(`Last ${reply.range}`)}: ${plural(total, "event")}${changeOf(total, previous.total)}, ` +
      `${errors > 0 ? paint.red(errorText) : errorText}${changeOf(errors, previous.errors)}`,
  ];
  const counts = LEVELS.toReversed().flatMap((level) => {
    const count = reply.by_level[level];
    return count === undefined || count === 0 ? [] : [{ level, count }];
  });
  const top = Math.max(...counts.map(({ count }) => count), 1);
  if (counts.length > 0) lines.push("");
  for (const { level, count } of counts) {
    const bar = "█".repeat(Math.max(1, Math.round((count / top) * BAR_WIDTH)));
    lines.push(`  ${level.padEnd(15)} ${formatCount(count).padStart(12)}  ${paintLevel(level, paint)(bar)}`);
  }
  lines.push(...formatValues("Services", reply.by_service), ...formatValues("Event types", reply.by_event_type));
  if (reply.error_trend.length > 0) {
    lines.push("", "Errors over time", `  ${paint.red(sparkline(reply.error_trend.map((step) => step.errors)))}`);
    lines.push(paint.dim(`  ${reply.start_time.slice(0, 16)} … ${reply.end_time.slice(0, 16)} UTC`));
  }
  return `${lines.join("\n")}\n`;

  function formatValues(title: string, values: readonly CountedValue[]): string[] {
    if (values.length === 0) return [];
    const shown = values.slice(0, SHOWN_VALUES);
    const width = Math.min(40, Math.max(...shown.map(({ value }) => value.length)));
    const rows = shown.map(
      ({ value, count }) => `  ${plainLine(value).padEnd(width)} ${formatCount(count).padStart(12)}`,
    );
    const more = values.length > shown.length ? [paint.dim(`  … ${values.length - shown.length} more`)] : [];
    return ["", title, ...rows, ...more];
  }
}

/** ` (+12 %)` against the range before; nothing when there was none. */
function changeOf(now: number, before: number): string {
  if (before === 0) return "";
  const percent = Math.round(((now - before) / before) * 100);
  return ` (${percent >= 0 ? "+" : ""}${formatCount(percent)} %)`;
}
