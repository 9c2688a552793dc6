import { generateKeyPairSync, sign } from "node:crypto";
import { once } from "node:events";
import { createServer } from "node:http";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { nodeHasher, nodeVerifyEd25519 } from "@daybook/audit";
import {
  COSIGNATURE_V1,
  cosignatureSigner,
  cosignatureVerifier,
  formatNote,
  formatVerifierKey,
  keyIdOf,
  openNote,
  parseNote,
} from "@daybook/merkle";
import { afterEach, expect, it } from "vitest";
import type { SmallRoom } from "./test-support/small-room.ts";
import { lineOf, smallRoom } from "./test-support/small-room.ts";
import { openWitnessRoom } from "./witness-room.ts";

let room: SmallRoom | undefined;
let server: Server | undefined;
afterEach(async () => {
  await room?.remove();
  server?.close();
  server?.closeAllConnections();
  server = undefined;
});

/** Cosigns whatever it is shown: that a witness is strict is tested beside `Witness`. */
async function startWitness(): Promise<{ url: string; vkey: string }> {
  const name = "witness.example";
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const key = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const keyId = keyIdOf(nodeHasher.digest, name, COSIGNATURE_V1, key);
  const signer = cosignatureSigner(
    name,
    key,
    nodeHasher,
    (message) => sign(null, message, privateKey),
    () => 1_760_000_000,
  );
  server = createServer((request, response) => {
    void text(request).then(async (body) => {
      const note = parseNote(body.slice(body.indexOf("\n\n") + 2));
      const signature = await signer.sign(note.text);
      const signed = formatNote({ text: note.text, signatures: [{ name, keyId, signature }] });
      response.end(signed.slice(note.text.length + 1));
    });
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, vkey: formatVerifierKey({ name, keyId, type: COSIGNATURE_V1, key }) };
}

it("keeps the head with the cosignature of each witness, and says who was away", async () => {
  room = await smallRoom([lineOf(1), lineOf(2)]);
  const { url, vkey } = await startWitness();
  const faults: Error[] = [];
  const witnesses = openWitnessRoom(room.audit, [`${url} ${vkey}`, `http://127.0.0.1:1 ${vkey}`], (error) =>
    faults.push(error),
  );
  await witnesses.round();
  const [there, away] = witnesses.status();
  expect(there).toEqual({ name: "witness.example", size: 2, error: null });
  expect(away).toMatchObject({ size: 0, error: expect.stringContaining("cannot be reached") as string });
  expect(faults).toHaveLength(1);
  const kept = await room.audit.file("checkpoints/2");
  const verifier = cosignatureVerifier(vkey, nodeHasher, nodeVerifyEd25519);
  expect((await openNote(kept as Uint8Array, [verifier])).verified).toHaveLength(1);
  await witnesses.stop();
});

it("refuses what is no witness, with what was given", async () => {
  room = await smallRoom([lineOf(1)]);
  const { audit } = room;
  for (const wrong of ["https://witness.example", "witness.example key", "https://w.example a b c"])
    expect(() => openWitnessRoom(audit, [wrong], () => {})).toThrow(/audit_witnesses has/);
});
