import { Command } from "commander";
import { usageFailure } from "../command-failure.ts";
import { requireFieldKeys } from "../encrypted-fields/field-keys.ts";
import { FieldOpener, formatClosed } from "../encrypted-fields/open-line.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { LineCutter, type ByteLine } from "@daybook/importers";
import { MAX_DECRYPTED_LINE_BYTES } from "../limits.ts";
import type { Run } from "../run.ts";

const MARK = Buffer.from("$encrypted");

export function addDecryptCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("decrypt")
    .summary("open encrypted fields")
    .description(
      "Read lines from standard input and write them with their encrypted fields opened; all other text stays as it is. A field whose key is not at hand, or that was changed, stays as it is and is named on standard error; the exit code is then 1.",
    )
    .option("--key-file <file>", '{"id":"base64"} or lines id:base64 (default: the variable DAYBOOK_FIELD_KEYS)')
    .option("--json", "what stayed closed as JSON")
    .action(async (flags: { keyFile?: string; json?: true }) => {
      const opener = new FieldOpener(await requireFieldKeys(flags.keyFile, host));
      await decryptInput(opener, host);
      if (opener.closedCount === 0) return;
      run.exitCode = EXIT.someFailed;
      const { closed, closedCount } = opener;
      const told = flags.json ? `${JSON.stringify({ closed_count: closedCount, closed })}\n` : formatClosed(opener);
      host.err.write(told);
    });
  program.addCommand(command);
}

async function decryptInput(opener: FieldOpener, { input, out, interrupted }: Host): Promise<void> {
  if (input.isTerminal) throw usageFailure("There is nothing to read.", "daybook decrypt --key-file keys < audit.log");
  const cutter = new LineCutter(MAX_DECRYPTED_LINE_BYTES);
  for await (const chunk of input) {
    interrupted.throwIfAborted();
    await write(cutter.push(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.length)));
  }
  await write(cutter.finish());

  async function write(lines: readonly ByteLine[]): Promise<void> {
    out.write(lines.map((line) => openLine(line, opener)).join(""));
    await out.drained();
  }
}

function openLine({ number, bytes, lengthBytes, isEnded }: ByteLine, opener: FieldOpener): string {
  if (bytes === undefined)
    throw usageFailure(
      `line ${number} has ${lengthBytes} bytes: that is no event.`,
      `At most ${MAX_DECRYPTED_LINE_BYTES} are taken.`,
    );
  const text = bytes.toString("utf8");
  const opened = bytes.includes(MARK) ? opener.open(text, `line ${number}`) : undefined;
  return `${opened?.text ?? text}${isEnded ? "\n" : ""}`;
}
