import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { openEngine } from "../test-support/engine.ts";
import { checkRegex, compileRegex, storedRegex } from "./regex.ts";

const RUNS = Number(process.env["DAYBOOK_PROPERTY_RUNS"] ?? 300);
const seed = Number(process.env["DAYBOOK_PROPERTY_SEED"] ?? 42);
const engine = openEngine();
afterAll(() => engine.close());

const PIECES = [
  "a",
  "b",
  "K",
  "s",
  "ß",
  "é",
  "日",
  " ",
  "-",
  ".",
  "^",
  "$",
  "|",
  "(",
  ")",
  "(?:",
  "(?i)",
  "(?i:",
  "(?s)",
  "(?-s)",
  "(?m)",
  "(?U)",
  "(?P<n>",
  "(?<n>",
  "*",
  "+",
  "?",
  "*?",
  "+?",
  "{2}",
  "{0,3}",
  "{2,}",
  "{,2}",
  "{",
  "}",
  "[",
  "]",
  "[^",
  "a-z",
  "[a-c]",
  "[^a]",
  "[[:alpha:]]",
  "[[:^digit:]]",
  "[]a]",
  "\\d",
  "\\D",
  "\\w",
  "\\W",
  "\\s",
  "\\S",
  "\\b",
  "\\B",
  "\\A",
  "\\z",
  "\\pL",
  "\\PN",
  "\\p{Lu}",
  "\\p{^Greek}",
  "\\n",
  "\\t",
  "\\x41",
  "\\x{1F600}",
  "\\.",
  "\\\\",
  "\\0",
  "\\01",
  "\\a",
  "\\v",
  "\\C",
  "\\Z",
  "\\h",
  "\\1",
  "\\k",
  "/",
  "'",
  '"',
  "&&",
  "~",
  "#",
  "\n",
] as const;
const regex = fc.array(fc.constantFrom(...PIECES), { minLength: 1, maxLength: 8 }).map((pieces) => pieces.join(""));
const subject = fc
  .array(
    fc.constantFrom(
      "a",
      "b",
      "A",
      "k",
      "K",
      "K",
      "s",
      "ſ",
      "ß",
      "é",
      "É",
      "日",
      "😀",
      "1",
      " ",
      "\n",
      ".",
      "-",
      "\\",
      "\0",
      "_",
      "ab",
      "aab",
    ),
    { maxLength: 6 },
  )
  .map((pieces) => pieces.join(""));

test("an expression found good is good for the store, and both find the same", async () => {
  let good = 0;
  await fc.assert(
    fc.asyncProperty(regex, fc.array(subject, { minLength: 8, maxLength: 8 }), async (source, texts) => {
      if (!checkRegex(source).ok) return;
      good++;
      const matches = compileRegex(source);
      const [stored] = await engine.query("SELECT match(arrayJoin({texts:Array(String)}), {source:String})", {
        texts,
        source: storedRegex(source),
      });
      expect((stored as number[]).map(Boolean)).toEqual(texts.map((text) => matches(text)));
    }),
    { seed, numRuns: RUNS },
  );
  expect(good).toBeGreaterThan(RUNS / 10);
}, 120_000);
