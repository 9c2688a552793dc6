import { createCipheriv, randomBytes } from "node:crypto";
import { squashKey } from "@daybook/protocol";
import { configError } from "../config/environment.ts";

export interface EncryptionOptions {
  /** Names of fields whose values are encrypted, at any depth and in any spelling: `client_email` is also `clientEmail`. */
  readonly fields: readonly string[];
  /** Name of the key, kept with each value: after a change of keys the old values still say which one opens them. */
  readonly keyId: string;
  /** 32 bytes, or their base64 or hexadecimal text. */
  readonly key: Uint8Array | string;
}

/** What the collector needs to take a record in, to sort and to find it. */
const IN_CLEAR = new Set(
  "message level timestamp id service logger eventtype environment host pid producer producerseq durable".split(" "),
);

/** Encrypts the values of chosen fields. */
export interface FieldEncryption {
  covers(name: string): boolean;
  /** JSON of the encrypted value; `json` is the JSON text of the value in clear. */
  encrypt(name: string, json: string): string;
}

/**
 * AES-256-GCM with a random 96-bit nonce for each value (NIST SP 800-38D allows 2^32 values with one key). The format is
 * `EncryptedValue` of @daybook/protocol; `daybook decrypt` opens it.
 * Throws DAYBOOK_LOGGER_CONFIG when an option is wrong.
 */
export function createFieldEncryption({ fields, keyId, key }: EncryptionOptions): FieldEncryption {
  if (!/^[\w.-]{1,64}$/.test(keyId)) {
    throw configError("encryption.keyId", keyId, "1 to 64 letters, digits, dots, dashes or underscores");
  }
  const wrong = fields.find((name) => IN_CLEAR.has(squashKey(name)));
  if (wrong !== undefined)
    throw configError("encryption.fields", wrong, "a field of the event; the record's own frame stays readable");
  const secret = keyBytes(key);
  const covered = new Set(fields.map(squashKey));
  const head = `{"$encrypted":{"v":1,"key":"${keyId}","iv":"`;
  return {
    covers: (name) => covered.has(squashKey(name)),
    encrypt: (name, json) => {
      const iv = randomBytes(12);
      const cipher = createCipheriv("aes-256-gcm", secret, iv);
      cipher.setAAD(Buffer.from(name));
      const data = Buffer.concat([cipher.update(json, "utf8"), cipher.final(), cipher.getAuthTag()]);
      return `${head}${iv.toString("base64")}","data":"${data.toString("base64")}"}}`;
    },
  };
}

function keyBytes(key: unknown): Uint8Array {
  if (key instanceof Uint8Array && key.length === 32) return key;
  if (typeof key === "string") {
    if (/^[0-9a-f]{64}$/i.test(key)) return Buffer.from(key, "hex");
    const bytes = Buffer.from(key, "base64");
    if (bytes.length === 32) return bytes;
  }
  // The key itself is not shown.
  throw configError(
    "encryption.key",
    typeof key,
    "32 bytes, or their base64 or hexadecimal text (openssl rand -base64 32)",
  );
}
