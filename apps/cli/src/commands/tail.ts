import type { DaybookClient, StreamOptions } from "@daybook/client";
import type { SearchRequest, WireRecord } from "@daybook/protocol";
import { Command } from "commander";
import { usageFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import type { Host } from "../host.ts";
import { MAX_WAITING_OUTPUT_BYTES, PAGE_EVENTS } from "../limits.ts";
import { formatEvent } from "../pretty/event-text.ts";
import { formatDuration, plural } from "../pretty/quantities.ts";
import { composeQuery, type QueryFlags } from "../query-flags.ts";
import type { Run } from "../run.ts";
import { parseTimeFlag } from "../time-flag.ts";
import { parseCount, withQueryFlags } from "./shared-flags.ts";

interface TailFlags extends ServerFlags, QueryFlags {
  lines: number;
  since?: string;
  json?: true;
  full?: true;
  utc?: true;
}

export function addTailCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("tail")
    .summary("watch events as they arrive")
    .description(
      "Show the newest events, then every new one as it arrives. Goes on by itself after the server was away.",
    )
    .argument("[query...]", "in the search language; absent: every event")
    .option("-n, --lines <count>", "events to show first", parseCount, 10)
    .option("--since <time>", "show everything from this time on first: 15m, 24h, RFC 3339")
    .option("--json", "one event a line as JSON")
    .option("--full", "also show the other fields, data and stack")
    .option("--utc", "times in UTC instead of the local zone")
    .action((words: string[], flags: TailFlags) => tail(words, flags, host, run));
  program.addCommand(withServerFlags(withQueryFlags(command)));
}

async function tail(words: string[], flags: TailFlags, host: Host, run: Run): Promise<void> {
  const query = composeQuery(words, flags);
  run.query = query;
  const since = flags.since === undefined ? undefined : parseTimeFlag("--since", flags.since);
  const client = await connect(flags, host);
  const options = { paint: host.out.paint, ...(flags.utc && { utc: true }), ...(flags.full && { full: true }) };
  const print = flags.json
    ? (event: WireRecord): string => `${JSON.stringify(event)}\n`
    : (event: WireRecord): string => formatEvent(event, options);
  const show = (events: readonly WireRecord[]): void => host.out.write(events.map(print).join(""));
  let leftOut = 0;
  const showLive = (events: readonly WireRecord[]): void => {
    if (host.out.waitingBytes > MAX_WAITING_OUTPUT_BYTES) {
      leftOut += events.length;
      return;
    }
    if (leftOut > 0) tellLeftOut(leftOut, host);
    leftOut = 0;
    show(events);
  };
  const afterSeq = await showPast(client, { query, since, count: flags.lines }, show, host);
  await follow(client, { query, afterSeq, onEvents: showLive }, host);
}

/** What was there already, oldest first. Returns the number behind which the live stream goes on without a gap. */
async function showPast(
  client: DaybookClient,
  past: { query: string; since: string | undefined; count: number },
  show: (events: readonly WireRecord[]) => void,
  { out, interrupted: signal }: Pick<Host, "out" | "interrupted">,
): Promise<number> {
  const filter: SearchRequest = past.query === "" ? {} : { query: past.query };
  if (past.since === undefined) {
    if (past.count > PAGE_EVENTS) throw usageFailure(`-n can be ${PAGE_EVENTS} at most.`, "Use --since for more.");
    const { events, as_of_seq } = await client.search({ ...filter, limit: past.count }, { signal });
    show(events.toReversed());
    return as_of_seq;
  }
  // Pages are of different moments: what the first one knew is the number from which on nothing was seen.
  let asOf: number | undefined;
  const request: SearchRequest = { ...filter, start_time: past.since, order: "asc", limit: PAGE_EVENTS };
  for await (const page of client.searchPages(request, { signal })) {
    asOf ??= page.as_of_seq;
    const known = asOf;
    show(page.events.filter((event) => event.seq <= known));
    // The next page waits until this one is read.
    await out.drained();
  }
  return asOf ?? 0;
}

/** Runs until the stream fails for good or the user has seen enough, which is no failure. */
async function follow(
  client: DaybookClient,
  { onEvents, afterSeq, query }: Pick<StreamOptions, "onEvents"> & { afterSeq: number; query: string },
  host: Host,
): Promise<void> {
  const { err, interrupted } = host;
  await new Promise<void>((resolve, reject) => {
    let away = false;
    const stream = client.stream({
      query,
      afterSeq,
      onEvents,
      onDropped: (count) => tellLeftOut(count, host),
      onError: (error) => {
        if (stream.state === "failed") reject(error);
        else if (!away) err.write(err.paint.dim(`… ${error.detail}\n`));
      },
      onState: (state, { retryInMs, attempt }) => {
        if (state === "waiting" && err.isTerminal && retryInMs !== undefined) {
          err.write(err.paint.dim(`… trying again in ${formatDuration(retryInMs)} (${attempt})\n`));
        }
        if (state === "open" && away) err.write(err.paint.dim("… connected again, nothing was missed\n"));
        if (state !== "connecting") away = state === "waiting";
      },
    });
    const stop = (): void => {
      stream.close();
      resolve();
    };
    if (interrupted.aborted) stop();
    else interrupted.addEventListener("abort", stop, { once: true });
  });
}

function tellLeftOut(count: number, { err }: Pick<Host, "err">): void {
  err.write(err.paint.yellow(`… ${plural(count, "event")} left out: this reader was too slow\n`));
}
