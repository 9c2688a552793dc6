import { MAX_FIX_SESSIONS } from "../limits.ts";
import type { FixMessage } from "./fix-message.ts";

export interface SequenceGap {
  sender: string;
  target: string;
  expected: number;
  received: number;
}

/**
 * Follows the sequence numbers (34) of each direction of each session. The first message of a direction sets its count: a log may
 * begin anywhere. A number that was sent before is no gap: it is a resend (43=Y), or the count began again with a logon.
 */
export class SessionGaps {
  /** Direction → the number that comes next. */
  readonly #next = new Map<string, number>();
  #isFull = false;

  /** The gap before this message, if there is one. */
  take({ fields }: Pick<FixMessage, "fields">): SequenceGap | undefined {
    const received = integerOf(fields.get("34"));
    const sender = fields.get("49") ?? "";
    const target = fields.get("56") ?? "";
    if (received === undefined) return undefined;
    // Sub-ids and locations do not divide a session; begin strings do.
    const direction = JSON.stringify([fields.get("8"), sender, target]);
    const expected = this.#next.get(direction);
    if (expected === undefined && this.#next.size >= MAX_FIX_SESSIONS) {
      this.#isFull = true;
      return undefined;
    }
    const next = this.#nextAfter(fields, received, expected);
    this.#next.set(direction, next);
    const isReset = fields.get("35") === "A" && (fields.get("141") === "Y" || received === 1);
    // A reset (gap fill or not) is given to close a gap; whether its own number fits is the receiver's matter.
    if (expected === undefined || received <= expected || isReset || isPlainReset(fields)) return undefined;
    return { sender, target, expected, received };
  }

  /** Whether there were more sessions than are followed. */
  get isFull(): boolean {
    return this.#isFull;
  }

  #nextAfter(fields: FixMessage["fields"], received: number, expected: number | undefined): number {
    const newNumber = fields.get("35") === "4" ? integerOf(fields.get("36")) : undefined;
    if (newNumber !== undefined) {
      // A gap fill inside of a resend does not take back what was counted since.
      return isPlainReset(fields) ? newNumber : Math.max(newNumber, expected ?? 0);
    }
    // A logon with a lower number begins a new count, also without saying so (141): both sides had agreed on a daily reset.
    if (fields.get("35") === "A" && fields.get("43") !== "Y") return received + 1;
    return Math.max(received + 1, expected ?? 0);
  }
}

/** SequenceReset in reset mode: the count goes on with the new number, whatever was before. */
function isPlainReset(fields: FixMessage["fields"]): boolean {
  return fields.get("35") === "4" && fields.get("123") !== "Y";
}

function integerOf(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,15}$/.test(text) ? Number(text) : undefined;
}
