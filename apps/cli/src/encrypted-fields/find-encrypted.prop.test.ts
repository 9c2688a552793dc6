import fc from "fast-check";
import { expect, test } from "vitest";
import { findEncrypted } from "./find-encrypted.ts";

const SEALED = { v: 1, key: "k{1}", iv: "aa", data: "b+/=" };

interface Found {
  name: string;
  value: unknown;
}

/** The same by walking through the parsed value. */
function walk(value: unknown, name: string, found: Found[]): void {
  if (typeof value !== "object" || value === null) return;
  if (Array.isArray(value)) {
    for (const item of value) walk(item, name, found);
    return;
  }
  const entries = Object.entries(value);
  if (entries.length === 1 && entries[0]?.[0] === "$encrypted") return void found.push({ name, value });
  for (const [key, item] of entries) walk(item, key, found);
}

test("finds the encrypted values of any JSON, by name, wherever they stand", () => {
  const name = fc.oneof(fc.constantFrom("card", "a:b", 'q"u\\o', "é", "{", "$encrypted "), fc.string({ maxLength: 4 }));
  const { tree } = fc.letrec<{ tree: unknown }>((tie) => ({
    tree: fc.oneof(
      { maxDepth: 4 },
      fc.constant({ $encrypted: SEALED }),
      fc.string(),
      fc.constantFrom('"$encrypted":{', "\\", '\\"', ":", "}"),
      fc.integer(),
      fc.dictionary(name, tie("tree"), { maxKeys: 4, noNullPrototype: true }),
      fc.array(tie("tree"), { maxLength: 3 }),
    ),
  }));
  fc.assert(
    fc.property(
      fc.dictionary(name, tree, { maxKeys: 4, noNullPrototype: true }),
      fc.constantFrom(0, 2),
      (value, indent) => {
        const text = JSON.stringify(value, undefined, indent);
        const expected: Found[] = [];
        walk(JSON.parse(text), "", expected);
        const found = findEncrypted(text).map(({ name: at, start, end }) => ({
          name: at,
          value: JSON.parse(text.slice(start, end)) as unknown,
        }));
        expect(found).toEqual(expected);
      },
    ),
  );
});

test("a torn or hostile line is walked through once and throws nothing", () => {
  for (const text of [
    '{"a":{"$encrypted":{"v":1',
    "}}}]",
    '"$encrypted',
    '{"$encrypted"}',
    `{"${'\\"'.repeat(100_000)}$encrypted`,
  ])
    expect(findEncrypted(text)).toEqual([]);
});
