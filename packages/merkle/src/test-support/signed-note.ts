import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { formatCheckpoint } from "../checkpoint.ts";
import { cosignatureSigner, cosignatureVerifier } from "../cosignature.ts";
import { ed25519Signer, ed25519Verifier } from "../ed25519.ts";
import type { Ed25519Verify } from "../ed25519.ts";
import type { NoteSigner, NoteVerifier } from "../note.ts";
import { COSIGNATURE_V1, ED25519, formatVerifierKey, keyIdOf } from "../verifier-key.ts";
import { hasher } from "./naive-tree.ts";

/** The note of c2sp.org/signed-note and of Go's x/mod, and the key that verifies it. */
export const KNOWN_KEY = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
/** A checkpoint with a cosignature as c2sp.org/tlog-cosignature prints it. */
export const KNOWN_CHECKPOINT =
  "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n\n" +
  "— example.com/behind-the-sofa Az3grlgtzPICa5OS8npVmf1Myq/5IZniMp+ZJurmRDeOoRDe4URYN7u5/Zhcyv2q1gGzGku9nTo+zyWE+xeMcTOAYQ8=\n" +
  "— witness.example.com/w1 jWbPPwAAAABkGFDLEZMHwSRaJNiIDoe9DYn/zXcrtPHeolMI5OWXEhZCB9dlrDJsX3b2oyin1nPZqhf5nNo0xUe+mbIUBkBIfZ+qnA==\n";

/** PKCS #8 and SPKI of Ed25519 before the 32 bytes of the key. */
const PRIVATE_PREFIX = "302e020100300506032b657004220420";
const PUBLIC_PREFIX = "302a300506032b6570032100";

export const nodeVerify: Ed25519Verify = (publicKey, message, signature) => {
  const der = Buffer.concat([Buffer.from(PUBLIC_PREFIX, "hex"), publicKey]);
  return verify(null, message, createPublicKey({ key: der, format: "der", type: "spki" }), signature);
};

export interface TestKey {
  readonly name: string;
  readonly publicKey: Uint8Array;
  readonly vkey: string;
  readonly witnessVkey: string;
  readonly signer: NoteSigner;
  readonly verifier: NoteVerifier;
  readonly witness: (now: () => number) => NoteSigner;
  readonly witnessVerifier: NoteVerifier;
}

/** A key of its own for each name, the same on each run. */
export function testKey(name: string): TestKey {
  const seed = createHash("sha256").update(name).digest();
  const der = Buffer.concat([Buffer.from(PRIVATE_PREFIX, "hex"), seed]);
  const secret: KeyObject = createPrivateKey({ key: der, format: "der", type: "pkcs8" });
  const spki = createPublicKey(secret).export({ format: "der", type: "spki" });
  const publicKey = new Uint8Array(spki.subarray(spki.length - 32));
  const vkeyOf = (type: number) =>
    formatVerifierKey({ name, keyId: keyIdOf(hasher.digest, name, type, publicKey), type, key: publicKey });
  const signBytes = (message: Uint8Array) => sign(null, message, secret);
  return {
    name,
    publicKey,
    vkey: vkeyOf(ED25519),
    witnessVkey: vkeyOf(COSIGNATURE_V1),
    signer: ed25519Signer(name, publicKey, hasher, signBytes),
    verifier: ed25519Verifier(vkeyOf(ED25519), hasher, nodeVerify),
    witness: (now) => cosignatureSigner(name, publicKey, hasher, signBytes, now),
    witnessVerifier: cosignatureVerifier(vkeyOf(COSIGNATURE_V1), hasher, nodeVerify),
  };
}

/** The text of a checkpoint of this size. */
export function checkpointText(size: number): string {
  return formatCheckpoint({
    origin: "example.com/log",
    size,
    root: hasher.digest(Buffer.from(String(size))),
    extensions: [],
  });
}
