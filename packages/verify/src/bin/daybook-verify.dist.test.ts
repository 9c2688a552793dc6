import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { smallTrail } from "../test-support/small-trail.ts";

const build = fileURLToPath(new URL("../../scripts/build-standalone.mjs", import.meta.url));
const dir = mkdtempSync(join(tmpdir(), "daybook-standalone-"));
let told: string;

beforeAll(async () => {
  told = execFileSync(process.execPath, [build, "--out", dir], { encoding: "utf8" });
  for (const [path, bytes] of (await smallTrail(300)).files) {
    mkdirSync(dirname(join(dir, "trail", path)), { recursive: true });
    writeFileSync(join(dir, "trail", path), bytes);
  }
});
afterAll(() => rmSync(dir, { recursive: true, force: true }));

function verify(...argv: string[]) {
  return spawnSync(process.execPath, [join(dir, "daybook-verify.mjs"), ...argv], { encoding: "utf8", cwd: dir });
}

test("both files, with their sizes", () => {
  expect(told).toMatch(/daybook-verify\.mjs: [\d,]+ bytes\n.*daybook-verify\.html: [\d,]+ bytes\n/);
  const page = readFileSync(join(dir, "daybook-verify.html"), "utf8");
  expect(page).not.toMatch(/\{\{\w+\}\}|<script[^>]+src=|<link|@import/);
});

test("the program runs by itself", () => {
  expect(verify("fsck", "trail")).toMatchObject({
    status: 0,
    stderr: "",
    stdout: expect.stringContaining("300 entries"),
  });
  const path = join(dir, "trail/tile/entries/000");
  const bytes = readFileSync(path);
  bytes[100] = (bytes[100] as number) ^ 1;
  writeFileSync(path, bytes);
  expect(verify("fsck", "trail")).toMatchObject({
    status: 1,
    stdout: expect.stringContaining("tile/entries/000 entry 0"),
  });
  expect(verify("fsck", "elsewhere")).toMatchObject({ status: 2 });
});
