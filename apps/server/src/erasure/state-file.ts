import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { DaybookError } from "@daybook/protocol";
import { z } from "zod";
import { replaceFile } from "../access/durable-file.ts";

const SUBJECT = { field: z.enum(["user_id", "producer"]), value: z.string().min(1) };

const HOLD = z.object({
  id: z.string(),
  /** Null: everything is held. */
  subject: z.object(SUBJECT).nullable(),
  reason: z.string(),
  by: z.string(),
  placed_at: z.string(),
});

/** An erasure that was begun: it is gone on with until it is done, also after a start. */
const RUNNING = z.object({
  ...SUBJECT,
  /** As entries of the trail name the subject. */
  pseudonym: z.string(),
  by: z.string(),
  reason: z.string(),
  /** Events up to this number go; null until the trail stood still for it. */
  up_to_seq: z.number().int().nullable(),
  events: z.number().int().nullable(),
});

const STATE = z.object({
  version: z.literal(1),
  /** No line of the journal behind this number stands for an erased event. */
  erased_up_to: z.number().int(),
  running: RUNNING.nullable(),
  /** By pseudonym: what was erased. Whoever may write events could write one that says so of others. */
  erased: z.array(z.object({ subject: z.string(), last_seq: z.number().int() })).default([]),
  holds: z.array(HOLD),
});

export type Hold = z.infer<typeof HOLD>;
export type RunningErasure = z.infer<typeof RUNNING>;
type State = z.infer<typeof STATE>;

/** What must be known of erasures and holds over a start: `state/erasure.json`. It names people while they are held or being erased. */
export class ErasureState {
  readonly #path: string;
  #state: State;

  /** @throws DaybookError DAYBOOK_ERASURE_STATE when the file is there and cannot be read: a hold may be in it. */
  constructor(stateDir: string) {
    this.#path = join(stateDir, "erasure.json");
    this.#state = { version: 1, erased_up_to: 0, running: null, erased: [], holds: [] };
    if (!existsSync(this.#path)) return;
    const found = STATE.safeParse(parsed(readFileSync(this.#path, "utf8")));
    if (!found.success)
      throw new DaybookError("DAYBOOK_ERASURE_STATE", `${this.#path} is not what Daybook wrote; a hold may be in it`);
    this.#state = found.data;
  }

  get erasedUpTo(): number {
    return this.#state.erased_up_to;
  }

  get running(): RunningErasure | null {
    return this.#state.running;
  }

  /** Whether this installation did erase the subject's events up to this number. */
  hasErased(subject: string, lastSeq: number): boolean {
    return this.#state.erased.some((one) => one.subject === subject && one.last_seq === lastSeq);
  }

  get holds(): readonly Hold[] {
    return this.#state.holds;
  }

  setRunning(running: RunningErasure | null): void {
    const { erased } = this.#state;
    const upToSeq = running?.up_to_seq ?? null;
    if (running === null || upToSeq === null || this.hasErased(running.pseudonym, upToSeq)) {
      this.#write({ ...this.#state, running });
      return;
    }
    const more = { subject: running.pseudonym, last_seq: upToSeq };
    this.#write({
      ...this.#state,
      running,
      erased: [...erased, more],
      erased_up_to: Math.max(this.erasedUpTo, upToSeq),
    });
  }

  setHolds(holds: Hold[]): void {
    this.#write({ ...this.#state, holds });
  }

  /** Durable when it returns. */
  #write(next: State): void {
    replaceFile(this.#path, `${JSON.stringify(next)}\n`);
    this.#state = next;
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
