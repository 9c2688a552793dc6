import { parseArgs } from "node:util";
import { MerkleError } from "@daybook/merkle";
import { SourceError } from "../http-get.ts";
import type { TextPaint } from "../report-text.ts";
import { VERDICT_CODE } from "../verdict-code.ts";
import { checkEventFile } from "./event-command.ts";
import { checkEvidenceFile } from "./evidence-command.ts";
import { checkPlace } from "./fsck-command.ts";

/** What the program touches outside of itself, besides files and the network. */
export interface VerifierIo {
  out(text: string): unknown;
  err(text: string): unknown;
  readonly wantsColours: boolean;
  readonly showsProgress: boolean;
  /** For a Daybook server that asks for one. */
  readonly accessKey: string | undefined;
}

export interface VerifierFlags {
  readonly key?: string[];
  readonly keys?: string;
  readonly head?: string[];
  readonly "save-head"?: string;
  readonly json?: boolean;
}

const HELP = `Checks Daybook's audit trail. It needs nothing of the system that wrote it.

  daybook-verify fsck DIR|URL [options]     everything: a trail's directory or address, or a log of tlog-tiles
  daybook-verify event FILE   [options]     one event, by its .tlog-proof file
  daybook-verify evidence FILE [options]    a time: evidence that \`daybook export\` made

  --key VKEY         a key that you trust: example.com/trail+0123abcd+AbC…; may be given again
  --keys DIR         event: the trail's keys/ directory, or the trail
  --head FILE        fsck: a signed head that was kept earlier; may be given again
  --save-head FILE   fsck: keep the checked head for the next time
  --json             the whole report as JSON

DAYBOOK_KEY is the access key of a server that asks for one.
Exit code: 0 sound, 1 damaged, 2 could not be checked.
`;

/** Runs one command line to its end and returns the exit code. Never rejects. */
export async function runVerifier(argv: readonly string[], io: VerifierIo): Promise<number> {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        key: { type: "string", multiple: true },
        keys: { type: "string" },
        head: { type: "string", multiple: true },
        "save-head": { type: "string" },
        json: { type: "boolean" },
        help: { type: "boolean", short: "h" },
      },
    });
    const [command, place, ...more] = positionals;
    if (values.help === true) {
      io.out(HELP);
      return 0;
    }
    const paint = paintOf(io.wantsColours);
    if (place !== undefined && more.length === 0) {
      if (command === "fsck") return await checkPlace(place, values, io, paint);
      if (command === "evidence") return await checkEvidenceFile(place, values, io, paint);
      if (command === "event") return await checkEventFile(place, values, io, paint);
    }
    io.err(HELP);
  } catch (error) {
    io.err(`daybook-verify: ${toldOf(error)}\n`);
  }
  return VERDICT_CODE.unchecked;
}

/** What went wrong outside of the trail, and what to do about it; a fault of the program with its stack. */
function toldOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof SourceError) return `${error.message}\n  next: ${NEXT[error.kind]}`;
  const isExpected = error instanceof MerkleError || "code" in error;
  return isExpected ? error.message : (error.stack ?? error.message);
}

const NEXT: Record<SourceError["kind"], string> = {
  unreachable: "look whether the address is right and the server runs, then run the same again",
  refused: "set DAYBOOK_KEY to an access key of the server",
  answer: "give the directory of a trail (it has the file checkpoint), or its address",
};

function paintOf(wantsColours: boolean): TextPaint {
  const sgr = (on: number, off: number) => (text: string) =>
    wantsColours ? `\u001b[${on}m${text}\u001b[${off}m` : text;
  return { bold: sgr(1, 22), dim: sgr(2, 22), red: sgr(31, 39), green: sgr(32, 39), yellow: sgr(33, 39) };
}
