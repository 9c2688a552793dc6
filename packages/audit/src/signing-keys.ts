import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import type { Ed25519Verify, NoteSigner } from "@daybook/merkle";
import { ED25519, base64Decode, ed25519Signer, formatVerifierKey, keyIdOf } from "@daybook/merkle";
import { nodeHasher } from "./node-hash.ts";
import type { TrailFs } from "./trail-fs.ts";
import { readIfThere, replaceFile } from "./trail-fs.ts";

/** SubjectPublicKeyInfo of Ed25519 without its 32 bytes of key, RFC 8410. */
const SPKI_PREFIX = Buffer.from("302a300506032b6570032100", "hex");

/** Ed25519 by Node's own cryptography: the same answer as WebCrypto, without a promise for each. */
export const nodeVerifyEd25519: Ed25519Verify = (publicKey, message, signature) => {
  if (publicKey.length !== 32 || signature.length !== 64) return false;
  const key = createPublicKey({ key: Buffer.concat([SPKI_PREFIX, publicKey]), format: "der", type: "spki" });
  return verify(null, message, key, signature);
};

/** A key that signs heads. */
export interface SigningKey {
  readonly number: number;
  readonly fromSize: number;
  readonly vkey: string;
  readonly signer: NoteSigner;
}

interface StoredKey {
  readonly number: number;
  readonly from_size: number;
  readonly vkey: string;
  /** PKCS #8 in base64. */
  readonly private: string;
}

interface KeyFile {
  readonly version: 1;
  readonly origin: string;
  readonly current: StoredKey;
  /** Made, and perhaps already in `keys/N`: a rotation that a crash interrupted goes on with it. */
  readonly next?: StoredKey;
}

/** The private keys of a trail, in one file that only the owner can read. */
export class SigningKeys {
  readonly #fs: TrailFs;
  readonly #path: string;
  #file: KeyFile;

  private constructor(fs: TrailFs, path: string, file: KeyFile) {
    this.#fs = fs;
    this.#path = path;
    this.#file = file;
  }

  /**
   * Opens the file, or makes it with a first key for this origin.
   *
   * @throws Error when it cannot be read, or belongs to another origin.
   */
  static async open(fs: TrailFs, path: string, origin: string): Promise<SigningKeys> {
    const bytes = await readIfThere(fs, path);
    if (bytes === undefined) {
      const file: KeyFile = { version: 1, origin, current: makeKey(origin, 0, 0) };
      await replaceFile(fs, path, serialise(file));
      return new SigningKeys(fs, path, file);
    }
    const file = JSON.parse(Buffer.from(bytes).toString()) as KeyFile;
    return new SigningKeys(fs, path, file);
  }

  /** The trail's name, fixed when its first key was made. */
  get origin(): string {
    return this.#file.origin;
  }

  get current(): SigningKey {
    return toSigningKey(this.#file.origin, this.#file.current);
  }

  /** A rotation that has begun. */
  get next(): SigningKey | undefined {
    return this.#file.next === undefined ? undefined : toSigningKey(this.#file.origin, this.#file.next);
  }

  /** Makes the next key, for heads from this size on; durable before anything is signed with it. */
  async begin(fromSize: number): Promise<SigningKey> {
    const { origin, current } = this.#file;
    await this.#write({ ...this.#file, next: makeKey(origin, current.number + 1, fromSize) });
    return this.next as SigningKey;
  }

  /** The next key is the current one from now on; the old private key is forgotten. */
  async finish(): Promise<void> {
    const { next, ...file } = this.#file;
    if (next !== undefined) await this.#write({ ...file, current: next });
  }

  async #write(file: KeyFile): Promise<void> {
    await replaceFile(this.#fs, this.#path, serialise(file));
    this.#file = file;
  }
}

function makeKey(origin: string, number: number, fromSize: number): StoredKey {
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = rawPublicKey(publicKey);
  const keyId = keyIdOf(nodeHasher.digest, origin, ED25519, key);
  return {
    number,
    from_size: fromSize,
    vkey: formatVerifierKey({ name: origin, keyId, type: ED25519, key }),
    private: privateKey.export({ format: "der", type: "pkcs8" }).toString("base64"),
  };
}

function toSigningKey(origin: string, stored: StoredKey): SigningKey {
  const privateKey = createPrivateKey({
    key: Buffer.from(base64Decode(stored.private)),
    format: "der",
    type: "pkcs8",
  });
  const publicKey = rawPublicKey(createPublicKey(privateKey));
  const signer = ed25519Signer(origin, publicKey, nodeHasher, (message) => sign(null, message, privateKey));
  return { number: stored.number, fromSize: stored.from_size, vkey: stored.vkey, signer };
}

function rawPublicKey(key: KeyObject): Uint8Array {
  return key.export({ format: "der", type: "spki" }).subarray(SPKI_PREFIX.length);
}

function serialise(file: KeyFile): string {
  return `${JSON.stringify(file, null, 2)}\n`;
}
