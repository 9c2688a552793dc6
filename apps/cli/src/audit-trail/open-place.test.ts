import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost } from "../test-support/test-host.ts";
import { openPlace } from "./open-place.ts";

test("a trail's directory, one with a trail in it, and one without", async () => {
  await using dir = await temporaryDir();
  const host = createTestHost({ cwd: dir.path });
  await expect(openPlace(".", host)).rejects.toMatchObject({ kind: "answer", message: "there is no audit trail in ." });
  await mkdir(join(dir.path, "audit/checkpoints"), { recursive: true });
  await writeFile(join(dir.path, "audit/checkpoint"), "head");
  await writeFile(join(dir.path, "audit/checkpoints/7"), "head");
  for (const place of [".", "audit", join(dir.path, "audit")]) {
    const { source, hasKeys } = await openPlace(place, host);
    expect(hasKeys).toBe(true);
    expect(Buffer.from((await source.read("checkpoint"))!).toString()).toBe("head");
    expect(await source.list!("checkpoints")).toEqual(["7"]);
    expect(await source.read("keys/0")).toBeUndefined();
  }
});

test("nothing is read after Ctrl-C", async () => {
  await using dir = await temporaryDir();
  await writeFile(join(dir.path, "checkpoint"), "head");
  const host = createTestHost({ cwd: dir.path });
  const { source } = await openPlace(".", host);
  host.interrupt("SIGINT");
  await expect(source.read("checkpoint")).rejects.toBe("SIGINT");
});
