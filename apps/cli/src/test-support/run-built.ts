import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

const BIN = fileURLToPath(new URL("../../bin/daybook.mjs", import.meta.url));

export interface BuiltRun {
  readonly child: ChildProcess;
  readonly texts: { out: string; err: string };
  /** Exit code, or the signal that ended it. */
  readonly ended: Promise<number | NodeJS.Signals>;
}

/** Starts the built command as a user's shell does. */
export function startBuilt(argv: readonly string[], env: Record<string, string>, cwd: string): BuiltRun {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [BIN, ...argv], {
    cwd,
    env: { PATH, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  const texts = { out: "", err: "" };
  child.stdout.setEncoding("utf8").on("data", (text: string) => (texts.out += text));
  child.stderr.setEncoding("utf8").on("data", (text: string) => (texts.err += text));
  child.stdin.on("error", () => {});
  const ended = once(child, "close").then(([code, signal]) => (signal ?? code) as number | NodeJS.Signals);
  return { child, texts, ended };
}

export async function runBuilt(
  argv: readonly string[],
  env: Record<string, string>,
  cwd: string,
  input = "",
): Promise<{ code: number | NodeJS.Signals; out: string; err: string }> {
  const run = startBuilt(argv, env, cwd);
  run.child.stdin?.end(input);
  const code = await run.ended;
  return { code, ...run.texts };
}
