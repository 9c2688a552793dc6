import { expect, test } from "vitest";
import { readWholeFile, writeFully } from "./journal-fs.ts";
import { finishSwap, markSwap, segmentBase } from "./swap.ts";
import { SimulatedDisk, seededRandom } from "./test-support/simulated-disk.ts";

const BASE = segmentBase("/j", 7);

async function put(disk: SimulatedDisk, suffix: string): Promise<void> {
  const file = await disk.open(BASE + suffix, "create");
  await writeFully(file, [Buffer.from(suffix)], 0);
  await file.datasync();
}

const OLD = [".idx", ".ndjson"];
const NEW = [".idx.tmp", ".ndjson.gz.tmp"];

async function marked(): Promise<SimulatedDisk> {
  const disk = new SimulatedDisk(seededRandom(1));
  for (const suffix of [...OLD, ...NEW]) await put(disk, suffix);
  await markSwap(disk, "/j", 7);
  return disk;
}

test("the marked files take the place of the old ones, and the mark goes", async () => {
  const disk = await marked();
  await finishSwap(disk, "/j", 7);
  expect(disk.files()).toEqual([`${BASE}.idx`, `${BASE}.ndjson.gz`]);
  expect((await readWholeFile(disk, `${BASE}.idx`)).toString()).toBe(".idx.tmp");
});

test("a mark that is seen after a power cut has its files", async () => {
  const disk = await marked();
  disk.cutPower();
  expect(disk.files()).toEqual([`${BASE}.swap`, ...[...OLD, ...NEW].map((suffix) => BASE + suffix)].toSorted());
});

test("it is ended wherever it was cut off", async () => {
  for (let step = 1; ; step++) {
    const disk = await marked();
    const before = disk.operations;
    disk.fault = { at: before + step, code: "EIO", done: step % 2 ? "nothing" : "all", stop: true };
    const isCut = await finishSwap(disk, "/j", 7).then(
      () => false,
      () => true,
    );
    disk.cutPower();
    if (!isCut) break;
    if (disk.files().includes(`${BASE}.swap`)) await finishSwap(disk, "/j", 7);
    expect(disk.files()).toEqual([`${BASE}.idx`, `${BASE}.ndjson.gz`]);
    expect(step).toBeLessThan(20);
  }
});
