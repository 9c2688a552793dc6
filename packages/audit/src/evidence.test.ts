import { checkEvidence } from "@daybook/verify";
import type { EvidenceReport } from "@daybook/verify";
import { beforeAll, describe, expect, it } from "vitest";
import { makeEvidence } from "./evidence.ts";
import { CRYPTOGRAPHY, journalLines, sampleTrail, seeded } from "./test-support/sample-trail.ts";
import { TrailReader } from "./trail-reader.ts";

const EVENTS = 1_000;
const timeOf = (seq: number): string => new Date(1_760_000_000_000 + seq).toISOString().replace("Z", "000Z");
const lines = journalLines(1, EVENTS).toString().trimEnd().split("\n");

let sample: Awaited<ReturnType<typeof sampleTrail>>;
let foreign: Awaited<ReturnType<typeof sampleTrail>>;
beforeAll(async () => {
  sample = await sampleTrail(EVENTS);
  foreign = await sampleTrail(300);
});

/** The lines of evidence over the events `from` ≤ number < `to`. */
async function evidenceOf(from: number, to: number, given: (seq: number) => boolean = () => true): Promise<string[]> {
  const { trail, source } = sample;
  const key = Buffer.from((await source.read("keys/0")) as Uint8Array).toString();
  const parts = makeEvidence({
    reader: new TrailReader(source),
    head: trail.head,
    keys: [key],
    subjects: trail.subjects,
    from: timeOf(from),
    to: timeOf(to),
    query: "",
    excluded: ["DEBUG", "price"],
    recordsOf: async (leaves) =>
      new Map(leaves.flatMap(({ leaf }) => (given(leaf.seq) ? [[leaf.seq, lines[leaf.seq - 1] as string]] : []))),
  });
  let text = "";
  for await (const part of parts) text += part;
  return text.trimEnd().split("\n");
}

async function* each(all: readonly string[]): AsyncGenerator<string> {
  yield all.join("\n");
}

const check = (all: readonly string[], trustedKeys?: string[]): Promise<EvidenceReport> =>
  checkEvidence(each(all), { ...CRYPTOGRAPHY, trustedKeys });

const verdicts = ({ integrity, completeness }: EvidenceReport): string => `${integrity} ${completeness}`;

describe("evidence of a time", () => {
  it("holds for any range, with the neighbours and every record", async () => {
    const random = seeded(7);
    const ranges = [
      [0, EVENTS + 5],
      [1, 2],
      [EVENTS, EVENTS + 1],
      [256, 257],
      [257, 513],
      [2_000, 3_000],
      [500, 500],
    ];
    for (let i = 0; i < 40; i++) {
      const from = Math.floor(random() * EVENTS);
      ranges.push([from, from + Math.floor(random() * (EVENTS - from))]);
    }
    for (const [from = 0, to = 0] of ranges) {
      const report = await check(await evidenceOf(from, to));
      const count = Math.max(0, Math.min(to, EVENTS + 1) - Math.max(from, 1));
      const isOver = to <= EVENTS;
      expect(verdicts(report), `${from} to ${to}`).toBe(isOver ? "sound sound" : "sound damaged");
      expect(report.findings.map(({ kind }) => kind)).toEqual(isOver ? [] : ["entry_missing"]);
      expect([report.entries, report.proven, report.withheld]).toEqual([count, count, 0]);
    }
  });

  it("shows what is not given as withheld", async () => {
    const report = await check(await evidenceOf(100, 200, (seq) => seq % 2 === 0));
    expect([verdicts(report), report.proven, report.withheld]).toEqual(["sound sound", 50, 50]);
  });

  it("names a changed record, and notices whatever else is changed, at each place", async () => {
    const all = await evidenceOf(250, 270);
    const changed = all.with(5, (all[5] as string).replace("event 253", "event 254"));
    expect(changed).not.toEqual(all);
    const { findings } = await check(changed);
    expect(findings).toMatchObject([{ kind: "record_changed", path: "evidence line 6", index: 252 }]);
    const { salt: _salt, ...unsalted } = JSON.parse(all[5] as string) as Record<string, string>;
    const { record: _record, ...unrecorded } = JSON.parse(all[5] as string) as Record<string, string>;
    for (const line of [unsalted, unrecorded, { ...unsalted, record: "what was never logged" }])
      expect((await check(all.with(5, JSON.stringify(line)))).findings).toMatchObject([{ kind: "record_changed" }]);
    const random = seeded(3);
    let tried = 0;
    for (let i = 0; i < 600; i++) {
      const at = Math.floor(random() * all.length);
      const line = all[at] as string;
      const place = Math.floor(random() * line.length);
      const other = String.fromCharCode(line.charCodeAt(place) ^ (1 << Math.floor(random() * 5)));
      const damaged = all.with(at, line.slice(0, place) + other + line.slice(place + 1));
      const parsedBefore = JSON.stringify(unless(() => JSON.parse(line) as unknown));
      const parsedAfter = JSON.stringify(unless(() => JSON.parse(damaged[at] as string) as unknown));
      // What the query was and what the trail leaves out is only told, not proven; JSON may be written in other ways.
      if (parsedBefore === parsedAfter || /"excluded"|"query"/.test(line.slice(Math.max(0, place - 45), place + 12)))
        continue;
      const report = await check(damaged);
      // A shifted beginning or end of the time that the entries still cover is another true statement.
      if (at === 0 && verdicts(report) === "sound sound" && isOtherTime(line, damaged[0] as string)) continue;
      tried++;
      expect(
        verdicts(report),
        `line ${at} ${place}: ${damaged[at]?.slice(Math.max(0, place - 30), place + 10)}`,
      ).not.toBe("sound sound");
    }
    expect(tried).toBeGreaterThan(400);
  });

  it("notices lines that are missing, doubled, moved or of elsewhere", async () => {
    const all = await evidenceOf(400, 420);
    const header = all[0] as string;
    const other = await evidenceOf(600, 620);
    const cases: [string, string[], string][] = [
      ["cut", all.slice(0, -1), "damaged"],
      ["without the first", [header, ...all.slice(2)], "damaged"],
      ["doubled", [...all.slice(0, 6), all[5] as string, ...all.slice(6)], "damaged"],
      ["moved", all.with(5, all[6] as string).with(6, all[5] as string), "damaged"],
      ["another's", [header, ...other.slice(1)], "damaged"],
      ["only the header", [header], "damaged"],
    ];
    for (const [name, damaged, wanted] of cases) expect(verdicts(await check(damaged)), name).toContain(wanted);
    expect(verdicts(await check([]))).toContain("unchecked");
    expect(verdicts(await check(["not a header", ...all.slice(1)]))).not.toContain("sound sound");
  });

  it("cannot be narrowed to hide an event at its ends", async () => {
    const all = await evidenceOf(400, 420);
    const header = JSON.parse(all[0] as string) as { from: string; to: string };
    const wider = JSON.stringify({ ...header, from: timeOf(399) });
    expect((await check(all.with(0, wider))).findings).toMatchObject([{ kind: "entry_missing" }]);
    const later = JSON.stringify({ ...header, to: timeOf(421) });
    expect((await check(all.with(0, later))).findings).toMatchObject([{ kind: "entry_missing" }]);
  });

  it("is believed only under a key that the checker trusts", async () => {
    const all = await evidenceOf(400, 420);
    const [own] = (await check(all)).keys;
    expect(verdicts(await check(all, [own as string]))).toBe("sound sound");
    const stranger = foreign.trail.keys.current.vkey;
    expect((await check(all, [stranger])).findings[0]).toMatchObject({ kind: "key_invalid" });
    const header = JSON.parse(all[0] as string) as { checkpoint: string };
    const unsigned = JSON.stringify({ ...header, checkpoint: header.checkpoint.replace("1000\n", "1001\n") });
    expect((await check(all.with(0, unsigned))).integrity).toBe("damaged");
    const noKeys = JSON.stringify({ ...header, keys: [] });
    expect((await check(all.with(0, noKeys))).integrity).not.toBe("sound");
  });
});

function unless<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch {
    return undefined;
  }
}

function isOtherTime(before: string, after: string): boolean {
  const [a, b] = [before, after].map((text) => JSON.parse(text) as Record<string, unknown>);
  return Object.keys(a ?? {}).every((name) => ["from", "to"].includes(name) || String(a?.[name]) === String(b?.[name]));
}
