import { readFile } from "node:fs/promises";
import { MerkleError } from "@daybook/merkle";
import { eventJson } from "../event-json.ts";
import { keysOfEvent, keysOnly } from "../event-keys.ts";
import type { EventProof } from "../event-proof.ts";
import { checkEvent, parseEventProof } from "../event-proof.ts";
import type { TextPaint } from "../report-text.ts";
import { eventText } from "../report-text.ts";
import type { TrailSource } from "../source.ts";
import { codeOfEvent } from "../verdict-code.ts";
import { directorySource, trailDirIn } from "./directory-source.ts";
import { nodeCryptography } from "./node-cryptography.ts";
import type { VerifierFlags, VerifierIo } from "./run-verifier.ts";

/** Checks one event by its proof. @returns the exit code. */
export async function checkEventFile(
  path: string,
  flags: VerifierFlags,
  io: VerifierIo,
  paint: TextPaint,
): Promise<number> {
  const bytes = await readFile(path);
  const proof = tryProof(bytes);
  const source = flags.keys === undefined ? undefined : await keySource(flags.keys);
  const keys = await keysOfEvent({ ...nodeCryptography, source, trustedKeys: flags.key, proof });
  const check = await checkEvent(bytes, keys, nodeCryptography);
  const told = { vkeys: keys.map(({ vkey }) => vkey), isTrusted: flags.key !== undefined };
  io.out(flags.json === true ? `${JSON.stringify(eventJson(check, keys))}\n` : eventText(check, proof, told, paint));
  return codeOfEvent(check);
}

function tryProof(bytes: Uint8Array): EventProof | undefined {
  try {
    return parseEventProof(bytes);
  } catch (error) {
    if (error instanceof MerkleError) return undefined;
    throw error;
  }
}

/** A trail's directory, Daybook's data, or a trail's `keys` alone. */
async function keySource(dir: string): Promise<TrailSource> {
  const trail = await trailDirIn(dir);
  return trail === undefined ? keysOnly(directorySource(dir)) : directorySource(trail);
}
