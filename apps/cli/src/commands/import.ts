import { parseTimestamp } from "@daybook/protocol";
import { Command, Option } from "commander";
import { usageFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { parseMap } from "../import/column-map.ts";
import { checkDelimiter } from "../import/csv-rows.ts";
import { readFields, type EventFlags } from "../import/event-text.ts";
import {
  FORMATS,
  importFile,
  previewFile,
  type FileResult,
  type Format,
  type ImportOptions,
} from "../import/import-file.ts";
import { formatRejects } from "../import/summary-text.ts";
import { formatCount, formatDuration } from "../pretty/quantities.ts";
import type { Run } from "../run.ts";
import { collect } from "./shared-flags.ts";

interface ImportFlags extends ServerFlags, EventFlags {
  format?: Format;
  map?: string[];
  delimiter?: string;
  after?: string;
  dryRun?: true;
  json?: true;
}

const PREVIEW_EVENTS = 5;

export function addImportCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("import")
    .summary("import files of events")
    .description(
      "Import files: NDJSON (one JSON object a line), CSV with a header, plain text; what other tools wrote: freqtrade's database and back-test results, FIX message logs, hummingbot's and other tables of trades; each also as gzip. Importing the same content again adds nothing, so an import that was broken off is just started again.",
    )
    .argument("<file...>", "files")
    .addOption(new Option("--format <format>", "default: by name and content").choices(FORMATS))
    .option(
      "--map <col=field,...>",
      "CSV and tables of trades: columns to fields, `data.x` for a key of data, `col=` leaves out; may be given again",
      collect,
    )
    .option("--delimiter <char>", "CSV: default is the likeliest of , ; tab |")
    .option("--service <name>", "service of events that have none")
    .option("--level <level>", "level of events that have none")
    .option("--event-type <type>", "event type of events that have none")
    .option("--after <time>", "files of other tools: only events later than this, for a file that has grown")
    .option("--dry-run", `show the first ${PREVIEW_EVENTS} events as they would be sent, and send nothing`)
    .option("--json", "one result a file as JSON")
    .action((files: string[], flags: ImportFlags) => importFiles(files, flags, host, run));
  program.addCommand(withServerFlags(command));
}

async function importFiles(files: string[], flags: ImportFlags, host: Host, run: Run): Promise<void> {
  const options: ImportOptions = {
    format: flags.format,
    map: parseMap(flags.map ?? []),
    delimiter: flags.delimiter === undefined ? undefined : checkDelimiter(flags.delimiter),
    defaults: readFields(flags, []),
    after: flags.after === undefined ? undefined : checkAfter(flags.after),
  };
  if (files.includes("-")) throw usageFailure("Standard input cannot be imported.", "Pipe it into `daybook send`.");
  if (flags.dryRun) {
    for (const file of files) {
      for (const text of await previewFile(file, options, PREVIEW_EVENTS, host)) host.out.write(`${text}\n`);
    }
    return;
  }
  const client = await connect(flags, host);
  // A server that is not there at all is told at once; one that goes away in between is waited for.
  await client.version({ signal: host.interrupted });
  for (const file of files) {
    const result = await importFile(file, options, client, host);
    host.out.write(flags.json ? `${JSON.stringify(jsonOf(result))}\n` : formatResult(result, host));
    if (result.rejectedCount > 0 || result.warnings.length > 0) run.exitCode = EXIT.someFailed;
    if (result.stopped === "interrupted") {
      run.exitCode = host.interrupted.reason === "SIGINT" ? EXIT.interrupted : EXIT.terminated;
      return;
    }
  }
}

function checkAfter(text: string): string {
  const time = parseTimestamp(text);
  if (time === undefined)
    throw usageFailure(`--after ${text} is not a time.`, "For example 2024-01-15, 2024-01-15T10:30:00.125Z.");
  return time;
}

function formatResult(result: FileResult, { out }: Host): string {
  const { file, accepted, duplicates, rejectedCount, durationMs, lastNumber } = result;
  const rejected = `${formatCount(rejectedCount)} rejected`;
  const counts = [
    `${formatCount(accepted)} accepted`,
    duplicates > 0 ? `${formatCount(duplicates)} already there` : "",
    rejectedCount > 0 ? out.paint.red(rejected) : rejected,
  ].filter((part) => part !== "");
  const rate = formatCount(Math.round((accepted + duplicates) / Math.max(durationMs / 1_000, 0.001)));
  const lines = [`${out.paint.bold(file)}: ${counts.join(", ")} in ${formatDuration(durationMs)} (${rate} events/s)`];
  for (const warning of result.warnings) lines.push(`  ${out.paint.yellow(warning)}`);
  if (result.stopped === "interrupted")
    lines.push(`  stopped after line ${formatCount(lastNumber)}; the same command goes on: nothing is doubled`);
  if (result.stopped === "all-rejected") {
    lines.push("  stopped: none of the first lines is an event. CSV needs --format csv, plain text --format text.");
  }
  return `${lines.join("\n")}\n${formatRejects(result, out)}`;
}

function jsonOf(result: FileResult): object {
  const {
    file,
    format,
    producer,
    accepted,
    duplicates,
    rejectedCount,
    rejected,
    lastNumber,
    durationMs,
    warnings,
    stopped,
  } = result;
  return {
    file,
    format,
    producer,
    accepted,
    duplicates,
    rejected_count: rejectedCount,
    rejected,
    last_line: lastNumber,
    duration_ms: durationMs,
    warnings,
    stopped: stopped ?? null,
  };
}
