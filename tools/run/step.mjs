import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";

export const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** How long a process group has to end after SIGTERM before it is killed. */
const GRACE_MS = 5_000;

/**
 * Runs one command in a process group of its own and waits for it.
 *
 * @param {string} command
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: Record<string, string>, timeoutMs: number, show?: boolean }} options
 *   `show` passes the output through while it is collected.
 * @returns {Promise<{ code: number, output: string, timedOut: boolean, durationMs: number }>}
 *   Never rejects: a command that cannot be started has code 127 and the reason in `output`.
 */
export function runStep(command, args, options) {
  const startedAt = performance.now();
  return new Promise((resolve) => {
    const chunks = [];
    let timedOut = false;
    const child = spawn(command, args, {
      cwd: options.cwd ?? ROOT,
      env: { ...process.env, ...options.env },
      stdio: ["ignore", "pipe", "pipe"],
      detached: true,
    });
    const forget = onExitSignal(() => killGroup(child.pid, "SIGTERM"));
    const timer = setTimeout(() => {
      timedOut = true;
      killGroup(child.pid, "SIGTERM");
      setTimeout(() => killGroup(child.pid, "SIGKILL"), GRACE_MS).unref();
    }, options.timeoutMs);
    const collect = (stream) => (chunk) => {
      chunks.push(chunk);
      if (options.show === true) stream.write(chunk);
    };
    const finish = (code) => {
      clearTimeout(timer);
      forget();
      if (timedOut) killGroup(child.pid, "SIGKILL");
      const output = Buffer.concat(chunks).toString("utf8");
      resolve({ code, output, timedOut, durationMs: performance.now() - startedAt });
    };
    child.stdout.on("data", collect(process.stdout));
    child.stderr.on("data", collect(process.stderr));
    child.on("error", (error) => {
      chunks.push(Buffer.from(`${error.message}\n`));
      finish(127);
    });
    // A grandchild may hold the pipes open for ever: after a timeout the exit is enough.
    child.on("exit", (code) => timedOut && finish(code ?? 1));
    child.on("close", (code) => finish(code ?? 1));
  });
}

/** Ends what was started when this process is told to end. Returns a function that forgets about it. */
function onExitSignal(end) {
  const handlers = ["SIGINT", "SIGTERM", "SIGHUP"].map((signal) => {
    const handler = () => {
      end();
      process.exit(130);
    };
    process.once(signal, handler);
    return () => process.removeListener(signal, handler);
  });
  return () => handlers.forEach((remove) => remove());
}

function killGroup(pid, signal) {
  if (pid === undefined) return;
  try {
    process.kill(-pid, signal);
  } catch (error) {
    // Everybody of the group is gone already.
    if (error.code !== "ESRCH") throw error;
  }
}

export function seconds(durationMs) {
  return `${(durationMs / 1000).toFixed(1)} s`;
}
