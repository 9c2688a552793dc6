import { mkdirSync, mkdtempSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { buildParts, isStale } from "./build.mjs";
import { needsInstall } from "./install.mjs";

let root;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "daybook-fresh-"));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

/** Writes a file that was last changed at `seconds`. Its folder is as old, as in a tree that nobody touched since. */
function put(path, seconds) {
  const file = join(root, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, "x");
  utimesSync(file, seconds, seconds);
  utimesSync(dirname(file), seconds, seconds);
}

test("a fresh clone needs an install", () => {
  put("package-lock.json", 100);
  expect(needsInstall(root)).toBe(true);
});

test("an install is needed again when the lock file is newer", () => {
  put("package-lock.json", 100);
  put("node_modules/.package-lock.json", 200);
  expect(needsInstall(root)).toBe(false);
  put("package-lock.json", 300);
  expect(needsInstall(root)).toBe(true);
});

test("a product is stale when it is missing, or older than a source at any depth", () => {
  put("src/deep/a.ts", 100);
  put("src/b.ts", 100);
  expect(isStale(root, "dist/index.html", ["src"])).toBe(true);
  put("dist/index.html", 200);
  expect(isStale(root, "dist/index.html", ["src", "not-there"])).toBe(false);
  put("src/deep/a.ts", 300);
  expect(isStale(root, "dist/index.html", ["src"])).toBe(true);
});

test("a source that was removed makes the product stale: its folder is newer", () => {
  put("src/a.ts", 100);
  put("dist/index.html", 200);
  utimesSync(join(root, "src"), 300, 300);
  expect(isStale(root, "dist/index.html", ["src"])).toBe(true);
});

test("the page is built when its sources are newer, the libraries always", () => {
  expect(buildParts(root).map((part) => part.name)).toEqual(["libraries and server"]);
  put("apps/dashboard/index.html", 100);
  expect(buildParts(root).map((part) => part.name)).toEqual(["libraries and server", "dashboard"]);
  put("apps/dashboard/dist/index.html", 200);
  expect(buildParts(root).map((part) => part.name)).toEqual(["libraries and server"]);
});
