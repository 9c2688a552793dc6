import { expect, it } from "vitest";
import { LockFile, StateFile } from "./state-files.ts";
import type { SyncedState } from "./state-files.ts";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { seeded } from "./test-support/sample-trail.ts";

const STATE: SyncedState = { version: 1, size: 1, root: "r", seq: 2, excluded: [], counts: [["p", 1]] };

it("a state file holds the old or the new state after a power cut, nothing else", async () => {
  const fs = new ForgetfulFs(seeded(5));
  const file = new StateFile<SyncedState>(fs, "/data/synced.json");
  expect(await file.read()).toBeUndefined();
  await file.write(STATE);
  fs.powerCut();
  expect(await file.read()).toEqual(STATE);
  await fs.write("/data/synced.json", Buffer.from("{"));
  await expect(file.read()).rejects.toThrow(/synced.json cannot be read/);
});

it("the lock record is replaced only by who wrote it last", async () => {
  const fs = new ForgetfulFs(seeded(5));
  const first = new LockFile(fs, "/data/lock.json");
  const taken = await first.take();
  await first.replace({ ...taken, size: 5 });
  const second = new LockFile(fs, "/data/lock.json");
  expect(await second.take()).toMatchObject({ size: 5, fence: taken.fence + 1 });
  await expect(first.replace({ ...taken, size: 6 })).rejects.toThrow(/another writer/);
});
