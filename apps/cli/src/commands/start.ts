import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Command } from "commander";
import { CommandFailure } from "../command-failure.ts";
import { dataDirOf, isAlive, readAddress } from "../data-dir.ts";
import { EXIT } from "../exit-codes.ts";
import type { Host } from "../host.ts";
import type { Run } from "../run.ts";
import { supervise } from "../supervise.ts";

interface StartFlags {
  dataDir?: string;
  port?: string;
  host?: string;
  store?: string;
  config?: string;
  demo?: boolean;
}

export function addStartCommand(program: Command, host: Host, run: Run): void {
  const command = new Command("start")
    .summary("run the server")
    .description(
      "Run the server in the foreground: collector, embedded store and page. Prints the address with a sign-in link. It is started again when it crashes; Ctrl-C stops it cleanly.",
    )
    .option("--data, --data-dir <dir>", "data directory (DAYBOOK_DATA_DIR; default: ./daybook-data)")
    .option("--port <port>", "TCP port (DAYBOOK_PORT; default: 8002)")
    .option("--host <address>", "address to listen on (DAYBOOK_HOST; default: 127.0.0.1, this machine only)")
    .option("--store <store>", "`embedded`, or the URL of a ClickHouse server (DAYBOOK_STORE)")
    .option("--config <file>", "settings file (default: daybook.yaml, if it is there)")
    .option("--demo", "let a simulated trading bot log to it (DAYBOOK_DEMO)")
    .option("--no-demo", "without the simulated bot")
    .action(async (flags: StartFlags) => {
      run.exitCode = await start(flags, host);
    });
  program.addCommand(command);
}

async function start(flags: StartFlags, host: Host): Promise<number> {
  const entry = serverEntry();
  if (!existsSync(entry)) {
    throw new CommandFailure(
      EXIT.config,
      `The server is not built: ${entry} is missing.`,
      "Run `npm install && npm run build`.",
    );
  }
  const dataDir = dataDirOf(flags.dataDir, host);
  await refuseRunning(dataDir);
  const { env, args } = serverInvocation(flags, dataDir, host.env);
  return supervise({ command: process.execPath, args: [entry, ...args], env }, host);
}

/** Rejects when a server runs on the directory. It has a lock of its own; this only says it better. */
export async function refuseRunning(dataDir: string): Promise<void> {
  const running = await readAddress(dataDir);
  if (running === undefined || !isAlive(running.pid)) return;
  const message = `Daybook is running already at ${running.url} (process ${running.pid}) on ${dataDir}.`;
  const hint = "Open it with `daybook keys signin`, or take another directory with --data.";
  throw new CommandFailure(EXIT.config, message, hint);
}

/** Flags go on as flags, so that the server's own message names what is wrong with them. */
export function serverInvocation(
  flags: StartFlags,
  dataDir: string,
  env: Readonly<Record<string, string | undefined>>,
): { args: string[]; env: Record<string, string | undefined> } {
  const args: string[] = [];
  if (flags.dataDir !== undefined) args.push("--data", dataDir);
  for (const name of ["port", "host", "store", "config"] as const) {
    const value = flags[name];
    if (value !== undefined) args.push(`--${name}`, value);
  }
  if (flags.demo === true) args.push("--demo");
  return { args, env: flags.demo === false ? { ...env, DAYBOOK_DEMO: "0" } : { ...env } };
}

/** The server's process entry lies beside its package's main file. */
function serverEntry(): string {
  return fileURLToPath(new URL("./main.js", import.meta.resolve("@daybook/server")));
}
