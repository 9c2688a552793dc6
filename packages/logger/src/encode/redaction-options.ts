import { createHmac } from "node:crypto";
import type { Redactor, RedactorOptions } from "@daybook/protocol";
import { configError } from "../config/environment.ts";

export interface RedactionOptions extends RedactorOptions {
  /**
   * For `mode: "hash"`: the secret of the HMAC-SHA-256, 16 characters or more. Equal secrets give equal hashes under the
   * same key, so that one can be followed through the log without being shown.
   */
  readonly hashKey?: string;
}

/** Digits of the hash that are shown: 96 bits, enough that no two secrets meet. */
const HASH_DIGITS = 24;
const MIN_HASH_KEY_LENGTH = 16;

/** What the redactor takes. Throws DAYBOOK_LOGGER_CONFIG when `hash` mode has no key, or a short one. */
export function redactorOptions(options: RedactionOptions | false | undefined): RedactorOptions {
  if (options === false) return { mode: "off" };
  if (options?.mode !== "hash" || options.hash !== undefined) return options ?? {};
  const { hashKey, ...rest } = options;
  if (typeof hashKey !== "string" || hashKey.length < MIN_HASH_KEY_LENGTH) {
    throw configError(
      "redaction.hashKey",
      typeof hashKey,
      `a secret text of ${MIN_HASH_KEY_LENGTH} characters or more`,
    );
  }
  return {
    ...rest,
    hash: (secret) => createHmac("sha256", hashKey).update(secret).digest("hex").slice(0, HASH_DIGITS),
  };
}

/** What the encoder asks of redaction: the class of a key once, each free text. */
export type Redaction = Pick<Redactor, "redactText" | "classifyKey" | "redactSecret">;

/** Changes nothing: for values that are encrypted. */
export const NO_REDACTION: Redaction = {
  redactText: (text) => text,
  classifyKey: () => "plain",
  redactSecret: (_rule, value) => value,
};
