import { openNote, cosignatureVerifier, ed25519Verifier } from "@daybook/merkle";
import { checkTrail } from "@daybook/verify";
import { beforeEach, describe, expect, it } from "vitest";
import { nodeHasher } from "./node-hash.ts";
import { nodeVerifyEd25519 } from "./signing-keys.ts";
import { CRYPTOGRAPHY, journalLines, sampleTrail } from "./test-support/sample-trail.ts";
import { StrictWitness } from "./test-support/strict-witness.ts";
import type { Trail } from "./trail.ts";
import { TrailReader } from "./trail-reader.ts";
import type { TrailSource } from "@daybook/verify";
import { Witness, withCosignatures } from "./witness.ts";

let trail: Trail;
let source: TrailSource;
let reader: TrailReader;
let other: StrictWitness;
let witness: Witness;

beforeEach(async () => {
  ({ trail, source } = await sampleTrail(300));
  reader = new TrailReader(source);
  const log = ed25519Verifier(trail.keys.current.vkey, nodeHasher, nodeVerifyEd25519);
  other = new StrictWitness("witness.example", log);
  witness = new Witness("https://witness.example/", other.vkey, other.fetch);
});

const consistency = (from: number, to: number): Promise<Uint8Array[]> => reader.consistency(from, to);

describe("a witness", () => {
  it("cosigns head after head, and the note with its line is a good head", async () => {
    await witness.cosign(trail.head, consistency);
    trail.take(journalLines(301, 900), 900);
    await trail.commit();
    const cosigned = withCosignatures(trail.head.checkpoint, await witness.cosign(trail.head, consistency));
    const verifier = cosignatureVerifier(other.vkey, nodeHasher, nodeVerifyEd25519);
    expect((await openNote(cosigned, [verifier])).verified).toHaveLength(1);
    const known = [{ name: "cosigned", note: Buffer.from(cosigned) }];
    expect((await checkTrail(source, { ...CRYPTOGRAPHY, knownHeads: known })).findings).toEqual([]);
  });

  it("that remembers more than this process is asked again from there", async () => {
    await witness.cosign(trail.head, consistency);
    trail.take(journalLines(301, 400), 400);
    await trail.commit();
    const again = new Witness("https://witness.example", other.vkey, other.fetch);
    expect(await again.cosign(trail.head, consistency)).toHaveLength(1);
    expect(other.size).toBe(400);
  });

  it("refuses a tree that did not grow out of the last", async () => {
    await witness.cosign(trail.head, consistency);
    other.root = Buffer.alloc(32, 1);
    trail.take(journalLines(301, 400), 400);
    await trail.commit();
    await expect(witness.cosign(trail.head, consistency)).rejects.toThrow(/answered 422/);
    other.size = 1_000;
    await expect(witness.cosign(trail.head, consistency)).rejects.toThrow(/has cosigned 1000 entries/);
  });

  it.each([
    ["a signature that was changed", (answer: string) => answer.replace(/.{6}$/m, "AAAAA=")],
    ["nothing", () => ""],
    ["a page", () => "<html>"],
    ["too much", () => "x".repeat(100_000)],
  ])("is not believed with %s", async (_what, spoil) => {
    other.spoil = spoil;
    await expect(witness.cosign(trail.head, consistency)).rejects.toThrow(/witness\.example/);
  });

  it("that is away costs nothing but its line", async () => {
    const away = new Witness("https://witness.example", other.vkey, () => Promise.reject(new Error("ECONNREFUSED")));
    await expect(away.cosign(trail.head, consistency)).rejects.toThrow(/cannot be reached: ECONNREFUSED/);
  });
});
