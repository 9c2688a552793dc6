import { Findings, readTrailKeys } from "@daybook/verify";
import { expect, it } from "vitest";
import { publishKeys } from "./publish-keys.ts";
import { SigningKeys } from "./signing-keys.ts";
import { ForgetfulFs } from "./test-support/forgetful-fs.ts";
import { CRYPTOGRAPHY, seeded } from "./test-support/sample-trail.ts";
import { TrailFiles } from "./trail-files.ts";
import { directorySource } from "./trail-reader.ts";

it("publishes the first key, and ends a rotation whose note is there", async () => {
  const fs = new ForgetfulFs(seeded(1));
  await fs.mkdir("/data/audit");
  const files = new TrailFiles(fs, "/data/audit");
  const keys = await SigningKeys.open(fs, "/data/trail.json", "example.com/log");
  await publishKeys(files, keys);
  const findings = new Findings();
  const found = await readTrailKeys(directorySource(fs, "/data/audit"), CRYPTOGRAPHY, findings);
  expect([found.map(({ vkey }) => vkey), findings.all]).toEqual([[keys.current.vkey], []]);
  const next = await keys.begin(3);
  await publishKeys(files, keys);
  expect(keys.current.number).toBe(0);
  await files.replace("keys/1", "note");
  await publishKeys(files, keys);
  expect(keys.current.vkey).toBe(next.vkey);
});
