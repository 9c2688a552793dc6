import fc from "fast-check";
import { expect } from "vitest";
import { MerkleError } from "../errors.ts";

/** What a parser answers, or undefined if it refuses with a MerkleError. Everything else that it throws fails the test. */
export function unlessRefused<T>(parse: () => T): T | undefined {
  try {
    return parse();
  } catch (error) {
    expect(error).toBeInstanceOf(MerkleError);
    expect((error as MerkleError).message.length).toBeLessThan(300);
    return undefined;
  }
}

/** Text that is random, or random pieces of a language, or a good example with a piece cut out, put in or changed. */
export function nearly(examples: readonly string[], pieces: readonly string[]): fc.Arbitrary<string> {
  const spoilt = fc
    .tuple(
      fc.constantFrom(...examples),
      fc.nat(1_000),
      fc.nat(3),
      fc.oneof(fc.constantFrom(...pieces), fc.string({ unit: "binary", maxLength: 4 })),
    )
    .map(([example, at, removed, put]) => {
      const from = at % (example.length + 1);
      return example.slice(0, from) + put + example.slice(from + removed);
    });
  const joined = fc.array(fc.constantFrom(...pieces), { maxLength: 20 }).map((parts) => parts.join(""));
  return fc.oneof(spoilt, joined, fc.string({ unit: "binary", maxLength: 80 }));
}

/** Numbers that are no size or index, and some that are. */
export const STRANGE_NUMBER = fc.oneof(
  fc.constantFrom(
    -1,
    -0.5,
    0.5,
    2 ** 53,
    2 ** 64,
    Number.NaN,
    Infinity,
    -Infinity,
    2 ** 53 - 1,
    2 ** 32,
    2 ** 31,
    0,
    1,
  ),
  fc.double(),
  fc.integer(),
);
