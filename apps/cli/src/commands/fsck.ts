import { blockHashesOf, receiptChecker } from "@daybook/anchor-evm";
import { nodeHasher, nodeVerifyEd25519 } from "@daybook/audit";
import { HeadKeeper, SourceError, checkTrail, codeOfReport, reportText, trailKeysOf } from "@daybook/verify";
import type { TrailReport } from "@daybook/verify";
import { Argument, Command } from "commander";
import { startCheckProgress } from "../audit-trail/check-progress.ts";
import { orCouldNotCheck } from "../audit-trail/could-not-check.ts";
import { readHeads, saveHead } from "../audit-trail/known-heads.ts";
import { openPlace } from "../audit-trail/open-place.ts";
import type { Host } from "../host.ts";
import { plainLine } from "../pretty/plain-text.ts";
import type { Run } from "../run.ts";
import { collect } from "./shared-flags.ts";

const cryptography = { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 };

interface FsckFlags {
  key?: string[];
  head?: string[];
  saveHead?: string;
  anchorOwner?: string;
  anchorNode?: string;
  json?: true;
}

export function addFsckCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("fsck")
    .summary("check a whole audit trail")
    .description(
      "Check everything of an audit trail: every entry against its tile, every tile against the signed head, the heads of the past, the order and the gapless counts. All damage is named with its file and entry. Exit code 0: sound; 1: damaged; 2: it could not be checked.",
    )
    .addArgument(
      new Argument(
        "<place>",
        "directory of a trail or of Daybook's data; or an address: a Daybook server (its key in DAYBOOK_KEY), a trail, or another log in the format of tlog-tiles",
      ),
    )
    .option("--key <vkey>", "verifier key that you trust, as the operator publishes it; may be given again", collect)
    .option(
      "--head <file>",
      "signed head that was kept earlier: the trail must still contain it; may be given again",
      collect,
    )
    .option("--save-head <file>", "keep the checked head in this file for the next time")
    .option("--anchor-owner <address>", "address of the account that anchors this trail, as the operator publishes it")
    .option("--anchor-node <url>", "node of the chain that you trust: the receipts' blocks must be on it")
    .option("--json", "the report as JSON")
    .action(async (place: string, flags: FsckFlags) => {
      await orCouldNotCheck(host, async () => {
        const report = await check(place, flags, host);
        const isTrusted = flags.key !== undefined;
        host.out.write(flags.json ? `${JSON.stringify(report)}\n` : reportText(report, isTrusted, host.out.paint));
        run.exitCode = codeOfReport(report);
      });
    });
  program.addCommand(command);
}

async function check(place: string, flags: FsckFlags, host: Host): Promise<TrailReport> {
  const { key, head = [], saveHead: saveTo } = flags;
  // A key that is none is a mistake, not one that the trail lacks.
  trailKeysOf(key ?? [], cryptography);
  const { source, hasKeys } = await openPlace(place, host);
  if (!hasKeys && key === undefined)
    throw new SourceError("answer", `${place} publishes no keys: give the one that you trust with --key`);
  const keeper = new HeadKeeper(source);
  const knownHeads = await readHeads(head, saveTo, host);
  const progress = startCheckProgress(host);
  try {
    const report = await checkTrail(keeper, {
      ...cryptography,
      knownHeads,
      onProgress: progress.entries,
      checkReceipt: receiptChecker({
        ...(flags.anchorOwner !== undefined && { owner: flags.anchorOwner }),
        ...(flags.anchorNode !== undefined && {
          blockHashOf: blockHashesOf({ url: flags.anchorNode }, host.interrupted),
        }),
      }),
      ...(key !== undefined && { trustedKeys: key }),
      ...(!hasKeys && { isForeign: true as const }),
    });
    if (saveTo !== undefined) await keep(saveTo, keeper.checked(report), host);
    return report;
  } finally {
    progress.stop();
  }
}

async function keep(path: string, note: Uint8Array | undefined, host: Host): Promise<void> {
  if (note === undefined)
    host.err.write(`The head was not kept in ${plainLine(path)}: not all of the trail is sound.\n`);
  else await saveHead(path, note, host);
}
