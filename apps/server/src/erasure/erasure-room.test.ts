import { parseErasedLine } from "@daybook/protocol";
import { afterEach, describe, expect, it } from "vitest";
import { checkEverything } from "../audit/check.ts";
import type { SmallRoom } from "../audit/test-support/small-room.ts";
import { lineOf, smallRoom } from "../audit/test-support/small-room.ts";
import type { LineRewrite } from "../journal/index.ts";
import type { ErasableClass, ErasureTarget } from "../store/index.ts";
import { ErasureRoom } from "./erasure-room.ts";
import { ErasureState } from "./state-file.ts";

const NOW = Date.parse("2026-01-05T09:30:00Z");
const ADA = { field: "user_id", value: "ada" } as const;
const OLD = "2026-01-01T00:00:00Z";
/** Of the events that there are to erase. */
const newest = { at: OLD };
const ORDER = { ...ADA, by: "admin", reason: "asked to" };
const userOf = (seq: number): string => (seq % 3 === 0 ? "ada" : "bob");

let room: SmallRoom | undefined;
afterEach(async () => room?.remove());

/** Journal, store and trail of nine events of two people; `failing` names a step that goes wrong once. */
async function installation(options: { retainAtLeast?: { trade: number } } = {}) {
  const lines = Array.from({ length: 9 }, (_, at) => lineOf(at + 1, { user_id: userOf(at + 1) }));
  const small = await smallRoom(lines);
  room = small;
  const { journal, audit } = small;
  const stored = new Map(lines.map((line, at) => [at + 1, line]));
  const events: { status: string; [name: string]: unknown }[] = [];
  const failing = { rewrite: false, erase: false, record: "" };
  const state = new ErasureState(small.dir);

  const record = async (event: { event_type: string; data: object }): Promise<void> => {
    const { status } = event.data as { status: string };
    if (failing.record === status) throw new Error(`no ${status}`);
    events.push(event.data as { status: string });
    const seq = journal.lines.length + 1;
    const line = lineOf(seq).replace('"order_filled"', JSON.stringify(event.event_type));
    const full = line.replace(',"collected_at"', `,"data":${JSON.stringify(event.data)},"collected_at"`);
    journal.lines.push(full);
    stored.set(seq, full);
    journal.durableSeq = seq;
  };
  const theirs = ({ value, upToSeq }: ErasureTarget): number[] =>
    [...stored].filter(([seq, line]) => seq <= upToSeq && line.includes(`"user_id":"${value}"`)).map(([seq]) => seq);
  const parts = {
    state,
    journal: {
      startSegment: () => undefined,
      get durableSeq() {
        return journal.durableSeq;
      },
      rewrite: async (rewrite: LineRewrite) => {
        if (failing.rewrite) throw new Error("no journal");
        let changed = 0;
        for (const [at, line] of journal.lines.entries()) {
          const after = rewrite(Buffer.from(line));
          if (after === undefined) continue;
          journal.lines[at] = after.toString();
          changed++;
        }
        return { changed, unread: [] };
      },
    },
    store: {
      waitSearchable: async () => true,
      countErasable: async (target: ErasureTarget): Promise<ErasableClass[]> => {
        const seqs = theirs(target);
        if (seqs.length === 0) return [];
        const [first_seq, last_seq] = [Math.min(...seqs), Math.max(...seqs)];
        return [{ retention_class: "trade", events: seqs.length, first_seq, last_seq, newest: newest.at }];
      },
      erase: async (target: ErasureTarget) => {
        if (failing.erase) throw new Error("no store");
        for (const seq of theirs(target)) stored.delete(seq);
      },
      backups: async () => ["/backups/1"],
    },
    ingest: { record, snapshot: async () => undefined },
    sequencer: audit.sequencer,
    retainAtLeast: options.retainAtLeast ?? {},
    nowMs: () => NOW,
    newId: () => "hold-1",
  };
  const check = () =>
    checkEverything(
      {
        audit,
        source: audit.source,
        journal,
        nowMs: NOW,
        storedLines: async (from, to) =>
          [...stored].filter(([seq]) => seq >= from && seq <= to).map(([, line]) => line),
        erasures: async () => [...stored.values()].filter((line) => line.includes('"event_type":"erasure"')),
      },
      () => undefined,
    );
  const texts = (): string => [...journal.lines, ...stored.values()].join("\n");
  return {
    erasure: new ErasureRoom(parts),
    options: parts,
    parts,
    small,
    stored,
    events,
    failing,
    state,
    check,
    texts,
  };
}

describe("an erasure", () => {
  it("leaves no payload, the trail sound, and its own record", async () => {
    const { erasure, small, events, check, texts } = await installation();
    const subject = small.audit.trail.subjects.find("user:ada")?.pseudonym;
    const result = await erasure.erase(ORDER, () => undefined);
    expect(result).toMatchObject({ subject, events: 3, journal_lines: 3, last_seq: 10 });
    expect(result.not_reached).toContain("backup /backups/1");
    expect(texts()).not.toContain('"ada"');
    expect(texts()).toContain('"bob"');
    expect(small.journal.lines.filter((line) => parseErasedLine(line)?.subject === subject)).toHaveLength(3);
    expect(small.audit.trail.subjects.find("user:ada")).toBeUndefined();
    expect(events.map(({ status }) => status)).toEqual(["requested", "key destroyed", "done"]);
    expect(JSON.stringify(events)).not.toContain('"ada"');
    const found = await check();
    expect(found).toMatchObject({ integrity: "sound", completeness: "sound", findings: [], unchecked: [] });
    expect([found.erasures, found.erased_entries]).toEqual([2, 3]);
  });

  it("does not excuse what somebody else removed, or left", async () => {
    const { erasure, small, stored, check } = await installation();
    const kept = small.journal.lines[2] as string;
    await erasure.erase(ORDER, () => undefined);
    small.journal.lines[2] = kept;
    small.journal.lines[3] = (small.journal.lines[5] as string).replace('"seq":6', '"seq":4');
    stored.delete(5);
    const { findings } = await check();
    expect(findings.map(({ kind, path }) => `${kind} ${path}`)).toEqual([
      "record_changed journal event 3",
      "record_changed journal event 4",
      "record_missing store event 5",
    ]);
  });

  it("believes no erasure that the trail does not know", async () => {
    const { stored, small, check } = await installation();
    const pseudonym = small.audit.trail.subjects.find("user:ada")?.pseudonym;
    for (const seq of [3, 6, 9]) stored.delete(seq);
    const data = JSON.stringify({ status: "done", subject: pseudonym, last_seq: 9 });
    const forged = lineOf(10).replace('"order_filled"', '"erasure"').replace(',"coll', `,"data":${data},"coll`);
    stored.set(10, forged);
    const found = await check();
    expect([found.erasures, found.completeness, found.findings_total]).toEqual([0, "damaged", 3]);
  });

  it("of a person who comes back takes what was there then, and no more", async () => {
    const { erasure, small, stored, check } = await installation();
    await erasure.erase(ORDER, () => undefined);
    const seq = small.journal.lines.length + 1;
    const line = lineOf(seq, { user_id: "ada" });
    small.journal.lines.push(line);
    small.journal.durableSeq = seq;
    stored.set(seq, line);
    expect(await check()).toMatchObject({ integrity: "sound", completeness: "sound", findings: [] });
    expect(await erasure.plan(ADA)).toMatchObject({ events: 1, refused: null });
    expect(await erasure.erase(ORDER, () => undefined)).toMatchObject({ events: 1, journal_lines: 1 });
    expect(await check()).toMatchObject({ findings: [], erasures: 4, erased_entries: 4 });
  });

  it.each(["requested", "key destroyed", "rewrite", "erase", "done"])(
    "that fails at %j is ended later",
    async (step) => {
      const { erasure, options, small, failing, stored, check, texts } = await installation();
      if (step === "rewrite" || step === "erase") failing[step] = true;
      else failing.record = step;
      await expect(erasure.erase(ORDER, () => undefined)).rejects.toThrow("no ");
      Object.assign(failing, { rewrite: false, erase: false, record: "" });
      // Somebody of that name goes on meanwhile, with a key of his own.
      const seq = small.journal.lines.length + 1;
      const line = lineOf(seq, { user_id: "ada" });
      small.journal.lines.push(line);
      small.journal.durableSeq = seq;
      stored.set(seq, line);
      await small.audit.sequencer.settle();
      const again = new ErasureRoom({ ...options, state: new ErasureState(small.dir) });
      expect(again.isUnfinished).toBe(true);
      const { events } = await again.finish(() => undefined);
      const isBefore = step === "requested";
      expect(events).toBe(isBefore ? 4 : 3);
      expect(texts().includes('"ada"')).toBe(!isBefore);
      expect(again.isUnfinished).toBe(false);
      expect(await check()).toMatchObject({ integrity: "sound", completeness: "sound", findings: [] });
    },
  );
});

describe("a refusal", () => {
  it("comes of a hold on the subject or on everything, and is recorded", async () => {
    const { erasure, events, texts, small } = await installation();
    for (const subject of [ADA, null]) {
      const hold = await erasure.placeHold(subject, "case 7", "counsel");
      const fault = { code: "DAYBOOK_ERASURE_REFUSED" };
      await expect(erasure.erase(ORDER, () => undefined)).rejects.toMatchObject(fault);
      expect((await erasure.plan(ADA)).refused).toContain("case 7");
      expect(events.at(-1)).toMatchObject({ status: "refused", detail: expect.stringContaining("legal hold") });
      expect(new ErasureState(small.dir).holds).toEqual([hold]);
      expect(await erasure.liftHold(hold.id, "counsel")).toBe(true);
    }
    expect(texts()).toContain('"ada"');
    expect(await erasure.liftHold("hold-1", "counsel")).toBe(false);
    await erasure.placeHold({ field: "user_id", value: "bob" }, "case 8", "counsel");
    await erasure.erase(ORDER, () => undefined);
    expect(texts()).not.toContain('"user_id":"ada"');
    expect(events.map(({ status }) => status).slice(0, 3)).toEqual(["placed", "refused", "lifted"]);
    expect(JSON.stringify(events)).not.toMatch(/"ada"|bob/);
  });

  it("comes of a hold too that is placed when the erasure was asked for already, and of an event that came since", async () => {
    for (const isHold of [true, false]) {
      const { erasure, parts, small, events, stored } = await installation({ retainAtLeast: { trade: 4 } });
      let calls = 0;
      parts.store.waitSearchable = async () => {
        if (++calls === 2 && isHold) await erasure.placeHold(ADA, "case 9", "counsel");
        else if (calls === 2) newest.at = "2026-01-04T00:00:00Z";
        return true;
      };
      await expect(erasure.erase(ORDER, () => undefined)).rejects.toThrow(
        isHold ? "case 9" : "must be kept for 4 days",
      );
      newest.at = OLD;
      expect(small.audit.trail.subjects.find("user:ada")).toBeDefined();
      expect([...stored.values()].join()).toContain('"user_id":"ada"');
      expect(events.at(-1)).toMatchObject({ status: "refused" });
      expect(new ErasureState(small.dir).running).toBeNull();
      await small.remove();
    }
    room = undefined;
  });

  it("comes of events that must be kept still", async () => {
    const { erasure } = await installation({ retainAtLeast: { trade: 5 } });
    await expect(erasure.erase(ORDER, () => undefined)).rejects.toThrow(/kept for 5 days, the newest until 2026-01-06/);
    const { erasure: later } = await installation({ retainAtLeast: { trade: 4 } });
    expect((await later.erase(ORDER, () => undefined)).events).toBe(3);
  });
});
