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

/** Whose events: those of a person, or those of a program that are about nobody. */
export type Subject = { user_id: string } | { producer: string };

/** What an erasure would do. */
export interface ErasurePlan {
  events: number;
  classes: { retention_class: string; events: number; first_seq: number; last_seq: number; newest: string }[];
  /** Why it would be refused; null when it would not. */
  refused: string | null;
  /** Where copies may be that the server cannot reach. */
  not_reached: string[];
}

/** An erasure is refused while it is there. */
export interface Hold {
  id: string;
  /** Null: everything is held. */
  subject: { field: "user_id" | "producer"; value: string } | null;
  reason: string;
  by: string;
  placed_at: string;
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
  planErasure(subject: Subject): Promise<ErasurePlan>;
  /** Starts to erase the subject's events; the job fails under a hold or before its time. */
  erase(subject: Subject, reason: string): Promise<Job>;
  listHolds(): Promise<Hold[]>;
  /** Holds everything when no subject is given. */
  placeHold(subject: Subject | undefined, reason: string): Promise<Hold>;
  liftHold(id: string): Promise<void>;
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
    planErasure: (subject) => post("/admin/erasures", { ...subject, dry_run: true }),
    erase: (subject, reason) => post<Job>("/admin/erasures", { ...subject, reason }),
    listHolds: async () => (await sendForJson<{ holds: Hold[] }>(send, { path: "/admin/holds" })).holds,
    placeHold: (subject, reason) => post<Hold>("/admin/holds", { ...subject, reason }),
    liftHold: async (id) => {
      await send({ method: "DELETE", path: `/admin/holds/${encodeURIComponent(id)}` });
    },
    anchorNow: () => post("/admin/audit/anchor", {}),
  };
}
