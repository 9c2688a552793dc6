import type { JsonValue } from "./record.ts";

/**
 * A field that the logger encrypted with AES-256-GCM: `{"$encrypted": {"v": 1, "key", "iv", "data"}}`. `key` is the id of the
 * key, `iv` 12 bytes, `data` the ciphertext followed by the 16 bytes of the tag, both base64. The plaintext is the JSON text of
 * the value; the field's name (UTF-8) is authenticated with it, so a value cannot be moved to another name.
 */
export interface EncryptedValue {
  readonly $encrypted: { readonly v: 1; readonly key: string; readonly iv: string; readonly data: string };
}

const BASE64 = /^[A-Za-z0-9+/]+={0,2}$/;

/** Whether a value is one that the logger encrypted: such a value is no secret any more. */
export function isEncryptedValue(value: JsonValue): boolean {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return false;
  const inner = value["$encrypted"];
  if (typeof inner !== "object" || inner === null || Array.isArray(inner)) return false;
  const { v, key, iv, data, ...further } = inner;
  return (
    Object.keys(value).length === 1 &&
    Object.keys(further).length === 0 &&
    v === 1 &&
    [key, iv, data].every((text) => typeof text === "string") &&
    BASE64.test(iv as string) &&
    BASE64.test(data as string)
  );
}
