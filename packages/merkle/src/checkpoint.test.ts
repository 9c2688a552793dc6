import fc from "fast-check";
import { expect, test } from "vitest";
import { formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { MerkleError } from "./errors.ts";
import { hasher } from "./test-support/naive-tree.ts";
import { nearly, unlessRefused } from "./test-support/refusal.ts";

/** The example of c2sp.org/tlog-checkpoint. */
const EXAMPLE = "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n";
const EMPTY = "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\nfirst extension\nsecond\n";

test("the example of tlog-checkpoint is read and written", () => {
  const checkpoint = parseCheckpoint(EXAMPLE);
  expect(checkpoint.origin).toBe("example.com/behind-the-sofa");
  expect(checkpoint.size).toBe(20_852_163);
  expect(Buffer.from(checkpoint.root).toString("base64")).toBe("CsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=");
  expect(checkpoint.extensions).toEqual([]);
  expect(formatCheckpoint(checkpoint)).toBe(EXAMPLE);
});

test("the empty tree and extension lines are read and written", () => {
  expect(parseCheckpoint(EMPTY)).toEqual({
    origin: "o",
    size: 0,
    root: hasher.empty,
    extensions: ["first extension", "second"],
  });
  expect(formatCheckpoint(parseCheckpoint(EMPTY))).toBe(EMPTY);
});

test("other spellings are refused", () => {
  for (const text of [
    "",
    "\n",
    EXAMPLE.slice(0, -1),
    EXAMPLE + "\n",
    "\n" + EXAMPLE,
    EXAMPLE.replaceAll("\n", "\r\n"),
    EXAMPLE.replace("\n2", "\n02"),
    EXAMPLE.replace("\n2", "\n+2"),
    EXAMPLE.replace("\n2", "\n 2"),
    EXAMPLE.replace("20852163", "9007199254740992"),
    EXAMPLE.replace("20852163", ""),
    EXAMPLE.replace("q2I=", "q2J="),
    EXAMPLE.replace("q2I=", "q2I"),
    EXAMPLE.replace("CsUY", ""),
    EXAMPLE.replace("example.com/behind-the-sofa", ""),
    "origin\n1\n",
    EMPTY.replace("second", ""),
    EXAMPLE + "\0\n",
    EXAMPLE + "x".repeat(1_000_000) + "\n",
  ]) {
    expect(() => parseCheckpoint(text), text.slice(0, 60)).toThrow(MerkleError);
  }
});

test("what cannot be a checkpoint is not written", () => {
  const good = parseCheckpoint(EXAMPLE);
  for (const bad of [
    { origin: "" },
    { origin: "a\nb" },
    { origin: "a\tb" },
    { origin: "\ud800" },
    { size: -1 },
    { size: 2 ** 53 },
    { size: 0.5 },
    { root: new Uint8Array(31) },
    { extensions: [""] },
    { extensions: ["a\nb"] },
    { extensions: ["x".repeat(1_000_000)] },
  ]) {
    expect(() => formatCheckpoint({ ...good, ...bad })).toThrow(MerkleError);
  }
});

test("random text is refused or written again as it was", () => {
  fc.assert(
    fc.property(nearly([EXAMPLE, EMPTY], ["a", "\n", "0", "1", " ", "=", EXAMPLE, "\r"]), (text) => {
      const checkpoint = unlessRefused(() => parseCheckpoint(text));
      if (checkpoint !== undefined) expect(formatCheckpoint(checkpoint)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});
