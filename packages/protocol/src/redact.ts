import { isEncryptedValue } from "./encrypted.ts";
import { setOwn } from "./json.ts";
import type { JsonObject, JsonValue } from "./record.ts";
import { createKeyClassifier, isCoin } from "./redact-keys.ts";
import type { KeyClass, RedactionRule } from "./redact-keys.ts";
import { scanText } from "./redact-text.ts";

export interface RedactorOptions {
  /**
   * `mask` (default) writes `[REDACTED:rule]`; `hash` writes `[HASHED:rule:…]`, equal for equal secrets, so that
   * one can be followed without being shown; `off` changes nothing.
   */
  mode?: "mask" | "hash" | "off";
  /** Needed by `hash`: a keyed one-way function such as HMAC-SHA-256. A plain hash of a short secret is guessed in seconds. */
  hash?: (secret: string) => string;
  /** Further key names whose values are secret, in any spelling: `account_pin` is also `accountPin`. */
  keys?: readonly string[];
  /** Rules to leave out. */
  disabledRules?: readonly RedactionRule[];
}

export interface Redactor {
  /**
   * The text without credentials; the same string when there were none. Linear in its length. `key` is the name that it stands
   * under, if any: a card number under `card` is one.
   */
  redactText(text: string, key?: string): string;
  /** The value without secrets, by key at any depth and inside texts; the same object when nothing was found. */
  redactData(data: JsonObject): JsonObject;
  classifyKey(key: string): KeyClass;
  /** What stands in place of the value of a key of this class, which is not `plain` or `exempt`. */
  redactSecret(rule: RedactionRule, value: JsonValue): JsonValue;
  /** Replacements so far, by rule. */
  counts(): Partial<Record<RedactionRule, number>>;
}

/** Makes a redactor. Throws TypeError when `hash` mode has no hash function. */
export function createRedactor(options: RedactorOptions = {}): Redactor {
  const { mode = "mask", hash } = options;
  if (mode === "off") return PASS_THROUGH;
  if (mode === "hash" && !hash) throw new TypeError("redaction mode 'hash' needs a keyed hash function in `hash`");
  const disabled = new Set(options.disabledRules);
  const classifyKey = createKeyClassifier(options.keys ?? [], disabled);
  const counts = new Map<RedactionRule, number>();

  function replace(rule: RedactionRule, secret: string): string {
    if (disabled.has(rule) || isRedacted(secret)) return secret;
    counts.set(rule, (counts.get(rule) ?? 0) + 1);
    return mode === "hash" && hash ? `[HASHED:${rule}:${hash(secret)}]` : `[REDACTED:${rule}]`;
  }

  function redactText(text: string, key?: string): string {
    return scanText(text, classifyKey, replace, key);
  }

  function redactSecret(rule: RedactionRule, value: JsonValue): JsonValue {
    // A flag or an absent secret tells nothing, and people look for it: `password: null`.
    if (value === null || typeof value === "boolean" || value === "" || isEncryptedValue(value)) return value;
    if (rule === "token" && isCoinValue(value)) return typeof value === "string" ? value : redactItem(value, "token");
    return replace(rule, typeof value === "string" ? value : JSON.stringify(value));
  }

  function redactItem(value: JsonValue, key: string): JsonValue {
    if (typeof value === "string") return redactText(value, key);
    if (Array.isArray(value)) return redactArray(value, key);
    return typeof value === "object" && value !== null && !isEncryptedValue(value) ? redactData(value) : value;
  }

  function redactArray(list: JsonValue[], key: string): JsonValue[] {
    let out = list;
    for (const [at, item] of list.entries()) {
      const redacted = redactItem(item, key);
      if (redacted === item) continue;
      if (out === list) out = list.slice();
      out[at] = redacted;
    }
    return out;
  }

  function redactData(data: JsonObject): JsonObject {
    let out = data;
    for (const key of Object.keys(data)) {
      const item = data[key] as JsonValue;
      const kind = classifyKey(key);
      const redacted =
        kind === "plain" ? redactItem(item, key) : kind === "exempt" ? redactInner(item) : redactSecret(kind, item);
      if (redacted === item) continue;
      if (out === data) out = copyObject(data);
      setOwn(out, key, redacted);
    }
    return out;
  }

  /** Inside of an exempt key only objects are looked into: `address: {"password": …}`. */
  function redactInner(value: JsonValue): JsonValue {
    return typeof value === "object" && value !== null && !Array.isArray(value) ? redactData(value) : value;
  }

  return { redactText, redactData, classifyKey, redactSecret, counts: () => Object.fromEntries(counts) };
}

/** An object under `token` describes a coin; a secret is a text. */
function isCoinValue(value: JsonValue): boolean {
  return typeof value === "string" ? isCoin(value) : typeof value === "object";
}

/** Redacting twice changes nothing. */
export function isRedacted(text: string): boolean {
  return text.startsWith("[REDACTED") || text.startsWith("[HASHED:");
}

/** A shallow copy that keeps an own `__proto__` key a key. */
export function copyObject(source: JsonObject): JsonObject {
  // Spread defines properties, so it is safe where assignment is not.
  return { ...source };
}

const PASS_THROUGH: Redactor = {
  redactText: (text) => text,
  redactData: (data) => data,
  classifyKey: () => "plain",
  redactSecret: (_rule, value) => value,
  counts: () => ({}),
};
