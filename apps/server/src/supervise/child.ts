import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";

const FIRST_RESTART_DELAY_MS = 500;
const MAX_RESTART_DELAY_MS = 30_000;
/** A child that lived this long is taken as healthy: the next restart is quick again. */
const HEALTHY_AFTER_MS = 60_000;
const STOP_TIMEOUT_MS = 5_000;

export interface SupervisedChild {
  readonly pid: number | undefined;
  /** SIGTERM, then SIGKILL when it does not go. */
  stop(): Promise<void>;
}

/** Keeps one Node program running: restarts it with growing pauses, ends it with us. */
export function superviseChild(options: {
  entry: string;
  /** Asked at each start. */
  env: () => Record<string, string>;
  onExit: (reason: string) => void;
}): SupervisedChild {
  let child: ChildProcess | undefined;
  let timer: NodeJS.Timeout | undefined;
  let stopping = false;
  let delayMs = FIRST_RESTART_DELAY_MS;

  function start(): void {
    const startedAt = performance.now();
    // The pipe on stdin closes when we die, however: the child watches it and leaves.
    child = spawn(process.execPath, [options.entry], {
      env: { ...process.env, ...options.env() },
      stdio: ["pipe", "ignore", "inherit"],
    });
    child.on("error", (error) => options.onExit(error.message));
    child.on("exit", (code, signal) => {
      if (stopping) return;
      options.onExit(signal ?? `exit code ${code}`);
      if (performance.now() - startedAt > HEALTHY_AFTER_MS) delayMs = FIRST_RESTART_DELAY_MS;
      timer = setTimeout(start, delayMs);
      delayMs = Math.min(delayMs * 2, MAX_RESTART_DELAY_MS);
    });
  }
  start();

  return {
    get pid() {
      return child?.pid;
    },
    async stop() {
      stopping = true;
      clearTimeout(timer);
      const running = child;
      if (!running || running.exitCode !== null || running.signalCode !== null) return;
      await new Promise<void>((done) => {
        const kill = setTimeout(() => running.kill("SIGKILL"), STOP_TIMEOUT_MS);
        running.once("exit", () => {
          clearTimeout(kill);
          done();
        });
        running.kill("SIGTERM");
      });
    },
  };
}
