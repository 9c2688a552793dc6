import { createDecipheriv } from "node:crypto";
import type { FieldKeys } from "./field-keys.ts";

const IV_BYTES = 12;
const TAG_BYTES = 16;
const BASE64 = /^[A-Za-z0-9+/]*={0,2}$/;

/** The plaintext as JSON text, or why there is none. */
export type Decrypted = { json: string } | { reason: string };

/**
 * Opens `{"$encrypted":{"v":1,"key":id,"iv":base64,"data":base64}}`: AES-256-GCM, `data` is the ciphertext and then the 16 bytes
 * of the tag, the field's name in UTF-8 is authenticated with it. So a value that was changed, or moved to a field of another
 * name, is told from a good one. Never throws.
 */
export function decryptValue(text: string, name: string, keys: FieldKeys): Decrypted {
  const sealed = readSealed(text);
  if (typeof sealed === "string") return { reason: sealed };
  const key = keys.get(sealed.key);
  if (key === undefined) return { reason: `the key ${JSON.stringify(sealed.key)} is not at hand` };
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, sealed.iv, { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(name, "utf8"));
    decipher.setAuthTag(sealed.tag);
    const json = Buffer.concat([decipher.update(sealed.ciphertext), decipher.final()]).toString("utf8");
    JSON.parse(json);
    // Between the parts of JSON a line break is a space; events are one line each.
    return { json: json.replaceAll(/[\r\n]+/g, " ") };
  } catch (error) {
    if (error instanceof SyntaxError) return { reason: "what was encrypted is not JSON" };
    const reason = `it was changed, belongs to another field, or ${JSON.stringify(sealed.key)} is another key than the one that encrypted it`;
    return { reason };
  }
}

interface Sealed {
  key: string;
  iv: Buffer;
  ciphertext: Buffer;
  tag: Buffer;
}

/** The members, or what is wrong with them. */
function readSealed(text: string): Sealed | string {
  let outer: unknown;
  try {
    outer = JSON.parse(text);
  } catch {
    return "it is not JSON";
  }
  const inner = (outer as Record<string, unknown> | null)?.["$encrypted"];
  if (typeof inner !== "object" || inner === null) return "it has no members";
  const { v, key, iv, data } = inner as Record<string, unknown>;
  if (v !== 1) return `its version is ${JSON.stringify(v)}; 1 is known`;
  if (typeof key !== "string") return "it names no key";
  const ivBytes = bytesOf(iv);
  const sealed = bytesOf(data);
  if (ivBytes?.length !== IV_BYTES) return `its iv is not ${IV_BYTES} bytes of base64`;
  if (sealed === undefined || sealed.length < TAG_BYTES) return "its data are cut or not base64";
  const end = sealed.length - TAG_BYTES;
  return { key, iv: ivBytes, ciphertext: sealed.subarray(0, end), tag: sealed.subarray(end) };
}

function bytesOf(value: unknown): Buffer | undefined {
  return typeof value === "string" && BASE64.test(value) ? Buffer.from(value, "base64") : undefined;
}
