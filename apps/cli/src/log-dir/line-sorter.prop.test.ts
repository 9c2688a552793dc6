import { readdirSync } from "node:fs";
import { tmpdir } from "node:os";
import fc from "fast-check";
import { expect, test } from "vitest";
import { compareFound, isSameEvent, type FoundLine } from "./found-line.ts";
import { LineSorter, type SorterOptions } from "./line-sorter.ts";

async function sorted(lines: readonly FoundLine[], options: SorterOptions): Promise<FoundLine[]> {
  const sorter = new LineSorter(options);
  try {
    for (const line of lines) {
      // A line that is said not to be wanted may be left out.
      if (sorter.wants(line.timestamp)) sorter.add(line);
    }
    const out: FoundLine[] = [];
    for await (const line of sorter.sorted()) out.push(line);
    return out;
  } finally {
    sorter.close();
  }
}

function expected(lines: readonly FoundLine[], { order, limit }: SorterOptions): FoundLine[] {
  const all = lines.toSorted((a, b) => (order === "asc" ? compareFound(a, b) : compareFound(b, a)));
  const once = all.filter((line, at) => at === 0 || !isSameEvent(all[at - 1] as FoundLine, line));
  return once.slice(0, limit);
}

const line = fc.record({
  timestamp: fc.integer({ min: 0, max: 40 }).map((n) => `2024-01-15T10:30:45.0000${n + 10}Z`),
  id: fc.constantFrom("", "a", "b", "c", 'd\n"\t'),
  text: fc.string({ unit: "binary", maxLength: 20 }).map((text) => JSON.stringify({ text })),
});

const names = (lines: readonly FoundLine[]): string[] =>
  lines.map(({ timestamp, id, text, file, line: number }) =>
    // Which copy of an event is shown does not matter.
    id === "" ? JSON.stringify([timestamp, text, file, number]) : JSON.stringify([timestamp, id]),
  );

test("the first lines, each event once, with and without temporary files", async () => {
  const options = fc.record({
    order: fc.constantFrom("asc" as const, "desc" as const),
    limit: fc.constantFrom(1, 3, 50, Infinity),
    maxCharacters: fc.constantFrom(1, 60, 1_000_000),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(line, { maxLength: 60 }), options, async (parts, given) => {
      const lines = parts.map((part, at) => ({ ...part, file: at % 3, line: at + 1 }));
      expect(names(await sorted(lines, given))).toEqual(names(expected(lines, given)));
    }),
    { numRuns: 150 },
  );
});

test("many lines are sorted again and again, and what is too late is not wanted any more", async () => {
  const lines = Array.from({ length: 20_000 }, (_, i) => ({
    timestamp: `2024-01-15T10:30:45.${String((i * 7_919) % 20_000).padStart(6, "0")}Z`,
    id: "",
    file: 0,
    line: i,
    text: "{}",
  }));
  const options = { order: "desc", limit: 10 } as const;
  expect(await sorted(lines, options)).toEqual(expected(lines, options));
});

test("texts come back from temporary files to the character, and the files are gone", async () => {
  const before = readdirSync(tmpdir()).filter((name) => name.startsWith("daybook-search-"));
  const lines = ["{}", '{"a":"\\n\\t é 😀"}', '{"tab":\t1}'].map((text, at) => ({
    timestamp: "2024-01-15T10:30:45.000000Z",
    id: `id ${at}`,
    file: at,
    line: at,
    text,
  }));
  expect(await sorted(lines, { order: "asc", limit: Infinity, maxCharacters: 1 })).toEqual(lines);
  expect(readdirSync(tmpdir()).filter((name) => name.startsWith("daybook-search-"))).toEqual(before);
});
