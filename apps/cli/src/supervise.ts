import { spawn, type ChildProcess } from "node:child_process";
import { backoffMs } from "@daybook/client";
import { EXIT, type ExitCode } from "./exit-codes.ts";
import type { Host } from "./host.ts";
import { plural } from "./pretty/quantities.ts";

/** A start that fails sooner than this is not a crash: its own message says what to mend. */
const MIN_HEALTHY_MS = 5_000;
/** More crashes than this within the window: something is broken that a restart does not mend. */
const MAX_CRASHES = 5;
const CRASH_WINDOW_MS = 5 * 60_000;
const RESTART_BASE_MS = 500;
const RESTART_MAX_MS = 15_000;

export interface SupervisedProgram {
  command: string;
  args: readonly string[];
  env: Readonly<Record<string, string | undefined>>;
}

/**
 * Runs a program in the foreground, hands signals on and starts it again when it crashes. Resolves with its exit code
 * once it ended by itself, by a signal of ours, with a code that a restart cannot mend, or after too many crashes.
 */
export async function supervise(program: SupervisedProgram, host: Host): Promise<ExitCode> {
  let child: ChildProcess | undefined;
  const stop = new AbortController();
  const release = host.onSignal((name) => {
    child?.kill(name);
    stop.abort(name);
  });
  const crashes: number[] = [];
  try {
    for (;;) {
      const startedAt = host.nowMs();
      child = spawn(program.command, program.args, { env: program.env, stdio: ["ignore", "inherit", "inherit"] });
      // A signal may have come between two children.
      if (stop.signal.aborted) child.kill(stop.signal.reason as NodeJS.Signals);
      const { code, signal } = await endOf(child);
      if (stop.signal.aborted) return code ?? signalCode(signal);
      const now = host.nowMs();
      const isFirst = crashes.length === 0;
      if (
        code === EXIT.ok ||
        code === EXIT.config ||
        (isFirst && signal === null && now - startedAt < MIN_HEALTHY_MS)
      ) {
        return code ?? EXIT.someFailed;
      }
      while (crashes.length > 0 && now - (crashes[0] ?? 0) > CRASH_WINDOW_MS) crashes.shift();
      crashes.push(now);
      const how = signal === null ? `exit code ${code}` : `signal ${signal}`;
      if (crashes.length > MAX_CRASHES) {
        host.err.write(
          `daybook: the server ended again (${how}), ${plural(crashes.length, "time")} in a few minutes; giving up.\n`,
        );
        host.err.write("  next: look at its last messages above, and at `daybook doctor`.\n");
        return code ?? signalCode(signal);
      }
      const delayMs = backoffMs(crashes.length, {
        baseMs: RESTART_BASE_MS,
        maxMs: RESTART_MAX_MS,
        random: () => host.random(),
      });
      host.err.write(`daybook: the server ended (${how}); starting it again. Nothing that was acknowledged is lost.\n`);
      const isStopped = await host.sleep(delayMs, stop.signal).then(
        () => false,
        () => true,
      );
      if (isStopped) return signalCode(stop.signal.reason as NodeJS.Signals);
    }
  } finally {
    release();
  }
}

function endOf(child: ChildProcess): Promise<{ code: number | null; signal: NodeJS.Signals | null }> {
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", (code, signal) => resolve({ code, signal }));
  });
}

/** As a shell tells it. */
function signalCode(signal: NodeJS.Signals | null): ExitCode {
  if (signal === "SIGINT") return EXIT.interrupted;
  if (signal === "SIGTERM") return EXIT.terminated;
  return EXIT.someFailed;
}
