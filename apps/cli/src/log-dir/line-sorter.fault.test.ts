import { mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { afterEach, expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { LineSorter } from "./line-sorter.ts";

const { TMPDIR } = process.env;

afterEach(() => {
  if (TMPDIR === undefined) delete process.env["TMPDIR"];
  else process.env["TMPDIR"] = TMPDIR;
});

const FOUND = { timestamp: "2024-01-15T10:30:45.000000Z", id: "", file: 0, line: 1, text: "{}" };

test("temporary files that cannot be written end the search with a hint, and nothing is left behind", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "tmp");
  process.env["TMPDIR"] = path;
  const sorter = new LineSorter({ order: "asc", limit: Infinity, maxCharacters: 1 });
  const add = (): void => sorter.add(FOUND);
  expect(add).toThrow(`${path} cannot take it`);
  expect(add).toThrow(expect.objectContaining({ hint: expect.stringContaining("TMPDIR") }));
  mkdirSync(path);
  add();
  rmSync(path, { recursive: true });
  // The second run finds its directory gone.
  expect(add).toThrow("ENOENT");
  sorter.close();
});
