import { createHash, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Role } from "@daybook/protocol";
import { replaceFile } from "./durable-file.ts";
import type { Principal } from "./key-store.ts";
import { MAX_SESSIONS, MAX_SIGN_IN_CODES, SESSION_LIFETIME_MS, SIGN_IN_CODE_LIFETIME_MS } from "./limits.ts";

interface StoredSession {
  readonly sha256: string;
  readonly role: Role;
  readonly name: string;
  readonly expires_at_ms: number;
}

/** Sign-in of the page: one-time codes, then a cookie. */
export interface Sessions {
  /** A code for `/#signin=CODE`: works once, for ten minutes, until the process ends. */
  createCode(role: Role): string;
  /** The token for the cookie, or undefined when the code is unknown, used or too old. */
  redeem(code: string): { token: string; principal: Principal } | undefined;
  open(principal: Principal): string;
  find(token: string): Principal | undefined;
  close(token: string): void;
}

function digest(token: string): string {
  return createHash("sha256").update(token).digest("hex");
}

/** Sessions live in `directory/sessions.json` as SHA-256, so that a restart signs nobody out. */
export function openSessions(directory: string, nowMs: () => number): Sessions {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const path = join(directory, "sessions.json");
  const stored = existsSync(path) ? (JSON.parse(readFileSync(path, "utf8")) as StoredSession[]) : [];
  const sessions = new Map(stored.filter((session) => session.expires_at_ms > nowMs()).map((s) => [s.sha256, s]));
  const codes = new Map<string, { role: Role; expiresAtMs: number }>();

  function save(): void {
    replaceFile(path, `${JSON.stringify([...sessions.values()])}\n`);
  }

  function open(principal: Principal): string {
    const token = randomBytes(32).toString("base64url");
    const session = { ...principal, sha256: digest(token), expires_at_ms: nowMs() + SESSION_LIFETIME_MS };
    sessions.set(session.sha256, session);
    // A Map keeps the order of insertion: the first is the oldest.
    for (const oldest of sessions.keys()) {
      if (sessions.size <= MAX_SESSIONS) break;
      sessions.delete(oldest);
    }
    save();
    return token;
  }

  return {
    createCode(role) {
      const now = nowMs();
      for (const [code, { expiresAtMs }] of codes) {
        if (expiresAtMs <= now || codes.size >= MAX_SIGN_IN_CODES) codes.delete(code);
      }
      const code = randomBytes(18).toString("base64url");
      codes.set(code, { role, expiresAtMs: now + SIGN_IN_CODE_LIFETIME_MS });
      return code;
    },
    redeem(code) {
      const known = codes.get(code);
      codes.delete(code);
      if (!known || known.expiresAtMs <= nowMs()) return undefined;
      const principal = { name: "page", role: known.role };
      return { token: open(principal), principal };
    },
    open,
    find(token) {
      const session = sessions.get(digest(token));
      if (!session || session.expires_at_ms <= nowMs()) return undefined;
      return { name: session.name, role: session.role };
    },
    close(token) {
      if (sessions.delete(digest(token))) save();
    },
  };
}
