import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DaybookError, ROLES } from "@daybook/protocol";
import type { Role } from "@daybook/protocol";
import { replaceFile } from "./durable-file.ts";
import { MAX_KEYS } from "./limits.ts";

/** Who is asking. `name` is shown to people; it is never a secret. */
export interface Principal {
  readonly name: string;
  readonly role: Role;
}

export interface KeyInfo {
  readonly id: string;
  readonly name: string;
  readonly role: Role;
  readonly created_at: string;
}

interface StoredKey extends KeyInfo {
  readonly sha256: string;
}

export interface KeyStore {
  /** The holder of this key, or undefined. Takes the same time for every wrong key. */
  find(key: string): Principal | undefined;
  /** Makes a key. Its text is returned once and never stored. */
  create(role: string, name: string): KeyInfo & { key: string };
  list(): KeyInfo[];
  /** False when there is no such key. */
  revoke(id: string): boolean;
  readonly adminKeyPath: string;
}

function digest(key: string): Buffer {
  return createHash("sha256").update(key).digest();
}

/**
 * Keys of an installation under `directory` (mode 0700): `admin.key` holds the admin key as text when it was made
 * here; `keys.json` holds the others as SHA-256, from which 256 random bits cannot be found again.
 */
export function openKeyStore(
  directory: string,
  options: { adminKey?: string | undefined; nowMs: () => number },
): KeyStore {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const adminKeyPath = join(directory, "admin.key");
  const adminDigest = digest(options.adminKey ?? readOrMakeAdminKey(adminKeyPath));
  const keysPath = join(directory, "keys.json");
  let keys: StoredKey[] = existsSync(keysPath) ? (JSON.parse(readFileSync(keysPath, "utf8")) as StoredKey[]) : [];
  let byDigest = indexByDigest(keys);

  function save(next: StoredKey[]): void {
    replaceFile(keysPath, `${JSON.stringify(next, null, 2)}\n`);
    keys = next;
    byDigest = indexByDigest(next);
  }

  return {
    adminKeyPath,
    find(key) {
      const asked = digest(key);
      if (timingSafeEqual(asked, adminDigest)) return { name: "admin", role: "admin" };
      // A lookup by digest tells a guesser nothing about the key.
      const stored = byDigest.get(asked.toString("hex"));
      return stored && { name: stored.name, role: stored.role };
    },
    create(role, name) {
      const known = ROLES.find((candidate) => candidate === role);
      if (!known)
        throw new DaybookError("DAYBOOK_HTTP_INVALID", `role ${JSON.stringify(role)}: one of ${ROLES.join(", ")}`);
      if (name.length < 1 || name.length > 100)
        throw new DaybookError("DAYBOOK_HTTP_INVALID", "name: 1 to 100 characters");
      if (keys.length >= MAX_KEYS)
        throw new DaybookError("DAYBOOK_HTTP_INVALID", `at most ${MAX_KEYS} keys; revoke some first`);
      const key = `dbk_${randomBytes(32).toString("base64url")}`;
      const info: KeyInfo = {
        id: randomBytes(6).toString("hex"),
        name,
        role: known,
        created_at: new Date(options.nowMs()).toISOString(),
      };
      save([...keys, { ...info, sha256: digest(key).toString("hex") }]);
      return { ...info, key };
    },
    list: () => keys.map(({ id, name, role, created_at }) => ({ id, name, role, created_at })),
    revoke(id) {
      const next = keys.filter((key) => key.id !== id);
      if (next.length === keys.length) return false;
      save(next);
      return true;
    },
  };
}

function indexByDigest(keys: readonly StoredKey[]): Map<string, StoredKey> {
  return new Map(keys.map((key) => [key.sha256, key]));
}

function readOrMakeAdminKey(path: string): string {
  if (existsSync(path)) {
    const key = readFileSync(path, "utf8").trim();
    if (key.length < 16) {
      throw new DaybookError(
        "DAYBOOK_CONFIG_INVALID",
        `${path} holds no key of 16 characters or more; delete it and a new one is made`,
      );
    }
    chmodSync(path, 0o600);
    return key;
  }
  const key = `dbk_${randomBytes(32).toString("base64url")}`;
  replaceFile(path, `${key}\n`);
  return key;
}
