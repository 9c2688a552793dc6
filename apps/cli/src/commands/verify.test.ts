import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { logText } from "../test-support/log-lines.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn } from "../test-support/test-host.ts";

test("the exit code says whether something was found", async () => {
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, "a.log"), logText(1, 2));
  const good = await runIn(createTestHost(), "verify", "--dir", dir.path);
  expect(good).toMatchObject({ code: 0, err: "", out: expect.stringContaining("nothing changed: no damage found") });
  await writeFile(join(dir.path, "a.log"), `${logText(1)}{nonsense}\n`);
  const bad = await runIn(createTestHost(), "verify", "--dir", dir.path);
  expect(bad.code).toBe(1);
  expect(bad.out).toContain(`✗ ${dir.path}/a.log:2: unexpected "n" at position 1\n`);
  expect(bad.out).toContain("nothing changed: no: 1 damage found\nnothing missing: no gap found");
});

test("it needs a directory that has log files", async () => {
  await using dir = await temporaryDir();
  expect(await runIn(createTestHost(), "verify")).toMatchObject({ code: 2, err: expect.stringContaining("--dir") });
  expect(await runIn(createTestHost(), "verify", "--dir", dir.path)).toMatchObject({ code: 2 });
});
