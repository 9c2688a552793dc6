import {
  MerkleError,
  addCheckpointBody,
  cosignatureVerifier,
  formatNote,
  parseCosignatureLines,
  parseNote,
  parseWitnessSize,
} from "@daybook/merkle";
import type { NoteSignature, NoteVerifier } from "@daybook/merkle";
import { WITNESS_ANSWER_BYTES, WITNESS_TIMEOUT_MS } from "./limits.ts";
import { nodeHasher } from "./node-hash.ts";
import { nodeVerifyEd25519 } from "./signing-keys.ts";
import type { TrailHead } from "./trail-options.ts";

/** The part of `fetch` that is used. */
export type WitnessFetch = (url: string, init: RequestInit) => Promise<Response>;

/** Why a witness did not cosign. */
export class WitnessError extends Error {
  override readonly name = "WitnessError";
}

/**
 * Somebody else who remembers the heads of this trail and signs one only when it grew out of the last (c2sp.org/tlog-witness): a fork
 * would need its help.
 */
export class Witness {
  readonly url: string;
  readonly name: string;
  readonly #verifier: NoteVerifier;
  readonly #fetch: WitnessFetch;
  /** What it cosigned last, as far as is known. */
  #size = 0;

  /** `vkey`: its key of type cosignature/v1. @throws MerkleError when it is none. */
  constructor(url: string, vkey: string, fetch: WitnessFetch = globalThis.fetch) {
    this.url = url.replace(/\/+$/, "");
    this.#verifier = cosignatureVerifier(vkey, nodeHasher, nodeVerifyEd25519);
    this.name = this.#verifier.name;
    this.#fetch = fetch;
  }

  /**
   * The cosignatures for a signed head, each checked.
   *
   * @param consistency RFC 9162 proof between two sizes. Rejects with WitnessError.
   */
  async cosign(
    head: TrailHead,
    consistency: (from: number, to: number) => Promise<readonly Uint8Array[]>,
  ): Promise<NoteSignature[]> {
    let answer = await this.#ask(head, consistency);
    if (answer.status === 409) {
      this.#size = this.#sizeIn(answer.body);
      if (this.#size > head.size)
        throw new WitnessError(`${this.name} has cosigned ${this.#size} entries, the trail has ${head.size}`);
      answer = await this.#ask(head, consistency);
    }
    if (answer.status !== 200)
      throw new WitnessError(`${this.name} answered ${answer.status}: ${answer.body.slice(0, 200)}`);
    const signatures = await this.#checked(head, answer.body);
    this.#size = head.size;
    return signatures;
  }

  async #ask(
    { size, checkpoint }: TrailHead,
    consistency: (from: number, to: number) => Promise<readonly Uint8Array[]>,
  ): Promise<{ status: number; body: string }> {
    const from = this.#size;
    const proof = from === 0 || from === size ? [] : await consistency(from, size);
    try {
      const response = await this.#fetch(`${this.url}/add-checkpoint`, {
        method: "POST",
        body: addCheckpointBody(from, proof, checkpoint),
        signal: AbortSignal.timeout(WITNESS_TIMEOUT_MS),
        redirect: "error",
      });
      const body = await response.text();
      if (body.length > WITNESS_ANSWER_BYTES) throw new WitnessError(`${this.name} answered with ${body.length} bytes`);
      return { status: response.status, body };
    } catch (error) {
      if (error instanceof WitnessError) throw error;
      const reason = error instanceof Error ? error.message : String(error);
      throw new WitnessError(`${this.name} cannot be reached: ${reason}`, { cause: error });
    }
  }

  #sizeIn(body: string): number {
    try {
      return parseWitnessSize(body);
    } catch (error) {
      if (!(error instanceof MerkleError)) throw error;
      throw new WitnessError(`${this.name} refused, and does not say what it has: ${error.message}`);
    }
  }

  /** Only its own, and only those that hold. */
  async #checked({ checkpoint }: TrailHead, body: string): Promise<NoteSignature[]> {
    const { text } = parseNote(checkpoint);
    try {
      const own = parseCosignatureLines(body).filter(
        ({ name, keyId }) => name === this.#verifier.name && keyId === this.#verifier.keyId,
      );
      for (const { signature } of own) {
        if (!(await this.#verifier.verify(text, signature)))
          throw new WitnessError(`the cosignature of ${this.name} does not hold`);
      }
      if (own.length === 0) throw new WitnessError(`${this.name} answered without a cosignature of its key`);
      return own;
    } catch (error) {
      if (!(error instanceof MerkleError)) throw error;
      throw new WitnessError(`${this.name} answered what is no cosignature: ${error.message}`);
    }
  }
}

/** The head with the cosignatures behind its own signatures. */
export function withCosignatures(checkpoint: string, cosignatures: readonly NoteSignature[]): string {
  const { text, signatures } = parseNote(checkpoint);
  return formatNote({ text, signatures: [...signatures, ...cosignatures] });
}
