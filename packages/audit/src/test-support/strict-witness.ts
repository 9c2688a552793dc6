import { generateKeyPairSync, sign } from "node:crypto";
import {
  COSIGNATURE_V1,
  base64Decode,
  bytesEqual,
  cosignatureSigner,
  formatVerifierKey,
  keyIdOf,
  openNote,
  parseCheckpoint,
  verifyConsistency,
} from "@daybook/merkle";
import type { NoteVerifier } from "@daybook/merkle";
import { nodeHasher } from "../node-hash.ts";
import type { WitnessFetch } from "../witness.ts";

/**
 * A witness by the letter of c2sp.org/tlog-witness, in memory: no public one can be asked from a test. It remembers the last head,
 * checks signature and consistency, and answers with the statuses that the specification names.
 */
export class StrictWitness {
  readonly vkey: string;
  readonly fetch: WitnessFetch;
  size = 0;
  root: Uint8Array = nodeHasher.empty;
  /** Puts something else in the place of a good answer. */
  spoil: (answer: string) => string = (answer) => answer;
  readonly #log: NoteVerifier;

  constructor(name: string, log: NoteVerifier) {
    this.#log = log;
    const { privateKey, publicKey } = generateKeyPairSync("ed25519");
    const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
    const keyId = keyIdOf(nodeHasher.digest, name, COSIGNATURE_V1, key);
    this.vkey = formatVerifierKey({ name, keyId, type: COSIGNATURE_V1, key });
    const signer = cosignatureSigner(
      name,
      key,
      nodeHasher,
      (message) => sign(null, message, privateKey),
      () => 1_767_605_400,
    );
    this.fetch = async (url, init) => {
      if (!url.endsWith("/add-checkpoint") || init.method !== "POST") return new Response("", { status: 404 });
      const body = typeof init.body === "string" ? init.body : "";
      const border = body.indexOf("\n\n");
      const lines = body.slice(0, border);
      const note = body.slice(border + 2);
      const [old = "", ...proof] = lines.split("\n");
      const from = Number(/^old (\d+)$/.exec(old)?.[1]);
      let text: string;
      try {
        ({ text } = await openNote(note, [this.#log]));
      } catch {
        return new Response("", { status: 403 });
      }
      const { size, root } = parseCheckpoint(text);
      if (from > size) return new Response("", { status: 400 });
      if (from !== this.size)
        return new Response(`${this.size}\n`, { status: 409, headers: { "content-type": "text/x.tlog.size" } });
      const hashes = proof.filter((line) => line !== "").map((line) => base64Decode(line));
      const claim = { size1: from, root1: this.root, size2: size, root2: root, proof: hashes };
      const grew = from === 0 || (from === size ? bytesEqual(this.root, root) : verifyConsistency(nodeHasher, claim));
      if (!grew) return new Response("", { status: 422 });
      this.size = size;
      this.root = root;
      const signature = await signer.sign(text);
      const bytes = Buffer.alloc(4 + signature.length);
      bytes.writeUInt32BE(signer.keyId);
      bytes.set(signature, 4);
      return new Response(this.spoil(`\u2014 ${name} ${bytes.toString("base64")}\n`), { status: 200 });
    };
  }
}
