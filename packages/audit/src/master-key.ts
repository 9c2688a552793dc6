import { randomBytes } from "node:crypto";
import type { TrailFs } from "./trail-fs.ts";
import { readIfThere, replaceFile } from "./trail-fs.ts";

const KEY_BYTES = 32;

/**
 * The key that wraps the keys of subjects: the one given, else that of the file, which is made when it is missing.
 *
 * @param given base64 of 32 bytes. @throws TypeError when it is anything else.
 */
export async function openMasterKey(fs: TrailFs, path: string, given: string | undefined): Promise<Uint8Array> {
  if (given !== undefined) return decode(given, "DAYBOOK_AUDIT_MASTER_KEY");
  const found = await readIfThere(fs, path);
  if (found !== undefined) return decode(Buffer.from(found).toString().trim(), path);
  const key = randomBytes(KEY_BYTES);
  await replaceFile(fs, path, `${key.toString("base64")}\n`);
  return key;
}

function decode(text: string, where: string): Uint8Array {
  const key = Buffer.from(text, "base64");
  if (key.length === KEY_BYTES && key.toString("base64") === text) return key;
  throw new TypeError(`${where} must be the base64 of 32 bytes, as of: openssl rand -base64 32`);
}
