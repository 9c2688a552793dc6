import { RE2JS, RE2JSException } from "re2js";
import { MAX_REGEX_LENGTH, MAX_REGEX_PROGRAM } from "../limits.ts";

/**
 * Classes that both engines know: RE2 of the store is some Unicode versions behind, and re2js knows
 * properties that RE2 does not.
 */
const CLASSES = new Set(
  (
    "Any C Cc Cf Co L Ll Lm Lo Lt Lu M Mc Me Mn N Nd Nl No P Pc Pd Pe Pf Pi Po Ps S Sc Sk Sm So Z Zl Zp Zs " +
    "Arabic Armenian Bengali Common Cyrillic Devanagari Georgian Greek Han Hangul Hebrew Hiragana Inherited Katakana Latin Tamil Thai"
  ).split(" "),
);
/** As bytes of UTF-8 a Unicode class takes hundreds of instructions, and the store's compiled form has a size limit. */
const MAX_CLASS_PROGRAM = 200;

export type RegexCheck =
  | { readonly ok: true; readonly programSize: number }
  /** `at` is the place within the source when it is known. */
  | { readonly ok: false; readonly problem: string; readonly at: number; readonly length: number };

/** Whether an expression is one for both engines, and small enough that no text makes either slow. */
export function checkRegex(source: string): RegexCheck {
  const whole = { ok: false, at: 0, length: source.length } as const;
  if (source.length > MAX_REGEX_LENGTH) {
    return { ...whole, problem: `it has ${source.length} characters; at most ${MAX_REGEX_LENGTH} are taken` };
  }
  if (source.includes("\0")) return { ...whole, problem: "it has a NUL character" };
  const refused = findRefused(source);
  if (refused) return { ok: false, ...refused };
  try {
    const programSize = RE2JS.compile(source, RE2JS.DOTALL).programSize();
    const most = /\\[pP]/.test(source) ? MAX_CLASS_PROGRAM : MAX_REGEX_PROGRAM;
    if (programSize > most)
      return { ...whole, problem: `its repetitions make it ${programSize} steps long; at most ${most} are taken` };
    return { ok: true, programSize };
  } catch (error) {
    return describe(error, source);
  }
}

/** Pieces that both engines take and read differently, and classes that one of them does not know. */
function findRefused(source: string): { problem: string; at: number; length: number } | undefined {
  for (const match of source.matchAll(/\\.|\[\^?\]/gsu)) {
    const [piece] = match;
    const at = match.index;
    if (piece === "\\B" || piece === "\\Q") return { problem: `${piece} is not taken`, at, length: 2 };
    if (piece.startsWith("["))
      return { problem: "write \\] for a ] at the start of a class", at, length: piece.length };
    const name = /^\\[pP](?:\{\^?([^}]*)\}|(.))/u.exec(source.slice(at));
    const className = name?.[1] ?? name?.[2];
    if (name && className !== undefined && !CLASSES.has(className)) {
      return { problem: `the class ${name[0]} is not known`, at, length: name[0].length };
    }
  }
  return undefined;
}

/** A test for an expression that {@link checkRegex} found good. */
export function compileRegex(source: string): (text: string) => boolean {
  const regex = RE2JS.compile(source, RE2JS.DOTALL);
  return (text) => regex.test(text);
}

function describe(error: unknown, source: string): RegexCheck {
  // Deep nesting overflows the compiler's stack; everything else it throws is its own.
  if (!(error instanceof RE2JSException))
    return { ok: false, problem: "it is nested too deeply", at: 0, length: source.length };
  const [, problem = error.message, piece = ""] =
    /^error parsing regexp: (.*?)(?:: `(.*)`)?$/s.exec(error.message) ?? [];
  const part = piece.replace(/^\(\?s\)/, "");
  const at = part === "" ? -1 : source.indexOf(part);
  return {
    ok: false,
    problem: part === "" ? problem : `${problem} (${part})`,
    at: Math.max(at, 0),
    length: at < 0 ? source.length : part.length,
  };
}

/**
 * The expression as the store gets it. Its search for texts that every match must contain takes a byte for a
 * character before `*` and `?`, and so misses `ß` for `ßß?`; a character written by its number is left alone.
 */
export function storedRegex(source: string): string {
  return source.replace(/[^\0-\x7f]/gu, (char) => `\\x{${(char.codePointAt(0) as number).toString(16)}}`);
}
