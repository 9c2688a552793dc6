import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { makeTrail } from "../test-support/audit-trail.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn } from "../test-support/test-host.ts";
import { isEvidenceFile } from "./check-evidence.ts";

test("evidence is checked with nothing but the file, and damage is told", async () => {
  await using dir = await temporaryDir();
  const trail = await makeTrail(join(dir.path, "data"), 600);
  const file = join(dir.path, "evidence.ndjson");
  const text = await trail.evidence();
  await writeFile(file, text);
  expect(await isEvidenceFile(file)).toBe(true);
  const run = (...argv: string[]) =>
    runIn(createTestHost({ env: {}, cwd: dir.path }), "verify", "evidence.ndjson", ...argv);
  const sound = await run("--key", trail.vkey);
  expect([sound.code, sound.err]).toEqual([0, ""]);
  expect(sound.out).toContain("599 records proven, 0 entries without their record");
  expect(JSON.parse((await run("--json")).out)).toMatchObject({
    integrity: "sound",
    completeness: "sound",
    proven: 599,
  });
  expect((await run()).out).toContain("the trail alone vouches for its key");

  await writeFile(file, text.replace('order 300"', 'order 301"').replace("order 300\\", "order 301\\"));
  expect(await run()).toMatchObject({ code: 1, out: expect.stringContaining("evidence line 301 entry 299") });
  await writeFile(file, text.split("\n").slice(0, 500).join("\n"));
  expect(await run()).toMatchObject({ code: 1, out: expect.stringContaining("[entry_missing]") });
  await writeFile(file, "no evidence");
  expect(await isEvidenceFile(file)).toBe(false);
});
