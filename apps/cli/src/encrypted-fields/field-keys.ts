import { readFile } from "node:fs/promises";
import { usageFailure } from "../command-failure.ts";
import type { Host } from "../host.ts";

/** Keys of encrypted fields by their ids: 32 bytes each, for AES-256-GCM. */
export type FieldKeys = ReadonlyMap<string, Buffer>;

export const KEYS_VARIABLE = "DAYBOOK_FIELD_KEYS";

const KEY_BYTES = 32;
const BASE64 = /^[A-Za-z0-9+/_-]{43}=?$/;

/** Keys of a file, else of the variable; undefined when neither is given. */
export async function loadFieldKeys(
  keyFile: string | undefined,
  { env }: Pick<Host, "env">,
): Promise<FieldKeys | undefined> {
  if (keyFile !== undefined) return parseFieldKeys(await readFile(keyFile, "utf8"), keyFile);
  const text = env[KEYS_VARIABLE];
  return text === undefined || text === "" ? undefined : parseFieldKeys(text, KEYS_VARIABLE);
}

/** As {@link loadFieldKeys}; without keys it says how to give them. */
export async function requireFieldKeys(keyFile: string | undefined, host: Pick<Host, "env">): Promise<FieldKeys> {
  const keys = await loadFieldKeys(keyFile, host);
  if (keys !== undefined) return keys;
  throw usageFailure(
    "There is no key to open encrypted fields with.",
    `Give --key-file FILE or set ${KEYS_VARIABLE}: a JSON object {"id":"base64"} or lines id:base64.`,
  );
}

/** A JSON object `{"id":"base64"}`, or lines `id:base64`; empty lines and those with `#` do not count. Never says a key. */
export function parseFieldKeys(text: string, origin: string): FieldKeys {
  const keys = new Map<string, Buffer>();
  for (const [id, value] of pairsOf(text.trim(), origin)) {
    if (id === "" || typeof value !== "string" || !BASE64.test(value.trim())) {
      throw usageFailure(
        `${origin}: the key ${JSON.stringify(id)} is not ${KEY_BYTES} bytes of base64.`,
        "A new one: openssl rand -base64 32",
      );
    }
    if (keys.has(id)) throw usageFailure(`${origin}: the key ${JSON.stringify(id)} is given twice.`, "Give it once.");
    keys.set(id, Buffer.from(value.trim(), "base64"));
  }
  if (keys.size === 0) throw usageFailure(`${origin} has no key in it.`, 'Write {"id":"base64"} or lines id:base64.');
  return keys;
}

function pairsOf(text: string, origin: string): [id: string, value: unknown][] {
  if (!text.startsWith("{")) return text.split(/\r?\n/).flatMap((line, at) => pairOf(line.trim(), at + 1, origin));
  try {
    return Object.entries(JSON.parse(text) as Record<string, unknown>);
  } catch {
    // The parser's own message would show a piece of the keys.
    throw usageFailure(`${origin} is not JSON.`, 'Write {"id":"base64"} or lines id:base64.');
  }
}

function pairOf(line: string, number: number, origin: string): [id: string, value: string][] {
  if (line === "" || line.startsWith("#")) return [];
  // An id may have colons in it, base64 has none.
  const colon = line.lastIndexOf(":");
  if (colon < 1)
    throw usageFailure(`${origin}: line ${number} is not id:base64.`, "A new key: openssl rand -base64 32");
  return [[line.slice(0, colon).trim(), line.slice(colon + 1)]];
}
