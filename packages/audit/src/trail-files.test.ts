import { expect, it } from "vitest";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { seeded } from "./test-support/sample-trail.ts";
import { TrailFiles } from "./trail-files.ts";

async function made(): Promise<{ fs: ForgetfulFs; files: TrailFiles }> {
  const fs = new ForgetfulFs(seeded(2));
  await fs.mkdir("/data/audit");
  await fs.syncDir("/data");
  return { fs, files: new TrailFiles(fs, "/data/audit") };
}

const text = async (files: TrailFiles, path: string): Promise<string> => Buffer.from(await files.read(path)).toString();

it("knows what a power cut could take away, and makes it safe with its directories", async () => {
  const { fs, files } = await made();
  await files.write({ path: "tile/0/x001/000.p/3", bytes: Buffer.from("abc") });
  expect(files.unsynced).toBe(1);
  await files.sync();
  expect(files.unsynced).toBe(0);
  fs.powerCut();
  expect(await text(files, "tile/0/x001/000.p/3")).toBe("abc");
});

it("does not write the same bytes over safe ones", async () => {
  const { fs } = await made();
  const first = new TrailFiles(fs, "/data/audit");
  await first.write({ path: "tile/0/000", bytes: Buffer.from("abc") });
  await first.sync();
  const second = new TrailFiles(fs, "/data/audit");
  const steps = fs.steps;
  await second.write({ path: "tile/0/000", bytes: Buffer.from("abc") });
  expect(fs.steps).toBe(steps);
  await second.write({ path: "tile/0/000", bytes: Buffer.from("abd") });
  expect(await text(second, "tile/0/000")).toBe("abd");
});

it("forgets what it removes", async () => {
  const { files } = await made();
  await files.write({ path: "tile/0/000.p/1", bytes: Buffer.from("a") });
  await files.write({ path: "minimum", bytes: Buffer.from("b") });
  await files.removeDir("tile/0/000.p");
  await files.unlink("minimum");
  await files.sync();
  expect([await files.has("tile/0/000.p/1"), await files.has("minimum"), await files.readdir("tile/0/000.p")]).toEqual([
    false,
    false,
    [],
  ]);
});
