import { randomUUID } from "node:crypto";
import { Command } from "commander";
import { usageFailure } from "../command-failure.ts";
import { connect, withServerFlags, type ServerFlags } from "../connect.ts";
import { EXIT } from "../exit-codes.ts";
import { eventText, readFields, type EventFlags } from "../import/event-text.ts";
import { runIngest, type IngestSummary } from "../import/run-ingest.ts";
import { textLines } from "../import/line-rows.ts";
import type { Host } from "../host.ts";
import { plural } from "../pretty/quantities.ts";
import type { Run } from "../run.ts";
import { collect } from "./shared-flags.ts";
import { formatRejects } from "../import/summary-text.ts";

interface SendFlags extends ServerFlags, EventFlags {
  data?: string;
  field?: string[];
  json?: true;
}

export function addSendCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("send")
    .summary("send events")
    .description(
      "Send one event, or with no message what comes on standard input: each line that begins with `{` is an event, any other line is the message of one. Returns once all is durable.",
    )
    .argument("[message...]", "text of one event")
    .option("--level <level>", "level (default: INFO)")
    .option("--service <name>", "service (default: cli)")
    .option("--event-type <type>", "event type")
    .option("--data <json>", "object for the event's data")
    .option("--field <name=value>", "any other field, again for each; a number stays a number", collect)
    .option("--json", "the counts as JSON")
    .action((words: string[], flags: SendFlags) => send(words, flags, host, run));
  program.addCommand(withServerFlags(command, "--data-dir <dir>"));
}

async function send(words: string[], flags: SendFlags, host: Host, run: Run): Promise<void> {
  const defaults = readFields({ ...flags, service: flags.service ?? "cli" }, flags.field ?? [], flags.data);
  const client = await connect(flags, host);
  if (words.length > 0) {
    const text = eventText(words.join(" "), defaults);
    const reply = await client.ingest(text, { signal: host.interrupted });
    const [rejected] = reply.rejected;
    if (rejected !== undefined)
      throw usageFailure(`The event was rejected: ${rejected.reason}`, `Its code is ${rejected.code}.`);
    if (flags.json) host.out.write(`${JSON.stringify(reply)}\n`);
    return;
  }
  if (host.input.isTerminal) throw usageFailure("There is nothing to send.", "Give a message, or pipe lines into it.");
  // Numbered per run, so that a batch whose answer was lost can be sent again without doubling it.
  const summary = await runIngest({
    client,
    host,
    producer: `cli:${randomUUID()}`,
    rows: textLines(host.input, { plainText: "as-message" }),
    defaults,
    flushEachChunk: true,
  });
  if (summary.rejectedCount > 0) run.exitCode = EXIT.someFailed;
  report(summary, flags, host);
}

function report(summary: IngestSummary, flags: SendFlags, host: Host): void {
  const { accepted, duplicates, rejectedCount, rejected } = summary;
  if (flags.json)
    host.out.write(`${JSON.stringify({ accepted, duplicates, rejected_count: rejectedCount, rejected })}\n`);
  else if (rejectedCount > 0)
    host.err.write(`${plural(accepted, "event")} sent, ${rejectedCount} rejected\n${formatRejects(summary, host.err)}`);
}
