import { createWriteStream } from "node:fs";
import { rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { Command, Option } from "commander";
import { checkEvidenceFile } from "../audit-trail/check-evidence.ts";
import { orCouldNotCheck } from "../audit-trail/could-not-check.ts";
import { CommandFailure, usageFailure } from "../command-failure.ts";
import { connect, findTarget } from "../connect.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { plainLine } from "../pretty/plain-text.ts";
import type { Run } from "../run.ts";
import { parseTimeFlag } from "../time-flag.ts";
import { refuseServerFlags, withDirFlag, type DirFlags } from "./dir-flags.ts";
import { collect } from "./shared-flags.ts";

interface ExportFlags extends DirFlags {
  evidence?: string;
  out?: string;
  type?: string[];
  from?: string;
  to: string;
  query: string;
  key?: string[];
  url?: string;
  dataDir?: string;
  json?: true;
}

export function addExportCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("export")
    .summary("write events to a file; get evidence of a time, to be checked offline")
    .description(
      "Write the events of a query, oldest first, to a file (--out), whose ending says the format: .ndjson (the exact lines), .csv or .parquet; with --dir out of log files, without a server. Or get a file (--evidence) that proves which audited events were collected in a time, that none is missing, and the exact bytes of those that the query asks for; then check it. `daybook verify FILE` checks it anywhere, without a server. The server's key is taken from DAYBOOK_KEY or the data directory. Exit codes as of `daybook verify`.",
    )
    .addOption(new Option("--out <file>", "write events to it: .ndjson, .csv or .parquet").conflicts("evidence"))
    .option("--evidence <file>", "write evidence to it")
    .option("--type <event_type>", "with --out: only events of this type; may be given again", collect)
    .option("--from <time>", "from this time on (with --evidence: of collection): 1h, 2026-01-05, 2026-01-05T09:30:00Z")
    .option("--to <time>", "before this time", "now")
    .option("--query <text>", "give the records of these events only; of all others the entry alone", "")
    .option("--key <vkey>", "verifier key that you trust, as the operator publishes it; may be given again", collect)
    .option("--json", "what was checked as JSON")
    .option("--url <url>", "address of the server (DAYBOOK_URL; default: the local server of the data directory)")
    .option(
      "--data, --data-dir <dir>",
      "data directory of the local server (DAYBOOK_DATA_DIR; default: ./daybook-data)",
    )
    .action(async (flags: ExportFlags) => {
      if (flags.out !== undefined) return writeEvents(flags.out, flags, host, run);
      if (flags.evidence === undefined) {
        throw usageFailure("Nothing says what to export.", "--out FILE writes events, --evidence FILE gets evidence.");
      }
      if (flags.from === undefined)
        throw usageFailure("--evidence needs --from.", "For example --from 1h, or --from 2026-01-05.");
      if (flags.dir !== undefined) throw usageFailure("--dir goes with --out.", "Evidence is made by a server.");
      const [from, to] = [parseTimeFlag("--from", flags.from), parseTimeFlag("--to", flags.to)];
      const { evidence } = flags;
      if (evidence === "") throw usageFailure("--evidence has no file.", "Give the file that it is to be written to.");
      const file = resolve(host.cwd, evidence);
      await orCouldNotCheck(host, async () => {
        await download(file, { from, to, query: flags.query }, flags, host);
        run.exitCode = await checkEvidenceFile(file, flags, host);
        if (!flags.json) host.err.write(`Written to ${plainLine(evidence)}.\n`);
      });
    });
  program.addCommand(withDirFlag(command));
}

async function writeEvents(out: string, flags: ExportFlags, host: Host, run: Run): Promise<void> {
  const { exportEvents } = await import("../report/export-events.ts");
  const types =
    flags.type === undefined ? "" : `event_type:(${flags.type.map((type) => JSON.stringify(type)).join(" OR ")})`;
  const query = [flags.query === "" ? "" : `(${flags.query})`, types].filter((part) => part !== "").join(" AND ");
  run.query = query;
  const request = {
    ...(query !== "" && { query }),
    ...(flags.from !== undefined && { start_time: parseTimeFlag("--from", flags.from) }),
    end_time: parseTimeFlag("--to", flags.to),
  };
  const server = {
    ...(flags.url !== undefined && { url: flags.url }),
    ...(flags.dataDir !== undefined && { dataDir: flags.dataDir }),
  };
  if (flags.dir !== undefined) refuseServerFlags(server);
  await exportEvents({ out, request, dirs: flags.dir }, server, host, run);
}

/** Whole under its name, or not at all. */
async function download(
  file: string,
  asked: Record<"from" | "to" | "query", string>,
  { url: givenUrl, dataDir }: ExportFlags,
  host: Host,
): Promise<void> {
  const server = { ...(givenUrl !== undefined && { url: givenUrl }), ...(dataDir !== undefined && { dataDir }) };
  // Says in the usual words when there is no server, or none that knows the key.
  await (await connect(server, host)).version();
  const { url, key } = await findTarget(server, host);
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const address = `${url}/audit/evidence?${new URLSearchParams(asked).toString()}`;
  const response = await fetch(address, { headers, signal: host.interrupted });
  if (!response.ok || response.body === null) {
    const problem = (await response.json().catch(() => ({}))) as { detail?: string; title?: string; hint?: string };
    const reason = problem.detail ?? problem.title ?? `status ${response.status}`;
    throw new CommandFailure(
      EXIT.unchecked,
      `The server gives no evidence: ${plainLine(reason)}`,
      problem.hint ?? "Look at the server's log.",
    );
  }
  const part = `${file}.part`;
  try {
    await pipeline(Readable.fromWeb(response.body), createWriteStream(part, { mode: 0o600 }), {
      signal: host.interrupted,
    });
    await rename(part, file);
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
}
