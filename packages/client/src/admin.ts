import type { AuditStatus, Role, StatusReply } from "@daybook/protocol";
import { sendForJson, type Send } from "./http.ts";

/** Long work on the server. `progress` runs from 0 to 1; `message` is for people. */
export interface Job {
  id: string;
  kind?: string;
  state: "running" | "done" | "failed";
  progress: number;
  message?: string;
  result?: unknown;
}

export interface KeyInfo {
  id: string;
  role: Role;
  name?: string;
  created_at?: string;
}

/** The key's text is shown once, here; the server keeps a hash. */
export interface CreatedKey extends KeyInfo {
  key: string;
}

/** A sign-in address for the page: good once, for ten minutes. */
export interface SignInCode {
  code: string;
  url: string;
}

/** Calls that need a key of role `admin`. */
export interface AdminClient {
  status(): Promise<StatusReply>;
  /** Starts a consistent copy into a new directory on the server's machine. */
  backup(dir: string): Promise<Job>;
  /** Starts to build the store anew from the journal's window, then swaps. */
  rebuild(): Promise<Job>;
  job(id: string): Promise<Job>;
  createKey(role: Role, name: string): Promise<CreatedKey>;
  listKeys(): Promise<KeyInfo[]>;
  revokeKey(id: string): Promise<void>;
  createSignIn(): Promise<SignInCode>;
  /** A new signing key of the audit trail: heads above `from_size` are signed by it alone. */
  rotateAuditKey(): Promise<{ key: string; from_size: number }>;
  /** Holds journal and store against the trail; the job's result names every damage. */
  checkAudit(): Promise<Job>;
  /** Anchors the newest head of the trail now. */
  anchorNow(): Promise<NonNullable<AuditStatus["anchor"]>>;
}

export function createAdminClient(send: Send): AdminClient {
  const post = <T>(path: string, body: object): Promise<T> =>
    sendForJson<T>(send, { method: "POST", path, body: JSON.stringify(body), contentType: "application/json" });
  return {
    status: () => sendForJson<StatusReply>(send, { path: "/admin/status" }),
    backup: (dir) => post<Job>("/admin/backup", { dir }),
    rebuild: () => post<Job>("/admin/rebuild", {}),
    job: (id) => sendForJson<Job>(send, { path: `/admin/jobs/${encodeURIComponent(id)}` }),
    createKey: (role, name) => post<CreatedKey>("/admin/keys", { role, name }),
    listKeys: async () => {
      const reply = await sendForJson<KeyInfo[] | { keys: KeyInfo[] }>(send, { path: "/admin/keys" });
      return Array.isArray(reply) ? reply : reply.keys;
    },
    revokeKey: async (id) => {
      await send({ method: "DELETE", path: `/admin/keys/${encodeURIComponent(id)}` });
    },
    createSignIn: () => post<SignInCode>("/admin/signin", {}),
    rotateAuditKey: () => post("/admin/audit/rotate-key", {}),
    checkAudit: () => post<Job>("/admin/audit/check", {}),
    anchorNow: () => post("/admin/audit/anchor", {}),
  };
}
