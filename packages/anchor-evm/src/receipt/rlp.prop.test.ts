import fc from "fast-check";
import { bytesToHex, toRlp } from "viem";
import { expect, test } from "vitest";
import { AnchorError } from "../anchor-error.ts";
import { decodeRlp } from "./rlp.ts";
import type { RlpItem } from "./rlp.ts";

type Bytes = Uint8Array | readonly Bytes[];

const BYTES = fc.oneof(
  fc.uint8Array({ maxLength: 3 }),
  fc.uint8Array({ minLength: 50, maxLength: 60 }),
  fc.uint8Array({ maxLength: 300 }),
);
/** Strings and lists of them, some with more than 65,535 bytes, five levels deep. */
const ITEM = fc.letrec<{ item: Bytes; list: Bytes }>((tie) => ({
  item: fc.oneof({ maxDepth: 4 }, BYTES, tie("list")),
  list: fc.array(tie("item"), { maxLength: 6 }),
})).item;

const encode = (item: Bytes): Uint8Array => toRlp(item as Parameters<typeof toRlp>[0], "bytes") as Uint8Array;
const plain = (item: RlpItem): unknown => (item instanceof Uint8Array ? bytesToHex(item) : item.map(plain));

test("what viem encodes is decoded", () => {
  fc.assert(
    fc.property(ITEM, (item) => {
      expect(plain(decodeRlp(encode(item)))).toEqual(plain(item));
    }),
  );
});

test("long strings are decoded", () => {
  for (const length of [55, 56, 255, 256, 65_535, 65_536, 200_000]) {
    const bytes = new Uint8Array(length).fill(200);
    expect(plain(decodeRlp(encode([bytes])))).toEqual([bytesToHex(bytes)]);
  }
});

test("whatever is decoded, is encoded to the same bytes; everything else is refused", () => {
  let decoded = 0;
  const tryIt = (bytes: Uint8Array): void => {
    let item: RlpItem;
    try {
      item = decodeRlp(bytes);
    } catch (error) {
      expect(error).toBeInstanceOf(AnchorError);
      return;
    }
    decoded++;
    expect(bytesToHex(encode(item))).toBe(bytesToHex(bytes));
  };
  fc.assert(fc.property(fc.uint8Array({ maxLength: 80 }), tryIt), { numRuns: 2_000 });
  const spoilt = fc.tuple(ITEM, fc.nat(), fc.integer({ min: 1, max: 255 })).map(([item, at, change]) => {
    const bytes = encode(item);
    const index = at % bytes.length;
    bytes[index] = (bytes[index] as number) ^ change;
    return bytes;
  });
  fc.assert(fc.property(spoilt, tryIt), { numRuns: 2_000 });
  expect(decoded).toBeGreaterThan(100);
});
