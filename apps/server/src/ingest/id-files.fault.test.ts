import { expect, test } from "vitest";
import { SimulatedDisk, seededRandom } from "../journal/test-support/simulated-disk.ts";
import { IdFiles } from "./id-files.ts";
import { RememberedIds } from "./remembered-ids.ts";

const DIR = "/state";

function learn(ids: RememberedIds, from: number, to: number): void {
  for (let i = from; i <= to; i++) ids.remember(`id "${i}"\n`);
}

async function reload(disk: SimulatedDisk, saved: Awaited<ReturnType<IdFiles["save"]>>): Promise<RememberedIds> {
  const ids = new RememberedIds(10);
  ids.restore(await new IdFiles(disk, DIR, saved).load());
  return ids;
}

test("ids come back, two generations of them, and older files go", async () => {
  const disk = new SimulatedDisk(seededRandom(1));
  const files = new IdFiles(disk, DIR);
  const ids = new RememberedIds(10);
  for (let i = 1; i <= 35; i++) {
    learn(ids, i, i);
    await files.save(ids.generations);
    await files.committed();
  }
  const saved = await files.save(ids.generations);
  disk.cutPower();
  const again = await reload(disk, saved);
  const known = Array.from({ length: 35 }, (_, i) => i + 1).filter((i) => again.isDurable(`id "${i}"\n`));
  expect(known).toEqual(Array.from({ length: 15 }, (_, i) => i + 21));
  expect(disk.files()).toEqual([`${DIR}/ingest-ids-3.ndjson`, `${DIR}/ingest-ids-4.ndjson`]);
});

test.each(["open", "write", "datasync", "syncDir"] as const)(
  "ids of a save whose %s failed are in the next one",
  async (kind) => {
    for (const done of ["nothing", "half", "all"] as const) {
      const disk = new SimulatedDisk(seededRandom(2));
      const files = new IdFiles(disk, DIR);
      const ids = new RememberedIds(10);
      learn(ids, 1, 3);
      disk.failWhen = (operation) => (operation === kind ? { code: "EIO", done } : undefined);
      await expect(files.save(ids.generations)).rejects.toThrow("EIO");
      learn(ids, 4, 5);
      const saved = await files.save(ids.generations);
      disk.cutPower();
      const again = await reload(disk, saved);
      expect([1, 2, 3, 4, 5].filter((i) => again.isDurable(`id "${i}"\n`))).toEqual([1, 2, 3, 4, 5]);
    }
  },
);

test("what a crash left behind the saved part is written over", async () => {
  const disk = new SimulatedDisk(seededRandom(3));
  const ids = new RememberedIds(100);
  learn(ids, 1, 3);
  const saved = await new IdFiles(disk, DIR).save(ids.generations);
  learn(ids, 4, 9);
  await new IdFiles(disk, DIR, saved).save(ids.generations);
  const files = new IdFiles(disk, DIR, saved);
  const later = await reload(disk, saved);
  later.remember("new");
  const again = await reload(disk, await files.save(later.generations));
  expect(["new", 'id "3"\n', 'id "4"\n'].map((id) => again.isDurable(id))).toEqual([true, true, false]);
});

test("a file that is missing or cut is said", async () => {
  const disk = new SimulatedDisk(seededRandom(4));
  const ids = new RememberedIds(100);
  learn(ids, 1, 3);
  const saved = await new IdFiles(disk, DIR).save(ids.generations);
  await disk.unlink(`${DIR}/ingest-ids-1.ndjson`);
  await expect(reload(disk, saved)).rejects.toThrow("ENOENT");
});
