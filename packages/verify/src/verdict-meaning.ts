import type { EventCheck } from "./event-proof.ts";
import type { Aspect, Verdict } from "./finding.ts";

/** What each verdict says, for people. */
export const VERDICT_MEANING: Readonly<Record<Aspect, Readonly<Record<Verdict, string>>>> = {
  integrity: {
    sound: "everything that is there is what was signed",
    damaged: "what is there is not what was signed",
    unchecked: "nothing could be checked",
  },
  completeness: {
    sound: "nothing that was signed or counted is missing",
    damaged: "something that was signed or counted is missing",
    unchecked: "nothing could be checked",
  },
};

/** What is known of an event's record. */
export const RECORD_MEANING: Readonly<
  Record<EventCheck["record"], { readonly verdict: Verdict; readonly text: string }>
> = {
  proven: { verdict: "sound", text: "these bytes are what was committed to" },
  changed: { verdict: "damaged", text: "other bytes were committed to" },
  withheld: { verdict: "unchecked", text: "the record is not in the file: it was erased, or left out" },
};

/** Whether the entry itself is in the tree, whatever is known of its record. */
export const ENTRY_MEANING: Readonly<Record<Exclude<Verdict, "unchecked">, string>> = {
  sound: "it stands at this place of the signed tree",
  damaged: "that it is in a signed tree is not proven",
};

/** Said of keys that nobody but the trail vouches for. */
export const COMPARE_KEYS = "compare it with what your operator publishes: the trail alone vouches for its key";

/** Whether the entry is proven to be in the tree. */
export function eventInTree({ problems, record }: Pick<EventCheck, "problems" | "record">): "sound" | "damaged" {
  const ofRecord = record === "changed" ? 1 : 0;
  return problems.length > ofRecord ? "damaged" : "sound";
}
