import fc from "fast-check";
import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { MAX_PROOF_FILE_BYTES } from "./limits.ts";
import { openNote, signNote } from "./note.ts";
import { formatProofFile, parseProofFile } from "./proof-file.ts";
import { hasher, leavesOf, naiveInclusion, naiveRoot } from "./test-support/naive-tree.ts";
import { nearly, unlessRefused } from "./test-support/refusal.ts";
import { KNOWN_CHECKPOINT, testKey } from "./test-support/signed-note.ts";
import { formatCheckpoint, parseCheckpoint } from "./checkpoint.ts";
import { verifyInclusion } from "./verify.ts";

const HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
const PLAIN = `c2sp.org/tlog-proof@v1\nindex 73894\n${HASH}\n${HASH}\n\n${KNOWN_CHECKPOINT}`;
const WITH_EXTRA = `c2sp.org/tlog-proof@v1\nextra AQID\nindex 0\n\n${KNOWN_CHECKPOINT}`;

test("files with and without extra data and proof lines are read and written", () => {
  expect(parseProofFile(PLAIN)).toEqual({
    index: 73_894,
    proof: [hasher.empty, hasher.empty],
    checkpoint: KNOWN_CHECKPOINT,
  });
  expect(parseProofFile(new TextEncoder().encode(WITH_EXTRA))).toEqual({
    extra: new Uint8Array([1, 2, 3]),
    index: 0,
    proof: [],
    checkpoint: KNOWN_CHECKPOINT,
  });
  for (const text of [PLAIN, WITH_EXTRA, WITH_EXTRA.replace("AQID", "")]) {
    expect(formatProofFile(parseProofFile(text))).toBe(text);
  }
});

test("a proof file is all that is needed beside the leaf and the key", async () => {
  const key = testKey("example.com/log");
  const leaves = leavesOf(11);
  const root = naiveRoot(leaves);
  const text = formatCheckpoint({ origin: key.name, size: 11, root, extensions: [] });
  const checkpoint = await signNote(text, [key.signer]);
  const file = parseProofFile(formatProofFile({ index: 6, proof: naiveInclusion(6, leaves), checkpoint }));
  const head = parseCheckpoint((await openNote(file.checkpoint, [key.verifier])).text);
  expect(verifyInclusion(hasher, { ...file, ...head, leafHash: leaves[6]! })).toBe(true);
  expect(verifyInclusion(hasher, { ...file, ...head, leafHash: leaves[5]! })).toBe(false);
});

test("other spellings are refused", () => {
  for (const text of [
    "",
    "\n\n",
    PLAIN.slice(1),
    PLAIN.replace("@v1", "@v2"),
    PLAIN.replaceAll("\n", "\r\n"),
    PLAIN.replace("index 73894\n", ""),
    PLAIN.replace("index 73894", "index 073894"),
    PLAIN.replace("index 73894", "index  73894"),
    PLAIN.replace("index 73894", "Index 73894"),
    PLAIN.replace("index 73894", "index 20852163"),
    PLAIN.replace("index 73894", "index 9007199254740992"),
    PLAIN.replace("index", "extra AQID\nextra AQID\nindex"),
    PLAIN.replace("index 73894\n", "index 73894\nextra AQID\n"),
    PLAIN.replace(HASH, HASH.slice(4)),
    PLAIN.replace(HASH, `${HASH}\n\n${HASH}`),
    PLAIN.replace(`${HASH}\n`, `${HASH}\n`.repeat(63)),
    PLAIN.replace(`\n\n${KNOWN_CHECKPOINT}`, `\n${KNOWN_CHECKPOINT}`),
    PLAIN.trimEnd(),
    `${PLAIN}\n`,
    PLAIN.replace("20852163", "0"),
    WITH_EXTRA.replace("AQID", "AQI"),
    WITH_EXTRA.replace("AQID", "AQJ="),
    WITH_EXTRA.replace("extra AQID", "extra"),
    WITH_EXTRA.replace("AQID", "A".repeat(MAX_PROOF_FILE_BYTES)),
    "c2sp.org/tlog-proof@v1\n".repeat(80_000),
  ]) {
    expect(() => parseProofFile(text), text.slice(0, 80)).toThrow(MerkleError);
  }
});

test("what cannot be a proof file is not written", () => {
  const good = parseProofFile(PLAIN);
  for (const bad of [
    { index: -1 },
    { index: 20_852_163 },
    { proof: [new Uint8Array(31)] },
    { proof: Array<Uint8Array>(64).fill(hasher.empty) },
    { checkpoint: "" },
    { checkpoint: KNOWN_CHECKPOINT.replace("20852163", "x") },
    { extra: new Uint8Array(MAX_PROOF_FILE_BYTES) },
  ]) {
    expect(() => formatProofFile({ ...good, ...bad })).toThrow(MerkleError);
  }
});

test("random text is refused or written again as it was", () => {
  const pieces = [
    "c2sp.org/tlog-proof@v1\n",
    "extra ",
    "index ",
    "0",
    "\n",
    "\n\n",
    `${HASH}\n`,
    KNOWN_CHECKPOINT,
    "A",
  ];
  fc.assert(
    fc.property(nearly([PLAIN, WITH_EXTRA], pieces), (text) => {
      const file = unlessRefused(() => parseProofFile(text));
      if (file !== undefined) expect(formatProofFile(file)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});
