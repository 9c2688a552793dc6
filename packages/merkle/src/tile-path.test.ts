import fc from "fast-check";
import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { nearly } from "./test-support/refusal.ts";
import { entriesPath, parseTilePath, tilePath } from "./tile-path.ts";

test("paths as tlog-tiles writes them", () => {
  expect(tilePath({ level: 0, index: 1_234_067, width: 256 })).toBe("tile/0/x001/x234/067");
  expect(tilePath({ level: 1, index: 1, width: 17 })).toBe("tile/1/001.p/17");
  expect(tilePath({ level: 0, index: 1_000, width: 1 })).toBe("tile/0/x001/000.p/1");
  expect(entriesPath(273, 112)).toBe("tile/entries/273.p/112");
  expect(entriesPath(2 ** 53 - 1, 256)).toBe("tile/entries/x009/x007/x199/x254/x740/991");
});

const EXAMPLES = [
  "tile/0/x001/x234/067",
  "tile/1/001.p/17",
  "tile/entries/273.p/112",
  "tile/entries/x009/x007/x199/x254/x740/991",
];

test("one tile has one path: other spellings are no paths", () => {
  for (const path of [
    "",
    "/tile/0/000",
    "tile/0/000/",
    "tile/0",
    "tile/00/000",
    "tile/01/000",
    "tile/64/000",
    "tile/-1/000",
    "tile/data/000",
    "tile/0/0",
    "tile/0/0000",
    "tile/0/x000/001",
    "tile/0/001/001",
    "tile/0/x001",
    "tile/0/X001/000",
    "tile/0/000.p/0",
    "tile/0/000.p/256",
    "tile/0/000.p/01",
    "tile/0/000.p/",
    "tile/0/000.p",
    "tile/0/000.P/1",
    "tile/0/../000",
    "tile/0/000\n",
    "tile/0/٠٠٠",
    "tile/entries/x009/x007/x199/x254/x740/992",
    "tile/entries/x001/x000/x000/x000/x000/x000/000",
    `tile/0/${"x001/".repeat(1_000_000)}000`,
  ]) {
    expect(parseTilePath(path), path.slice(0, 40)).toBeUndefined();
  }
});

test("every tile is read again from its path", () => {
  const index = fc.oneof(fc.nat(3_000), fc.integer({ min: 0, max: 2 ** 53 - 1 }));
  fc.assert(
    fc.property(fc.nat(63), index, fc.integer({ min: 1, max: 256 }), (level, at, width) => {
      expect(parseTilePath(tilePath({ level, index: at, width }))).toEqual({ kind: "tile", level, index: at, width });
      expect(parseTilePath(entriesPath(at, width))).toEqual({ kind: "entries", index: at, width });
    }),
  );
});

test("random text is refused or written again as it was", () => {
  fc.assert(
    fc.property(nearly(EXAMPLES, ["tile/", "entries/", "0", "x", "001", "/", ".p/", "256", "\n"]), (text) => {
      const path = parseTilePath(text);
      if (path === undefined) return;
      expect(path.kind === "tile" ? tilePath(path) : entriesPath(path.index, path.width)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});

test("tiles that cannot be are refused", () => {
  for (const [level, index, width] of [
    [-1, 0, 256],
    [64, 0, 256],
    [0.5, 0, 256],
    [0, -1, 256],
    [0, 2 ** 53, 256],
    [0, 0, 0],
    [0, 0, 257],
    [0, 0, 1.5],
    [0, 0, Number.NaN],
  ] as const) {
    expect(() => tilePath({ level, index, width })).toThrow(MerkleError);
    if (level === 0) expect(() => entriesPath(index, width)).toThrow(MerkleError);
  }
});
