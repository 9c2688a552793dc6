import type { Term } from "../query.ts";
import { equalsTerm } from "./equals.ts";
import { levelTerm } from "./level.ts";
import { numberTerm } from "./number.ts";
import { patternTerm } from "./pattern.ts";
import { presentTerm } from "./present.ts";
import { regexTerm } from "./regex.ts";
import type { TermKind } from "./term.ts";
import { textTerm } from "./text.ts";
import { timeTerm } from "./time.ts";

/** All words of the language. */
const KINDS: { readonly [K in Term["kind"]]: TermKind<Extract<Term, { kind: K }>> } = {
  text: textTerm,
  equals: equalsTerm,
  pattern: patternTerm,
  regex: regexTerm,
  present: presentTerm,
  level: levelTerm,
  number: numberTerm,
  time: timeTerm,
};

export function kindOf<T extends Term>(term: T): TermKind<T> {
  return KINDS[term.kind] as unknown as TermKind<T>;
}
