import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";

const DIST = new URL("../dist/", import.meta.url).pathname;
/** docs: the page's budget of script bytes before first paint. */
const MAX_SCRIPT_BYTES = 250_000;

test("scripts before the first paint keep the budget, and nothing is inline or from elsewhere", async () => {
  const html = await readFile(join(DIST, "index.html"), "utf8");
  const scripts = [...html.matchAll(/<(?:script|link rel="modulepreload")[^>]*(?:src|href)="([^"]+)"/g)].map(
    ([, path]) => path,
  );
  expect(scripts.length).toBeGreaterThan(0);
  let bytes = 0;
  for (const path of scripts) bytes += gzipSync(await readFile(join(DIST, path))).length;
  process.stdout.write(`scripts before first paint: ${(bytes / 1_000).toFixed(1)} kB gzip\n`);
  expect(bytes).toBeLessThanOrEqual(MAX_SCRIPT_BYTES);
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)/);
  expect(html).not.toMatch(/(?:src|href)="https?:/);
});
