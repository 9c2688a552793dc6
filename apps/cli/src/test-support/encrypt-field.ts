import { createCipheriv, randomBytes } from "node:crypto";

/** A value as the logger encrypts it: AES-256-GCM over its JSON text, the field's name authenticated. */
export function encryptField(name: string, json: string, keyId: string, key: Buffer, iv = randomBytes(12)): string {
  const cipher = createCipheriv("aes-256-gcm", key, iv);
  cipher.setAAD(Buffer.from(name, "utf8"));
  const data = Buffer.concat([cipher.update(json, "utf8"), cipher.final(), cipher.getAuthTag()]);
  const sealed = { v: 1, key: keyId, iv: iv.toString("base64"), data: data.toString("base64") };
  return JSON.stringify({ $encrypted: sealed });
}
