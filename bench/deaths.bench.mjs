import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { row } from "./lib/measure.mjs";

const DIE = new URL("logger/die.mjs", import.meta.url).pathname;
const CONTENDERS = ["daybook", "pino, minLength 4096", "pino, sync", "pino, worker", "winston"];
const ENDINGS = [
  "return",
  "process.exit",
  "SIGTERM",
  "SIGINT",
  "uncaught exception",
  "unhandled rejection",
  "kill -9, a second later",
  "out of memory, a second later",
  "worker thread terminated, a second later",
];

/** Lines that are in the file after each kind of end, of so many that were logged right before. */
export async function run({ tiny = false } = {}) {
  const logged = tiny ? 500 : 10_000;
  const rows = [];
  for (const ending of tiny ? ENDINGS.slice(0, 2) : ENDINGS) {
    const there = {};
    for (const name of CONTENDERS) there[name] = await linesAfter(name, ending, logged);
    rows.push(
      row(`lines after ${ending}`, { logged, there }, { must: "all of ours", met: there["daybook"] >= logged }),
    );
  }
  return rows;
}

async function linesAfter(name, ending, logged) {
  const dir = mkdtempSync(join(tmpdir(), "daybook-bench-deaths-"));
  try {
    const child = spawn(process.execPath, ["--max-old-space-size=128", DIE, name, ending, String(logged), dir], {
      stdio: "ignore",
    });
    await once(child, "exit");
    const whole = readFileSync(join(dir, "all.log"), "utf8")
      .split("\n")
      .filter((line) => line.includes("request answered") && line.endsWith("}"));
    return whole.length;
  } catch (error) {
    if (error.code === "ENOENT") return 0;
    throw error;
  } finally {
    rmSync(dir, { recursive: true, force: true });
  }
}
