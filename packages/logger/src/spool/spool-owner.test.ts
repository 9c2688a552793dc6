import { spawn } from "node:child_process";
import { once } from "node:events";
import { expect, it } from "vitest";
import { SPOOL_STALE_MS } from "../limits.ts";
import { isAlive, parseOwner, thisOwner } from "./spool-owner.ts";

const NOW = 1_795_251_600_000;
const OLD = NOW - 10 * SPOOL_STALE_MS;

it("is alive as long as its process, however long ago it said so", async () => {
  expect(isAlive(thisOwner(), OLD, NOW)).toBe(true);
  const child = spawn(process.execPath, ["-e", "process.stdin.resume()"], { stdio: ["pipe", "ignore", "ignore"] });
  await once(child, "spawn");
  const started = { ...thisOwner(), pid: child.pid as number };
  // The number of a living process, but not the process that wrote it.
  expect(isAlive(started, NOW, NOW)).toBe(false);
  child.stdin.end();
  await once(child, "exit");
  expect(isAlive(started, NOW, NOW)).toBe(false);
});

it("is judged by its last sign of life when it is somewhere else", () => {
  const elsewhere = { ...thisOwner(), place: "another machine" };
  expect(isAlive(elsewhere, NOW - SPOOL_STALE_MS + 1, NOW)).toBe(true);
  expect(isAlive(elsewhere, NOW - SPOOL_STALE_MS, NOW)).toBe(false);
});

it("is judged by both where the system does not tell when a process began", () => {
  const owner = { ...thisOwner(), started: null };
  const me = { ...owner, pid: owner.pid + 1 };
  expect(isAlive(owner, NOW, NOW, me)).toBe(true);
  expect(isAlive(owner, OLD, NOW, me)).toBe(false);
});

it("is nobody when its file is not whole", () => {
  const text = JSON.stringify(thisOwner());
  expect(parseOwner(text)).toEqual(thisOwner());
  expect(["", "null", "{}", "[]", '{"pid":"1","place":"x"}', text.slice(0, -1)].map(parseOwner)).toEqual(
    Array.from({ length: 6 }, () => undefined),
  );
});
