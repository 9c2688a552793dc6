import fc from "fast-check";
import { expect, test } from "vitest";
import { textLines } from "./text-lines.ts";

async function* each(pieces: readonly string[]): AsyncGenerator<string> {
  yield* pieces;
}

async function linesOf(pieces: readonly string[], maxLength = 100): Promise<string[]> {
  const lines: string[] = [];
  for await (const line of textLines(each(pieces), maxLength)) lines.push(line);
  return lines;
}

test("lines are the same however the text is cut in pieces", async () => {
  const text = fc.array(fc.constantFrom("a", "é", "\n", "bc"), { maxLength: 60 }).map((parts) => parts.join(""));
  await fc.assert(
    fc.asyncProperty(text, fc.array(fc.nat(60), { maxLength: 6 }), async (whole, cuts) => {
      const places = [0, ...cuts.filter((cut) => cut < whole.length).toSorted((a, b) => a - b), whole.length];
      const pieces = places.slice(1).map((end, i) => whole.slice(places[i], end));
      const wanted = whole.split("\n");
      if (wanted.at(-1) === "") wanted.pop();
      expect(await linesOf(pieces)).toEqual(wanted);
    }),
  );
});

test("of a line that is too long the beginning is given, and the next one is whole", async () => {
  expect(await linesOf(["aaaa", "bbbb", "cc\nnext\n"], 5)).toEqual(["aaaab", "next"]);
  expect(await linesOf(["aaaabbbb\nnext"], 5)).toEqual(["aaaab", "next"]);
  expect(await linesOf(["aaaabbbbbbbbb"], 5)).toEqual(["aaaab"]);
});
