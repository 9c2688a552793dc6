import fc from "fast-check";
import { expect, test } from "vitest";
import { MerkleError } from "./errors.ts";
import { formatNote, openNote, parseNote, signNote } from "./note.ts";
import { formatSignatureLines } from "./signature-lines.ts";
import { hasher } from "./test-support/naive-tree.ts";
import { nearly, unlessRefused } from "./test-support/refusal.ts";
import { KNOWN_CHECKPOINT, checkpointText, testKey } from "./test-support/signed-note.ts";
import { addCheckpointBody, parseCosignatureLines, parseWitnessSize } from "./witness.ts";

const HASH = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";

test("the request has the old size, the proof, a blank line and the checkpoint", () => {
  expect(addCheckpointBody(20_852_014, [hasher.empty, hasher.empty], KNOWN_CHECKPOINT)).toBe(
    `old 20852014\n${HASH}\n${HASH}\n\n${KNOWN_CHECKPOINT}`,
  );
  expect(addCheckpointBody(0, [], KNOWN_CHECKPOINT)).toBe(`old 0\n\n${KNOWN_CHECKPOINT}`);
  expect(addCheckpointBody(20_852_163, [], KNOWN_CHECKPOINT)).toBe(`old 20852163\n\n${KNOWN_CHECKPOINT}`);
});

test("what every witness would refuse is not asked", () => {
  const proof = [hasher.empty];
  expect(() => addCheckpointBody(-1, [], KNOWN_CHECKPOINT)).toThrow(MerkleError);
  expect(() => addCheckpointBody(20_852_164, [], KNOWN_CHECKPOINT)).toThrow(MerkleError);
  expect(() => addCheckpointBody(0, proof, KNOWN_CHECKPOINT)).toThrow(MerkleError);
  expect(() => addCheckpointBody(20_852_163, proof, KNOWN_CHECKPOINT)).toThrow(MerkleError);
  expect(() => addCheckpointBody(1, Array<Uint8Array>(64).fill(hasher.empty), KNOWN_CHECKPOINT)).toThrow(MerkleError);
  expect(() => addCheckpointBody(1, [hasher.empty.subarray(1)], KNOWN_CHECKPOINT)).toThrow(MerkleError);
  expect(() => addCheckpointBody(0, [], KNOWN_CHECKPOINT.trimEnd())).toThrow(MerkleError);
  expect(() => addCheckpointBody(0, [], KNOWN_CHECKPOINT.replace("20852163", "x"))).toThrow(MerkleError);
});

test("a witness's answer goes behind the checkpoint's signatures and is checked there", async () => {
  const [log, witness, stranger] = ["log", "w1", "w2"].map(testKey) as [LogKey, LogKey, LogKey];
  const checkpoint = await signNote(checkpointText(7), [log.signer]);
  const { text, signatures } = parseNote(checkpoint);
  const answer = parseNote(await signNote(text, [witness.witness(() => 9), stranger.witness(() => 9)])).signatures;
  const body = new TextEncoder().encode(formatSignatureLines(answer));
  const cosigned = formatNote({ text, signatures: [...signatures, ...parseCosignatureLines(body)] });
  const { verified, unverified } = await openNote(cosigned, [log.verifier, witness.witnessVerifier]);
  expect([verified.length, unverified.length]).toEqual([2, 1]);
});
type LogKey = ReturnType<typeof testKey>;

test("a witness's size is a decimal and a newline", () => {
  expect(parseWitnessSize("0\n")).toBe(0);
  expect(parseWitnessSize("9007199254740991\n")).toBe(2 ** 53 - 1);
  expect(parseWitnessSize(new TextEncoder().encode("20852014\n"))).toBe(20_852_014);
  for (const body of ["", "\n", "1", "01\n", "1\n\n", "1 \n", "-1\n", "9007199254740992\n", "1".repeat(1_000_000)]) {
    expect(() => parseWitnessSize(body)).toThrow(MerkleError);
  }
});

test("random answers are refused or written again as they were", () => {
  const lines = KNOWN_CHECKPOINT.slice(KNOWN_CHECKPOINT.indexOf("—"));
  fc.assert(
    fc.property(nearly([lines, "20852014\n"], ["— ", "a", "\n", "0", "7", "AAAAAQI=", " "]), (text) => {
      const signatures = unlessRefused(() => parseCosignatureLines(text));
      if (signatures !== undefined) expect(formatSignatureLines(signatures)).toBe(text);
      const size = unlessRefused(() => parseWitnessSize(text));
      if (size !== undefined) expect(`${size}\n`).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});
