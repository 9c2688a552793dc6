import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { directorySource, nodeHasher, nodeTrailFs, nodeVerifyEd25519 } from "@daybook/audit";
import { MerkleError } from "@daybook/merkle";
import {
  SourceError,
  checkEvent,
  codeOfEvent,
  eventJson,
  eventText,
  fileOf,
  httpGet,
  httpSource,
  keysOfEvent,
  keysOnly,
  parseEventProof,
} from "@daybook/verify";
import type { EventProof, TrailSource } from "@daybook/verify";
import { usageFailure } from "../command-failure.ts";
import { findTarget } from "../connect.ts";
import type { ServerFlags } from "../connect.ts";
import type { ExitCode } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import { httpOptions, trailDirIn } from "./open-place.ts";

const cryptography = { hasher: nodeHasher, verifyEd25519: nodeVerifyEd25519 };

export interface ProofFlags {
  /** Verifier keys that are trusted. */
  key?: string[];
  /** Directory of a trail, or of its keys. */
  keys?: string;
  save?: string;
  json?: true;
}

/** The bytes of a proof, and where the trail says which keys sign it. */
interface FoundProof {
  readonly bytes: Uint8Array;
  readonly keySource: TrailSource | undefined;
}

/** Checks the proof in a file, with nothing but the keys. */
export async function checkProofFile(file: string, flags: ProofFlags, host: Host): Promise<ExitCode> {
  if (flags.save !== undefined) throw usageFailure("--save goes with --event.", "A proof in a file is kept already.");
  if (flags.keys === undefined && flags.key === undefined) {
    throw usageFailure(
      "Which key signed the proof?",
      "Give the trail's keys with --keys DIR, or the one that you trust with --key.",
    );
  }
  const bytes = await readFile(resolve(host.cwd, file));
  const keySource = flags.keys === undefined ? undefined : await keysIn(flags.keys, host);
  return tell({ bytes, keySource }, flags, host);
}

/** Gets the proof of an event from the server, and the keys unless they are given, and checks it. */
export async function checkServedProof(
  id: string,
  flags: ProofFlags,
  server: Omit<ServerFlags, "key">,
  host: Host,
): Promise<ExitCode> {
  const { url, key } = await findTarget(server, host);
  const headers: Record<string, string> = key === undefined ? {} : { authorization: `Bearer ${key}` };
  const options = { ...httpOptions(host), headers };
  const address = `${url}/logs/${encodeURIComponent(id)}/proof`;
  const bytes = fileOf(address, await httpGet(address, options));
  if (bytes === undefined) throw new SourceError("answer", `${url} has no proof of the event ${id}`);
  if (flags.save !== undefined) await writeFile(resolve(host.cwd, flags.save), bytes);
  const served = httpSource(`${url}/audit/trail`, options, false);
  return tell({ bytes, keySource: flags.keys === undefined ? served : await keysIn(flags.keys, host) }, flags, host);
}

async function tell({ bytes, keySource }: FoundProof, flags: ProofFlags, { out }: Host): Promise<ExitCode> {
  const proof = tryProof(bytes);
  const keys = await keysOfEvent({ ...cryptography, source: keySource, trustedKeys: flags.key, proof });
  const check = await checkEvent(bytes, keys, cryptography);
  const told = { vkeys: keys.map(({ vkey }) => vkey), isTrusted: flags.key !== undefined };
  out.write(flags.json ? `${JSON.stringify(eventJson(check, keys))}\n` : eventText(check, proof, told, out.paint));
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
async function keysIn(dir: string, { cwd }: Host): Promise<TrailSource> {
  const path = resolve(cwd, dir);
  const trail = await trailDirIn(path);
  const source = directorySource(nodeTrailFs("public"), trail ?? path);
  return trail === undefined ? keysOnly(source) : source;
}
