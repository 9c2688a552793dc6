import type { LinesReply } from "@daybook/client";
import { RECORD_FIELDS, type SearchRequest, type WireRecord } from "@daybook/protocol";
import { Command, Option } from "commander";
import { usageFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { PAGE_EVENTS } from "../limits.ts";
import { csvRow, fieldAt } from "../pretty/csv-row.ts";
import { formatEvent } from "../pretty/event-text.ts";
import { formatCount } from "../pretty/quantities.ts";
import { composeQuery, type QueryFlags } from "../query-flags.ts";
import type { Run } from "../run.ts";
import { parseTimeFlag } from "../time-flag.ts";
import { parseLimit, withQueryFlags } from "./shared-flags.ts";

interface SearchFlags extends ServerFlags, QueryFlags {
  limit: number;
  start?: string;
  end?: string;
  order: "asc" | "desc";
  total?: true;
  json?: true;
  csv?: string | true;
  full?: true;
  utc?: true;
}

const CSV_FIELDS =
  "timestamp,level,service,event_type,message,symbol,side,quantity,price,pnl,fees,strategy,order_id,trade_id,id";

export function addSearchCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("search")
    .summary("find events")
    .description("Find events, newest first, in the search language: `level:>=ERROR kraken timeout`.")
    .argument("[query...]", "in the search language; absent: every event")
    .option("-n, --limit <count>", "events to show; 0 only counts, `all` shows every one", parseLimit, 100)
    .option("--start <time>", "from this time on: 15m, 24h, 7d, 2024-01-15, RFC 3339")
    .option("--end <time>", "before this time")
    .addOption(new Option("--order <order>", "by time").choices(["asc", "desc"]).default("desc"))
    .option("--total", "also count all that match (on standard error)")
    .option("--json", "one event a line, exactly as stored")
    .option("--csv [fields]", `comma-separated values of these fields (default: ${CSV_FIELDS})`)
    .option("--full", "also show the other fields, data and stack")
    .option("--utc", "times in UTC instead of the local zone")
    .action((words: string[], flags: SearchFlags) => search(words, flags, host, run));
  program.addCommand(withServerFlags(withQueryFlags(command)));
}

async function search(words: string[], flags: SearchFlags, host: Host, run: Run): Promise<void> {
  if (flags.json && flags.csv) throw usageFailure("--json and --csv cannot be had together.", "Take one of them.");
  const query = composeQuery(words, flags);
  run.query = query;
  const request: SearchRequest = { order: flags.order };
  if (query !== "") request.query = query;
  if (flags.start !== undefined) request.start_time = parseTimeFlag("--start", flags.start);
  if (flags.end !== undefined) request.end_time = parseTimeFlag("--end", flags.end);
  const client = await connect(flags, host);
  const call = { signal: host.interrupted };

  if (flags.limit === 0) {
    const { total } = await client.search({ ...request, limit: 0, total: "exact" }, call);
    host.out.write(flags.json ? `${JSON.stringify({ total })}\n` : `${total}\n`);
    return;
  }
  const print = printerOf(flags, host);
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
    if (lines.length > 0) host.out.write(lines.map(print).join(""));
    // The next page waits until this one is read.
    await host.out.drained();
    shown += lines.length;
    left -= lines.length;
    if (left <= 0 || page.next_cursor === null) break;
    page = await client.searchLines({ ...request, limit: Math.min(left, PAGE_EVENTS), cursor: page.next_cursor }, call);
  }
  if (flags.total)
    host.err.write(flags.json ? `${JSON.stringify({ total, shown })}\n` : `${formatCount(total ?? shown)} in total\n`);
  if (shown === 0 && !flags.json && !flags.csv) host.err.write(host.err.paint.dim("Nothing matches.\n"));
}

function printerOf(flags: SearchFlags, host: Host): (line: string) => string {
  if (flags.json) return (line) => `${line}\n`;
  if (flags.csv) {
    const fields = (flags.csv === true ? CSV_FIELDS : flags.csv).split(",").map((name) => name.trim());
    const wrong = fields.find((name) => !(name in RECORD_FIELDS) && !name.startsWith("data"));
    if (wrong !== undefined) {
      throw usageFailure(
        `--csv: ${wrong} is not a field.`,
        `Fields of data are written data.NAME; others: ${Object.keys(RECORD_FIELDS).join(", ")}.`,
      );
    }
    host.out.write(csvRow(fields));
    return (line) => {
      const event: unknown = JSON.parse(line);
      return csvRow(fields.map((name) => fieldAt(event, name)));
    };
  }
  const options = {
    paint: host.out.paint,
    day: true,
    ...(flags.utc && { utc: true }),
    ...(flags.full && { full: true }),
  };
  return (line) => formatEvent(JSON.parse(line) as WireRecord, options);
}
