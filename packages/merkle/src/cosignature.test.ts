import fc from "fast-check";
import { expect, test } from "vitest";
import { cosignatureSigner, cosignatureVerifier, readCosignature } from "./cosignature.ts";
import { ed25519Verifier } from "./ed25519.ts";
import { MerkleError } from "./errors.ts";
import { formatNote, openNote, parseNote, signNote } from "./note.ts";
import { hasher } from "./test-support/naive-tree.ts";
import { KNOWN_CHECKPOINT, checkpointText, nodeVerify, testKey } from "./test-support/signed-note.ts";

const LOG = testKey("example.com/log");
const WITNESS = testKey("witness.example/w1");
const TIME = 1_679_315_147;

test("the time of the example of tlog-cosignature", () => {
  const { signatures } = parseNote(KNOWN_CHECKPOINT);
  expect(readCosignature(signatures[1]!.signature).timestamp).toBe(TIME);
  expect(readCosignature(signatures[1]!.signature).signature).toHaveLength(64);
});

test("the signed message is the header, the time and the text of the note", async () => {
  let message = "";
  const signer = cosignatureSigner("w", WITNESS.publicKey, hasher, recordInto, () => TIME);
  function recordInto(bytes: Uint8Array): Uint8Array {
    message = new TextDecoder().decode(bytes);
    return new Uint8Array(64);
  }
  const { text } = parseNote(KNOWN_CHECKPOINT);
  const bytes = await signer.sign(text);
  expect(message).toBe(`cosignature/v1\ntime 1679315147\n${text}`);
  expect(Buffer.from(bytes.subarray(0, 8)).toString("hex")).toBe("00000000641850cb");
});

test("a witness's signature is opened beside the log's, with its time", async () => {
  const note = await signNote(checkpointText(7), [LOG.signer, WITNESS.witness(() => TIME)]);
  const { verified } = await openNote(note, [LOG.verifier, WITNESS.witnessVerifier]);
  expect(verified.map(({ name }) => name)).toEqual([LOG.name, WITNESS.name]);
  expect(readCosignature(verified[1]!.signature).timestamp).toBe(TIME);
});

test("another text, another time and the signature of a log's key are wrong", async () => {
  const note = await signNote(checkpointText(7), [WITNESS.witness(() => TIME)]);
  const { signatures } = parseNote(note);
  const verifiers = [WITNESS.witnessVerifier];
  await expect(openNote(formatNote({ text: checkpointText(8), signatures }), verifiers)).rejects.toThrow(MerkleError);
  for (let i = 0; i < 72; i++) {
    const signature = signatures[0]!.signature.slice();
    signature[i]! ^= 1;
    expect(await WITNESS.witnessVerifier.verify(checkpointText(7), signature)).toBe(false);
  }
  // A log that signs the very message of a witness has still another key id.
  expect(WITNESS.signer.keyId).not.toBe(WITNESS.witnessVerifier.keyId);
  expect(() => cosignatureVerifier(WITNESS.vkey, hasher, nodeVerify)).toThrow(MerkleError);
  expect(() => ed25519Verifier(WITNESS.witnessVkey, hasher, nodeVerify)).toThrow(MerkleError);
});

test("times up to 2^53-1 are read again; others are refused, or wrong in a note", async () => {
  for (const time of [0, 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1]) {
    const bytes = await WITNESS.witness(() => time).sign("x\n");
    expect(readCosignature(bytes).timestamp).toBe(time);
    expect(await WITNESS.witnessVerifier.verify("x\n", bytes)).toBe(true);
  }
  for (const time of [-1, 0.5, 2 ** 53, Number.NaN]) {
    await expect(signNote("x\n", [WITNESS.witness(() => time)])).rejects.toThrow(MerkleError);
  }
  for (const top of [0x20, 0x7f, 0xff]) {
    const late = new Uint8Array(72);
    late.set([0, top], 0);
    expect(() => readCosignature(late)).toThrow(MerkleError);
    expect(await WITNESS.witnessVerifier.verify("x\n", late)).toBe(false);
  }
});

test("bytes of other lengths are no cosignature", async () => {
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), async (bytes) => {
      if (bytes.length !== 72) expect(() => readCosignature(bytes)).toThrow(MerkleError);
      expect(await WITNESS.witnessVerifier.verify("x\n", bytes)).toBe(false);
    }),
  );
});

test("a key or signature of another length is refused", async () => {
  const make = (key: Uint8Array) =>
    cosignatureSigner(
      "w",
      key,
      hasher,
      () => new Uint8Array(63),
      () => TIME,
    );
  expect(() => make(new Uint8Array(33))).toThrow(MerkleError);
  await expect(signNote("x\n", [make(WITNESS.publicKey)])).rejects.toThrow(MerkleError);
});
