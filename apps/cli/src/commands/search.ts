import type { LinesReply } from "@daybook/client";
import type { SearchRequest } from "@daybook/protocol";
import { Command, Option } from "commander";
import { usageFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { PAGE_EVENTS } from "../limits.ts";
import { requireFieldKeys } from "../encrypted-fields/field-keys.ts";
import { FieldOpener } from "../encrypted-fields/open-line.ts";
import { searchFiles } from "../log-dir/search-files.ts";
import { createPrinter, CSV_FIELDS, shownLine, type PrinterFlags } from "../pretty/event-printer.ts";
import { formatCount } from "../pretty/quantities.ts";
import { composeQuery, type QueryFlags } from "../query-flags.ts";
import type { Run } from "../run.ts";
import { parseTimeFlag } from "../time-flag.ts";
import { refuseServerFlags, tellReport, withDirFlag, type DirFlags } from "./dir-flags.ts";
import { parseLimit, withQueryFlags } from "./shared-flags.ts";

interface SearchFlags extends ServerFlags, QueryFlags, DirFlags, PrinterFlags {
  limit: number;
  start?: string;
  end?: string;
  order: "asc" | "desc";
  total?: true;
  decrypt?: true;
  keyFile?: string;
}

export function addSearchCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("search")
    .summary("find events")
    .description("Find events, newest first, in the search language: `level:>=ERROR kraken timeout`.")
    .argument("[query...]", "in the search language; absent: every event")
    .option("-n, --limit <count>", "events to show; 0 only counts, `all` shows every one", parseLimit, 100)
    .option("--since, --start <time>", "from this time on: 15m, 24h, 7d, 2024-01-15, RFC 3339")
    .option("--end <time>", "before this time")
    .addOption(new Option("--order <order>", "by time").choices(["asc", "desc"]).default("desc"))
    .option("--total", "also count all that match (on standard error)")
    .option("--json", "one event a line, exactly as stored")
    .option("--csv [fields]", `comma-separated values of these fields (default: ${CSV_FIELDS})`)
    .option("--full", "also show the other fields, data and stack")
    .option("--utc", "times in UTC instead of the local zone")
    .option("--decrypt", "with --dir: open encrypted fields; keys by --key-file or DAYBOOK_FIELD_KEYS")
    .option("--key-file <file>", 'keys of encrypted fields: {"id":"base64"} or lines id:base64')
    .action((words: string[], flags: SearchFlags) => findEvents(words, flags, host, run));
  program.addCommand(withServerFlags(withDirFlag(withQueryFlags(command))));
}

async function findEvents(words: string[], flags: SearchFlags, host: Host, run: Run): Promise<void> {
  if (flags.json && flags.csv) throw usageFailure("--json and --csv cannot be had together.", "Take one of them.");
  const query = composeQuery(words, flags);
  run.query = query;
  const request: SearchRequest = { order: flags.order };
  if (query !== "") request.query = query;
  if (flags.start !== undefined) request.start_time = parseTimeFlag("--start", flags.start);
  if (flags.end !== undefined) request.end_time = parseTimeFlag("--end", flags.end);
  if (flags.dir !== undefined) return searchDirs(flags.dir, request, flags, host, run);
  if (flags.decrypt)
    throw usageFailure("--decrypt needs --dir.", "A server's events: search --json | daybook decrypt.");
  return searchServer(request, flags, host);
}

async function searchServer(request: SearchRequest, flags: SearchFlags, host: Host): Promise<void> {
  const client = await connect(flags, host);
  const call = { signal: host.interrupted };

  if (flags.limit === 0) {
    const { total } = await client.search({ ...request, limit: 0, total: "exact" }, call);
    host.out.write(flags.json ? `${JSON.stringify({ total })}\n` : `${total}\n`);
    return;
  }
  const print = createPrinter(flags, host);
  let left = flags.limit;
  let shown = 0;
  const first: SearchRequest = {
    ...request,
    limit: Math.min(left, PAGE_EVENTS),
    ...(flags.total && { total: "exact" as const }),
  };
  let page: LinesReply = await client.searchLines(first, call);
  const { total } = page;
  for (;;) {
    const lines = page.lines.slice(0, left);
    if (lines.length > 0) host.out.write(lines.map((line) => print(shownLine(line))).join(""));
    // The next page waits until this one is read.
    await host.out.drained();
    shown += lines.length;
    left -= lines.length;
    if (left <= 0 || page.next_cursor === null) break;
    page = await client.searchLines({ ...request, limit: Math.min(left, PAGE_EVENTS), cursor: page.next_cursor }, call);
  }
  tellCounts(total ?? undefined, shown, flags, host);
}

async function searchDirs(
  paths: readonly string[],
  { query, start_time, end_time }: SearchRequest,
  flags: SearchFlags,
  host: Host,
  run: Run,
): Promise<void> {
  refuseServerFlags(flags);
  const opener = flags.decrypt ? new FieldOpener(await requireFieldKeys(flags.keyFile, host)) : undefined;
  const request = {
    order: flags.order,
    ...(query !== undefined && { query }),
    ...(start_time !== undefined && { start_time }),
    ...(end_time !== undefined && { end_time }),
  };
  const counts = flags.total === true;
  const search = { paths, request, limit: flags.limit, counts, opener };
  const print = flags.limit === 0 ? undefined : createPrinter(flags, host);
  const found = await searchFiles(search, host, async (events) => {
    if (print !== undefined) host.out.write(events.map(print).join(""));
    await host.out.drained();
  });
  if (flags.limit > 0) tellCounts(found.total, found.shown, flags, host);
  else host.out.write(flags.json ? `${JSON.stringify({ total: found.total })}\n` : `${found.total}\n`);
  tellReport({ report: found.report, opener }, { asJson: flags.json === true }, host, run);
}

function tellCounts(total: number | undefined, shown: number, flags: SearchFlags, { err }: Host): void {
  if (flags.total)
    err.write(flags.json ? `${JSON.stringify({ total, shown })}\n` : `${formatCount(total ?? shown)} in total\n`);
  if (shown === 0 && !flags.json && !flags.csv) err.write(err.paint.dim("Nothing matches.\n"));
}
