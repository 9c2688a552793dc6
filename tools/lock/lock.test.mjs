import { readFileSync } from "node:fs";
import semver from "semver";
import { expect, test } from "vitest";
import { missingOptional } from "./complete.mjs";

const OLDEST_NODE = "20.19.0";

const lock = JSON.parse(readFileSync(new URL("../../package-lock.json", import.meta.url), "utf8"));
const installed = Object.entries(lock.packages).filter(([path]) => path.includes("node_modules/"));

test("every installed package accepts the oldest Node that we promise", () => {
  const refused = installed
    .filter(([, entry]) => entry.engines?.node !== undefined && !semver.satisfies(OLDEST_NODE, entry.engines.node))
    .map(([path, entry]) => `${path} wants ${entry.engines.node}`);
  expect(refused).toEqual([]);
});

test("npm ci accepts the lock file: run `node tools/lock/complete.mjs` when this fails", () => {
  expect([...missingOptional(lock).keys()]).toEqual([]);
});

test("a missing platform package is named with its platform", () => {
  const sample = {
    packages: { "": {}, "node_modules/x": { dev: true, optionalDependencies: { "@x/y-linux-arm64-musl": "1.0.0" } } },
  };
  expect([...missingOptional(sample)]).toEqual([
    [
      "node_modules/@x/y-linux-arm64-musl",
      { version: "1.0.0", cpu: ["arm64"], dev: true, libc: ["musl"], optional: true, os: ["linux"] },
    ],
  ]);
});

test("the lock file records no download address", () => {
  expect(installed.filter(([, entry]) => /^https?:/.test(entry.resolved ?? "")).map(([path]) => path)).toEqual([]);
});
