import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { readHeads, saveHead } from "./known-heads.ts";

test("heads are read by their names; only that which is to be kept may be missing", async () => {
  await using dir = await temporaryDir();
  const host = { cwd: dir.path };
  await writeFile(join(dir.path, "a.head"), "a");
  expect(await readHeads(["a.head", "b.head"], "b.head", host)).toEqual([{ name: "a.head", note: Buffer.from("a") }]);
  await saveHead("b.head", Buffer.from("b"), host);
  await saveHead("b.head", Buffer.from("c"), host);
  expect(await readHeads(["b.head"], undefined, host)).toEqual([{ name: "b.head", note: Buffer.from("c") }]);
  await expect(readHeads(["c.head"], "b.head", host)).rejects.toMatchObject({ code: "ENOENT" });
  await expect(readHeads(["."], ".", host)).rejects.toMatchObject({ code: "EISDIR" });
});
