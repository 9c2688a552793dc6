import { DaybookError } from "@daybook/protocol";
import { MAX_IDEMPOTENCY_KEYS } from "./limits.ts";

interface Remembered<Reply> {
  bodyHash: string;
  reply: Promise<Reply>;
  atMs: number;
}

/** Answers by Idempotency-Key, bounded by number and age: a repetition gets the answer of the first, also while that is under way. */
export class IdempotencyKeys<Reply> {
  readonly #remembered = new Map<string, Remembered<Reply>>();
  readonly #retentionMs: number;
  readonly #maxKeys: number;

  constructor(retentionMs: number, maxKeys = MAX_IDEMPOTENCY_KEYS) {
    this.#retentionMs = retentionMs;
    this.#maxKeys = maxKeys;
  }

  /** Rejects with DAYBOOK_INGEST_KEY_REUSED when the key came with another body before. A failed `work` leaves no trace. */
  run(key: string, bodyHash: string, nowMs: number, work: () => Promise<Reply>): Promise<Reply> {
    const known = this.#remembered.get(key);
    if (known && nowMs - known.atMs <= this.#retentionMs) {
      if (known.bodyHash === bodyHash) return known.reply;
      const age = Math.round((nowMs - known.atMs) / 1_000);
      return Promise.reject(
        new DaybookError("DAYBOOK_INGEST_KEY_REUSED", `the key came ${age} s ago with another body`, { age_s: age }),
      );
    }
    const reply = work();
    const entry = { bodyHash, reply, atMs: nowMs };
    this.#remembered.delete(key);
    this.#remembered.set(key, entry);
    reply.catch(() => {
      if (this.#remembered.get(key) === entry) this.#remembered.delete(key);
    });
    for (const oldest of this.#remembered.keys()) {
      if (this.#remembered.size <= this.#maxKeys) break;
      this.#remembered.delete(oldest);
    }
    return reply;
  }
}
