import { expect, test } from "vitest";
import { chunksOf } from "./test-support/chunks.ts";
import { wholeFile } from "./whole-file.ts";

test("all bytes up to the limit, and a refusal with the number beyond it", async () => {
  expect(await wholeFile(chunksOf("abcdef", 2), 6, "A file")).toEqual(Buffer.from("abcdef"));
  const limit = 1024 * 1024;
  await expect(wholeFile(chunksOf(Buffer.alloc(limit + 1), 100_000), limit, "A file")).rejects.toThrow(
    "A file may have 1 MiB; this one has more.",
  );
});
