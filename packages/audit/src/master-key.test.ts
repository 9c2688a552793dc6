import { expect, it } from "vitest";
import { openMasterKey } from "./master-key.ts";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { seeded } from "./test-support/sample-trail.ts";

const PATH = "/data/audit-master.key";

it("is made once and survives a power cut", async () => {
  const fs = new ForgetfulFs(seeded(1));
  const made = await openMasterKey(fs, PATH, undefined);
  fs.powerCut();
  expect(await openMasterKey(fs, PATH, undefined)).toEqual(made);
  expect(made).toHaveLength(32);
});

it("is the one given, if one is; what is none is refused with its place", async () => {
  const fs = new ForgetfulFs(seeded(1));
  const given = Buffer.alloc(32, 9);
  expect(await openMasterKey(fs, PATH, given.toString("base64"))).toEqual(given);
  expect(fs.files()).toEqual([]);
  await expect(openMasterKey(fs, PATH, "short")).rejects.toThrow(
    /DAYBOOK_AUDIT_MASTER_KEY must be the base64 of 32 bytes/,
  );
  await fs.write(PATH, Buffer.from("nonsense\n"));
  await expect(openMasterKey(fs, PATH, undefined)).rejects.toThrow(PATH);
});
