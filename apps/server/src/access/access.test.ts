import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openKeyStore } from "./key-store.ts";
import { MAX_SESSIONS, MAX_SIGN_IN_CODES, SESSION_LIFETIME_MS, SIGN_IN_CODE_LIFETIME_MS } from "./limits.ts";
import { openSessions } from "./sessions.ts";

let dir: string;
let now = 1_700_000_000_000;
const nowMs = (): number => now;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-access-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

describe("key store", () => {
  it("makes an admin key once, readable by its owner alone", () => {
    const store = openKeyStore(dir, { nowMs });
    const key = readFileSync(store.adminKeyPath, "utf8").trim();
    expect(statSync(store.adminKeyPath).mode & 0o777).toBe(0o600);
    expect(store.find(key)).toEqual({ name: "admin", role: "admin" });
    expect(openKeyStore(dir, { nowMs }).find(key)?.role).toBe("admin");
    expect(store.find(`${key}x`)).toBeUndefined();
    expect(store.find("")).toBeUndefined();
  });

  it("takes a given admin key instead and writes none", () => {
    const store = openKeyStore(dir, { nowMs, adminKey: "a-key-of-mine-123" });
    expect(store.find("a-key-of-mine-123")?.role).toBe("admin");
    expect(() => statSync(store.adminKeyPath)).toThrow(/ENOENT/);
  });

  it("refuses a damaged admin key file", () => {
    writeFileSync(join(dir, "admin.key"), "\n");
    expect(() => openKeyStore(dir, { nowMs })).toThrow(/admin\.key/);
  });

  it("creates, lists and revokes keys and stores no key's text", () => {
    const store = openKeyStore(dir, { nowMs });
    const made = store.create("ingest", "bot 1");
    const text = readFileSync(join(dir, "keys.json"), "utf8");
    expect(text).not.toContain(made.key);
    const again = openKeyStore(dir, { nowMs });
    expect(again.find(made.key)).toEqual({ name: "bot 1", role: "ingest" });
    expect(again.list()).toEqual([
      { id: made.id, name: "bot 1", role: "ingest", created_at: "2023-11-14T22:13:20.000Z" },
    ]);
    expect([again.revoke(made.id), again.revoke(made.id)]).toEqual([true, false]);
    expect(again.find(made.key)).toBeUndefined();
  });

  it("refuses unknown roles and empty names with what is right", () => {
    const store = openKeyStore(dir, { nowMs });
    expect(() => store.create("root", "x")).toThrow(/ingest, read_only, admin/);
    expect(() => store.create("ingest", "")).toThrow(/1 to 100/);
  });
});

describe("sessions", () => {
  it("redeems a code once", () => {
    const sessions = openSessions(dir, nowMs);
    const code = sessions.createCode("read_only");
    const first = sessions.redeem(code);
    expect(first?.principal).toEqual({ name: "page", role: "read_only" });
    expect(sessions.redeem(code)).toBeUndefined();
    expect(sessions.find(first?.token ?? "")).toEqual({ name: "page", role: "read_only" });
  });

  it("forgets old codes and old sessions", () => {
    const sessions = openSessions(dir, nowMs);
    const code = sessions.createCode("admin");
    const token = sessions.open({ name: "page", role: "admin" });
    now += SIGN_IN_CODE_LIFETIME_MS;
    expect(sessions.redeem(code)).toBeUndefined();
    now += SESSION_LIFETIME_MS;
    expect(sessions.find(token)).toBeUndefined();
  });

  it("keeps people signed in over a restart and signs them out for good", () => {
    const token = openSessions(dir, nowMs).open({ name: "page", role: "admin" });
    const again = openSessions(dir, nowMs);
    expect(again.find(token)?.role).toBe("admin");
    again.close(token);
    expect(openSessions(dir, nowMs).find(token)).toBeUndefined();
    expect(readFileSync(join(dir, "sessions.json"), "utf8")).not.toContain(token);
  });

  it("bounds codes and sessions, dropping the oldest", () => {
    const sessions = openSessions(dir, nowMs);
    const codes = Array.from({ length: MAX_SIGN_IN_CODES + 1 }, () => sessions.createCode("admin"));
    expect(sessions.redeem(codes[0] ?? "")).toBeUndefined();
    expect(sessions.redeem(codes.at(-1) ?? "")).toBeDefined();
    const stored = Array.from({ length: MAX_SESSIONS }, (_, i) => ({
      sha256: createHash("sha256").update(`token ${i}`).digest("hex"),
      role: "admin",
      name: "page",
      expires_at_ms: now + 1_000,
    }));
    writeFileSync(join(dir, "sessions.json"), JSON.stringify(stored));
    const full = openSessions(dir, nowMs);
    const newest = full.open({ name: "page", role: "admin" });
    expect([full.find("token 0"), full.find("token 1")?.role, full.find(newest)?.role]).toEqual([
      undefined,
      "admin",
      "admin",
    ]);
  });
});
