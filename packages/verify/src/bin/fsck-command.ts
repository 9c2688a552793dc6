import { readFile, rename, writeFile } from "node:fs/promises";
import { setTimeout as sleep } from "node:timers/promises";
import { checkTrail } from "../check-trail.ts";
import { SourceError } from "../http-get.ts";
import { openHttpTrail } from "../http-trail.ts";
import type { TextPaint } from "../report-text.ts";
import { reportText } from "../report-text.ts";
import { HeadKeeper } from "../saved-head.ts";
import { trailKeysOf } from "../trusted-keys.ts";
import type { TrailSource } from "../source.ts";
import { codeOfReport } from "../verdict-code.ts";
import { directorySource, findTrailDir } from "./directory-source.ts";
import { nodeCryptography } from "./node-cryptography.ts";
import type { VerifierFlags, VerifierIo } from "./run-verifier.ts";

/** Checks a whole trail. @returns the exit code. */
export async function checkPlace(
  place: string,
  flags: VerifierFlags,
  io: VerifierIo,
  paint: TextPaint,
): Promise<number> {
  const { source, hasKeys } = await openPlace(place, io);
  const trustedKeys = flags.key ?? [];
  // A key that is none is a mistake, not one that the trail lacks.
  trailKeysOf(trustedKeys, nodeCryptography);
  if (!hasKeys && trustedKeys.length === 0)
    throw new SourceError("answer", `${place} publishes no keys: give the one that you trust with --key`);
  const keeper = new HeadKeeper(source);
  const saveTo = flags["save-head"];
  const knownHeads = await readHeads(flags.head ?? [], saveTo);
  const report = await checkTrail(keeper, {
    ...nodeCryptography,
    knownHeads,
    ...(trustedKeys.length > 0 && { trustedKeys }),
    ...(hasKeys ? {} : { isForeign: true }),
    ...(io.showsProgress && { onProgress: (entries, size) => io.err(`\r${entries} of ${size} `) }),
  });
  if (io.showsProgress) io.err("\r\u001b[K");
  io.out(flags.json === true ? `${JSON.stringify(report)}\n` : reportText(report, trustedKeys.length > 0, paint));
  const head = saveTo === undefined ? undefined : keeper.checked(report);
  if (saveTo !== undefined && head !== undefined) {
    await writeFile(`${saveTo}.new`, head);
    await rename(`${saveTo}.new`, saveTo);
  }
  return codeOfReport(report);
}

async function openPlace(place: string, io: VerifierIo): Promise<{ source: TrailSource; hasKeys: boolean }> {
  if (!/^https?:\/\//.test(place)) return { source: directorySource(await findTrailDir(place)), hasKeys: true };
  return openHttpTrail(place, io.accessKey, { sleep: (delayMs) => sleep(delayMs) });
}

/** The first time the file that the head is to be kept in is not there yet. */
async function readHeads(
  paths: readonly string[],
  saveTo: string | undefined,
): Promise<{ name: string; note: Uint8Array }[]> {
  const heads: { name: string; note: Uint8Array }[] = [];
  for (const path of paths) {
    try {
      heads.push({ name: path, note: await readFile(path) });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "ENOENT" || path !== saveTo) throw error;
    }
  }
  return heads;
}
