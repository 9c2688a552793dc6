import { base64Encode } from "@daybook/merkle";
import { checkTrail } from "@daybook/verify";
import { describe, expect, it } from "vitest";
import { Dead, ForgetfulFs } from "./test-support/forgetful-fs.ts";
import type { Fault } from "./test-support/forgetful-fs.ts";
import { CRYPTOGRAPHY, TRAIL_DIR, journalLines, seeded, trailOptions } from "./test-support/sample-trail.ts";
import { Trail } from "./trail.ts";
import { directorySource } from "./trail-reader.ts";

const EVENTS = 700;
/** `npm run soak -- crashes` asks for 1,000. */
const RUNS = Number(process.env["DAYBOOK_CRASH_RUNS"] ?? 25);

interface Story {
  readonly fs: ForgetfulFs;
  readonly random: () => number;
  /** Roots that were signed, by size: a second one for a size is a fork. */
  readonly signed: Map<number, string>;
  /** The journal may have forgotten everything up to here. */
  forgotten: number;
}

/** Runs until everything is signed, or the planned fault ends it. */
async function live({ fs, random, signed, ...story }: Story, moved: (seq: number) => void): Promise<Trail> {
  const trail = await Trail.open(trailOptions(fs));
  // What was forgotten must not be needed any more.
  expect(trail.seq).toBeGreaterThanOrEqual(story.forgotten);
  if (trail.replayTo > trail.seq) trail.take(journalLines(trail.seq + 1, trail.replayTo), trail.replayTo);
  await trail.replayed();
  const note = (): void => {
    const { size, root } = trail.head;
    const text = base64Encode(root);
    expect(signed.get(size) ?? text).toBe(text);
    signed.set(size, text);
  };
  note();
  while (trail.seq < EVENTS) {
    const last = Math.min(EVENTS, trail.seq + 1 + Math.floor(random() * 90));
    trail.take(journalLines(trail.seq + 1, last), last);
    await trail.commit();
    note();
    if (random() < 0.4) {
      await trail.sync();
      moved(trail.syncedSeq);
    }
    if (random() < 0.03) {
      await trail.rotateKey();
      note();
    }
  }
  await trail.sync();
  return trail;
}

describe("a crash at any step", () => {
  it.each(Array.from({ length: RUNS }, (_, seed) => seed))("loses nothing and forks nothing (%i)", async (seed) => {
    const random = seeded(seed);
    const story: Story = { fs: new ForgetfulFs(random), random, signed: new Map(), forgotten: 0 };
    const { fs } = story;
    for (let crashes = 0; ; crashes++) {
      const last = fs.steps + 1 + Math.floor(random() * 400);
      const fault: Fault = [
        { kind: "die" } as const,
        { kind: "die" } as const,
        { kind: "fail", code: "EIO" } as const,
        { kind: "fail", code: "ENOSPC" } as const,
      ][Math.floor(random() * 4)] as Fault;
      fs.plan = () => (fs.steps === last && crashes < 12 ? fault : undefined);
      try {
        const trail = await live(story, (seq) => (story.forgotten = seq));
        expect(trail.seq).toBe(EVENTS);
        break;
      } catch (error) {
        if (!(error instanceof Dead) && !["EIO", "ENOSPC"].includes((error as NodeJS.ErrnoException).code ?? ""))
          throw error;
        fs.plan = () => undefined;
        if (random() < 0.6) fs.powerCut();
        else fs.restart();
      }
    }
    const report = await checkTrail(directorySource(fs, TRAIL_DIR), CRYPTOGRAPHY);
    expect(report.findings).toEqual([]);
    expect([report.integrity, report.completeness, report.size]).toEqual(["sound", "sound", EVENTS]);
  });
});
