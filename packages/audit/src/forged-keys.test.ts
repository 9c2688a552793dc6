import { signNote } from "@daybook/merkle";
import { checkEvidence, checkTrail, trailKeyText } from "@daybook/verify";
import type { TrailSource } from "@daybook/verify";
import { beforeAll, expect, it } from "vitest";
import { makeEvidence } from "./evidence.ts";
import { CRYPTOGRAPHY, sampleTrail } from "./test-support/sample-trail.ts";
import { TrailReader } from "./trail-reader.ts";

const STRANGERS = 300;

/**
 * The keys of a stranger's trail of the same name: his own first, then the genuine second one, below whose note he has put his signature.
 */
let keys: string[];
let genuine: string;
let stranger: Awaited<ReturnType<typeof sampleTrail>>;
beforeAll(async () => {
  const { trail, source } = await sampleTrail(STRANGERS + 100);
  const { vkey, fromSize } = await trail.rotateKey();
  genuine = vkey;
  stranger = await sampleTrail(STRANGERS);
  const text = trailKeyText(trail.keys.origin, 1, fromSize, vkey);
  const own = await signNote(text, [stranger.trail.keys.current.signer]);
  const note = Buffer.from((await source.read("keys/1")) as Uint8Array).toString();
  const first = Buffer.from((await stranger.source.read("keys/0")) as Uint8Array).toString();
  keys = [first, note + own.slice(text.length + 1)];
});

it("evidence under a key that was put before the trusted one is not believed", async () => {
  const parts = () =>
    makeEvidence({
      reader: new TrailReader(stranger.source),
      head: stranger.trail.head,
      keys,
      subjects: stranger.trail.subjects,
      from: "2025-01-01T00:00:00.000000Z",
      to: "2025-10-09T08:53:20.200000Z",
      query: "",
      excluded: [],
      recordsOf: () => Promise.resolve(new Map()),
    });
  // It holds together by itself: only who trusts the genuine key can tell.
  expect(await checkEvidence(parts(), CRYPTOGRAPHY)).toMatchObject({ integrity: "sound", completeness: "sound" });
  const report = await checkEvidence(parts(), { ...CRYPTOGRAPHY, trustedKeys: [genuine] });
  expect(report.findings).toMatchObject([{ kind: "head_invalid", path: "checkpoint" }]);
});

it("neither is a whole trail", async () => {
  const { source } = stranger;
  const forged: TrailSource = {
    read: async (path) => {
      const key = path.startsWith("keys/") ? keys[Number(path.slice(5))] : undefined;
      if (path.startsWith("keys/")) return key === undefined ? undefined : Buffer.from(key);
      return source.read(path);
    },
    list: (dir) => source.list?.(dir) ?? Promise.resolve([]),
  };
  expect((await checkTrail(forged, CRYPTOGRAPHY)).findings).toEqual([]);
  const { findings } = await checkTrail(forged, { ...CRYPTOGRAPHY, trustedKeys: [genuine] });
  expect(findings).toMatchObject([{ kind: "head_invalid", message: expect.stringContaining("no key that you trust") }]);
});
