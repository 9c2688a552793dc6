import { spawn } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { superviseEngine } from "./supervisor.ts";
import type { EngineHandle, EngineState } from "./engine-handle.ts";

let dataDir: string;
let engine: EngineHandle | undefined;

beforeEach(() => {
  dataDir = mkdtempSync(join(tmpdir(), "daybook-engine-"));
});
afterEach(async () => {
  await engine?.stop();
  engine = undefined;
  rmSync(dataDir, { recursive: true, force: true });
});

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

async function next(handle: EngineHandle, wanted: EngineState): Promise<void> {
  await new Promise<void>((resolve) => {
    const leave = handle.onStateChange((state) => {
      if (state !== wanted) return;
      leave();
      resolve();
    });
  });
}

it("starts it again after kill -9, at the same address and with the same password", async () => {
  engine = await superviseEngine({ dataDir });
  const { url, pid } = engine;
  expect([engine.state, engine.restarts]).toEqual(["ready", 0]);
  expect(engine.version).toMatch(/^\d+\.\d+/);
  for (let round = 1; round <= 3; round++) {
    const down = next(engine, "down");
    process.kill(engine.pid as number, "SIGKILL");
    await down;
    expect(engine.lastError).toContain("SIGKILL");
    await engine.waitReady();
    expect([engine.restarts, engine.url, engine.lastError]).toEqual([round, url, null]);
  }
  expect(engine.pid).not.toBe(pid);
});

it("ends it on stop, and not before", async () => {
  engine = await superviseEngine({ dataDir });
  const pid = engine.pid as number;
  expect(isAlive(pid)).toBe(true);
  await engine.stop();
  expect([isAlive(pid), engine.state, engine.pid]).toEqual([false, "down", null]);
  await engine.restart();
  expect(engine.state).toBe("ready");
});

it("says why it does not start, with the engine's own words", async () => {
  // A file where the store's directory should be.
  mkdirSync(dataDir, { recursive: true });
  writeFileSync(join(dataDir, "store"), "");
  engine = await superviseEngine({ dataDir });
  expect(engine.state).toBe("down");
  expect(engine.lastError).toMatch(/store/);
  rmSync(join(dataDir, "store"));
  await engine.waitReady();
  expect(engine.state).toBe("ready");
});

it("ends one that does not answer", async () => {
  engine = await superviseEngine({ dataDir, pingIntervalMs: 50, pingTimeoutMs: 200 });
  const pid = engine.pid as number;
  const down = next(engine, "down");
  process.kill(pid, "SIGSTOP");
  await down;
  expect(engine.lastError).toMatch(/pings/);
  await engine.waitReady();
  expect(engine.pid).not.toBe(pid);
});

it("goes when its parent is killed", async () => {
  const script = `
    import { superviseEngine } from ${JSON.stringify(new URL("../../dist/engine/index.js", import.meta.url).href)};
    const engine = await superviseEngine({ dataDir: ${JSON.stringify(dataDir)} });
    console.log(engine.pid);`;
  const parent = spawn(process.execPath, ["--input-type=module", "-e", script], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const pid = await new Promise<number>((resolve) =>
    createInterface({ input: parent.stdout }).once("line", (line) => resolve(Number(line))),
  );
  expect(isAlive(pid)).toBe(true);
  parent.kill("SIGKILL");
  // The next engine on the directory waits for the lock of the last: it gets it only when that is gone.
  engine = await superviseEngine({ dataDir });
  await engine.waitReady();
  expect(engine.pid).not.toBe(pid);
  // Its memory is still being taken apart when the lock is free already.
  while (isAlive(pid)) await setImmediate();
});
