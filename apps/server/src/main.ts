import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { DaybookError, problemOf } from "@daybook/protocol";
import { loadConfig } from "./config/load.ts";
import type { ConfigSources } from "./config/load.ts";
import { startDaybook } from "./supervise/daybook.ts";

/** Exit codes of the collector: the command that supervises it restarts only what a restart can mend. */
const EXIT_FAILED = 1;
const EXIT_CONFIG = 78;
/** A stop that takes longer than this is cut short: what was acknowledged is on disk anyway. */
const STOP_TIMEOUT_MS = 15_000;

const color = process.stdout.isTTY && !process.env["NO_COLOR"];
const paint = (code: number, text: string): string => (color ? `\u001b[${code}m${text}\u001b[0m` : text);

function log(level: "info" | "warning" | "error", message: string): void {
  const mark = level === "error" ? paint(31, "error") : level === "warning" ? paint(33, "warning") : paint(2, "info");
  process.stderr.write(`${new Date().toISOString()} ${mark} ${message}\n`);
}

function sources(): ConfigSources {
  const { values } = parseArgs({
    options: {
      data: { type: "string" },
      port: { type: "string" },
      host: { type: "string" },
      store: { type: "string" },
      config: { type: "string" },
      demo: { type: "boolean" },
    },
  });
  return {
    env: process.env,
    flags: { data_dir: values.data, port: values.port, host: values.host, store: values.store, demo: values.demo },
    file: { path: values.config ?? "daybook.yaml", required: values.config !== undefined },
  };
}

async function main(): Promise<void> {
  const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
    version: string;
  };
  const config = loadConfig(sources());
  let stopping = false;
  const starting = startDaybook(config, {
    version,
    nowMs: Date.now,
    random: Math.random,
    pageDir: fileURLToPath(new URL("../../dashboard/dist", import.meta.url)),
    demoEntry: fileURLToPath(new URL("demo/main.js", import.meta.url)),
    log,
    onFatal: () => void stop(EXIT_FAILED),
  });

  async function stop(code: number): Promise<void> {
    if (stopping) return;
    stopping = true;
    setTimeout(() => process.exit(EXIT_FAILED), STOP_TIMEOUT_MS).unref();
    // A signal during start-up waits until there is something to stop; a start that failed says so itself.
    const running = await starting.catch(() => undefined);
    if (!running) return;
    await running.stop();
    process.exit(code);
  }
  process.on("SIGTERM", () => void stop(0));
  process.on("SIGINT", () => void stop(0));

  const daybook = await starting;
  if (stopping) return;
  process.stdout.write(
    [
      "",
      `  ${paint(1, "Daybook")} ${version} is running at ${paint(36, daybook.url)}`,
      `  Open the page signed in: ${paint(36, daybook.signInUrl())}`,
      `  ${paint(2, "(works once, for ten minutes; `daybook keys signin` prints a new one)")}`,
      "",
      "",
    ].join("\n"),
  );
}

main().catch((error: unknown) => {
  const known = error instanceof DaybookError;
  log(
    "error",
    known ? `${error.code}: ${error.message}` : error instanceof Error ? (error.stack ?? error.message) : String(error),
  );
  if (known) process.stderr.write(`${problemOf(error).hint}\n`);
  process.exit(known && /CONFIG|LOCKED|DAMAGED/.test(error.code) ? EXIT_CONFIG : EXIT_FAILED);
});
