import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { SPOOL_STALE_MS } from "../limits.ts";
import { SpoolGroup } from "./spool-group.ts";

let root: string;
let dir: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "daybook-spools-"));
  dir = join(root, "bot");
});

afterEach(() => rmSync(root, { recursive: true, force: true }));

function group(): SpoolGroup {
  return new SpoolGroup(dir, Date.now, () => {});
}

/** A group of a process that is no more, with one event in its spool. */
async function orphan(seq: number): Promise<void> {
  const dead = group();
  dead.beat();
  await dead.own.append([{ firstSeq: seq, count: 1, body: Buffer.from(`${seq}\n`) }]);
  dead.own.close();
  for (const name of readdirSync(dir).filter((file) => file.endsWith(".owner"))) {
    const path = join(dir, name);
    const owner = JSON.parse(readFileSync(path, "utf8")) as object;
    writeFileSync(path, JSON.stringify({ ...owner, started: "1" }));
  }
}

describe("spools of one program", () => {
  it("are adopted when their owner is dead, each by exactly one", async () => {
    for (let seq = 1; seq <= 5; seq++) await orphan(seq);
    const groups = [group(), group(), group(), group()];
    const adopted = (await Promise.all(groups.map((each) => each.adopt()))).flat();
    const found = await Promise.all(adopted.map(async (spool) => (await spool.next())?.firstSeq));
    expect(found.sort()).toEqual([1, 2, 3, 4, 5]);
    for (const spool of adopted) spool.ack(5);
    for (const spool of adopted) spool.close();
    expect(readdirSync(dir).filter((name) => name.includes("@"))).toEqual([]);
    expect(readdirSync(dir)).toHaveLength(4);
    for (const each of groups) each.release();
    expect(readdirSync(dir)).toEqual([]);
  });

  it("are left alone while their owner lives, and anybody's when it has gone", async () => {
    const first = group();
    const second = group();
    first.beat();
    await first.own.append([{ firstSeq: 1, count: 1, body: Buffer.from("1\n") }]);
    expect(await second.adopt()).toEqual([]);
    first.own.close();
    first.release();
    expect(await second.adopt()).toHaveLength(1);
  });

  it("are adopted from one that died with what it had adopted", async () => {
    await orphan(1);
    const second = group();
    const [spool] = await second.adopt();
    spool?.close();
    second.release();
    const [again] = await group().adopt();
    expect((await again?.next())?.firstSeq).toBe(1);
  });

  it("are begun anew by a process that was stopped for so long that another one took its spool", async () => {
    let nowMs = 1_795_251_600_000;
    const stopped = new SpoolGroup(
      dir,
      () => nowMs,
      () => {},
    );
    stopped.beat();
    await stopped.own.append([{ firstSeq: 1, count: 1, body: Buffer.from("1\n") }]);
    for (const name of readdirSync(dir).filter((file) => file.endsWith(".owner"))) {
      const path = join(dir, name);
      const owner = JSON.parse(readFileSync(path, "utf8")) as object;
      writeFileSync(path, JSON.stringify({ ...owner, place: "another container" }));
      utimesSync(path, nowMs / 1000, nowMs / 1000);
    }
    const other = new SpoolGroup(
      dir,
      () => nowMs,
      () => {},
    );
    expect(await other.adopt()).toEqual([]);
    nowMs += SPOOL_STALE_MS;
    const [taken] = await other.adopt();
    expect((await taken?.next())?.firstSeq).toBe(1);
    stopped.register();
    await stopped.own.append([{ firstSeq: 2, count: 1, body: Buffer.from("2\n") }]);
    expect((await stopped.own.next())?.firstSeq).toBe(2);
    expect(await other.adopt()).toEqual([]);
    for (const spool of [stopped.own, taken]) spool?.close();
  });

  it("belong to nobody when the owner's file is not whole", async () => {
    await orphan(1);
    for (const name of readdirSync(dir).filter((file) => file.endsWith(".owner"))) writeFileSync(join(dir, name), "{");
    expect(await group().adopt()).toHaveLength(1);
  });

  it("make no directory before there is something to keep", () => {
    group();
    expect(existsSync(dir)).toBe(false);
  });
});
