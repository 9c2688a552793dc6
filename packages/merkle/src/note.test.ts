import fc from "fast-check";
import { expect, test } from "vitest";
import { ed25519Verifier } from "./ed25519.ts";
import { MerkleError } from "./errors.ts";
import { MAX_NOTE_BYTES } from "./limits.ts";
import { formatNote, openNote, parseNote, signNote } from "./note.ts";
import type { NoteVerifier } from "./note.ts";
import { hasher } from "./test-support/naive-tree.ts";
import { nearly, unlessRefused } from "./test-support/refusal.ts";
import { KNOWN_CHECKPOINT, KNOWN_KEY, nodeVerify, testKey } from "./test-support/signed-note.ts";

/** Printed in c2sp.org/signed-note. */
const KNOWN_NOTE =
  "This is an example message.\n\n" +
  "— example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=\n";

const [ANNA, BERT] = [testKey("example.com/anna"), testKey("example.com/bert")];
const TEXT = "first\n\nlast of the text\n";

test("the known answer of signed-note is opened with its key", async () => {
  const opened = await openNote(KNOWN_NOTE, [ed25519Verifier(KNOWN_KEY, hasher, nodeVerify)]);
  expect(opened.text).toBe("This is an example message.\n");
  expect(opened.verified.map(({ name, keyId }) => [name, keyId])).toEqual([["example.com/foo", 0x53_0d_90_3a]]);
  expect(opened.unverified).toEqual([]);
  expect(formatNote(parseNote(KNOWN_NOTE))).toBe(KNOWN_NOTE);
});

test("each changed byte of the known answer is refused", async () => {
  const verifiers = [ed25519Verifier(KNOWN_KEY, hasher, nodeVerify)];
  const bytes = new TextEncoder().encode(KNOWN_NOTE);
  for (const i of bytes.keys()) {
    const changed = bytes.slice();
    changed[i]! ^= 1;
    await expect(openNote(changed, verifiers), String(i)).rejects.toThrow(MerkleError);
  }
});

test("a signed note is opened by those who know a key of it, from text or bytes", async () => {
  const note = await signNote(TEXT, [ANNA.signer, BERT.signer]);
  const names = (signatures: readonly { name: string }[]) => signatures.map(({ name }) => name);
  for (const source of [note, new TextEncoder().encode(note)]) {
    const both = await openNote(source, [BERT.verifier, ANNA.verifier]);
    expect(both.text).toBe(TEXT);
    expect(names(both.verified)).toEqual([ANNA.name, BERT.name]);
    const one = await openNote(source, [BERT.verifier]);
    expect([names(one.verified), names(one.unverified)]).toEqual([[BERT.name], [ANNA.name]]);
  }
  await expect(openNote(note, [])).rejects.toThrow("not signed by a known key");
  await expect(openNote(note, [testKey("example.com/carla").verifier])).rejects.toThrow(MerkleError);
});

test("the last blank line splits, so that a text may have blank lines and what looks like signatures", async () => {
  const text = `${KNOWN_NOTE}\n\nmore\n\n`;
  const note = await signNote(text, [ANNA.signer]);
  expect(parseNote(note).text).toBe(text);
  expect((await openNote(note, [ANNA.verifier])).text).toBe(text);
});

test("one wrong signature of a known key refuses the note, whatever else is right", async () => {
  const { text, signatures } = parseNote(await signNote(TEXT, [ANNA.signer, BERT.signer]));
  const [anna, bert] = signatures as [(typeof signatures)[0], (typeof signatures)[0]];
  const forged = { ...bert, signature: bert.signature.map((byte, i) => (i === 7 ? byte ^ 1 : byte)) };
  const verifiers = [ANNA.verifier, BERT.verifier];
  await expect(openNote(formatNote({ text, signatures: [anna, forged] }), verifiers)).rejects.toThrow(
    "the signature of example.com/bert is wrong",
  );
  await expect(openNote(formatNote({ text, signatures: [anna, bert, forged] }), verifiers)).rejects.toThrow(
    MerkleError,
  );
  const unknown = await openNote(formatNote({ text, signatures: [anna, forged] }), [ANNA.verifier]);
  expect(unknown.unverified).toEqual([forged]);
});

test("another key of the same name, or of the same id, is unknown", async () => {
  const { text, signatures } = parseNote(await signNote(TEXT, [ANNA.signer]));
  const anna = signatures[0]!;
  const strangers = [
    { ...anna, keyId: anna.keyId ^ 1 },
    { ...anna, name: "example.com/other" },
  ].map((signature) => ({ ...signature, keyId: signature.keyId >>> 0 }));
  const opened = await openNote(formatNote({ text, signatures: [...strangers, anna] }), [ANNA.verifier]);
  expect(opened.verified).toEqual([anna]);
  expect(opened.unverified).toEqual(strangers);
});

test("two verifiers of one name and id are refused", async () => {
  const note = await signNote(TEXT, [ANNA.signer]);
  await expect(openNote(note, [ANNA.verifier, ANNA.verifier])).rejects.toThrow("same name and key id");
});

test("what is no note is refused", () => {
  const good = KNOWN_CHECKPOINT;
  const signatures = good.slice(good.indexOf("\n\n") + 2);
  for (const source of [
    "",
    "\n\n",
    "text\n",
    "text\n\n",
    `text\n${signatures}`,
    `text\r\n\r\n${signatures}`,
    good.trimEnd(),
    `${good}\n`,
    `${good}Unexpected line.\n`,
    `\u0001${good}`,
    `${good}\n${good.slice(0, good.indexOf("\n\n"))}`,
    new Uint8Array([0xff, ...new TextEncoder().encode(good)]),
    `${"x".repeat(MAX_NOTE_BYTES)}\n\n${signatures}`,
    "\n\n".repeat(1_000_000),
  ]) {
    expect(() => parseNote(source)).toThrow(MerkleError);
  }
});

test("a text that cannot be in a note is refused before anything is signed", async () => {
  let signed = 0;
  const signer = { name: "a", keyId: 1, sign: () => new Uint8Array([++signed]) };
  for (const text of ["", "no newline", "tab\t\n", "\ud800\n", "x".repeat(MAX_NOTE_BYTES) + "\n"]) {
    await expect(signNote(text, [signer])).rejects.toThrow(MerkleError);
    expect(() => formatNote({ text, signatures: [{ name: "a", keyId: 1, signature: new Uint8Array(1) }] })).toThrow(
      MerkleError,
    );
  }
  expect(signed).toBe(0);
  await expect(signNote(TEXT, [])).rejects.toThrow(MerkleError);
  await expect(signNote(TEXT, [{ ...signer, name: "a b" }])).rejects.toThrow(MerkleError);
});

test("what signer and verifier throw is passed on", async () => {
  const lost = new Error("the key store is gone");
  const failing = () => Promise.reject(lost);
  await expect(signNote(TEXT, [{ name: "a", keyId: 1, sign: failing }])).rejects.toBe(lost);
  const verifier: NoteVerifier = { ...ANNA.verifier, verify: failing };
  await expect(openNote(await signNote(TEXT, [ANNA.signer]), [verifier])).rejects.toBe(lost);
});

test("random text is refused or written again as it was", () => {
  fc.assert(
    fc.property(nearly([KNOWN_NOTE, KNOWN_CHECKPOINT], ["\n", "\n\n", "— ", "a", " ", "AAAAAQI=", "+"]), (text) => {
      const note = unlessRefused(() => parseNote(text));
      if (note !== undefined) expect(formatNote(note)).toBe(text);
    }),
    { numRuns: 2_000 },
  );
});
