import { mkdirSync, rmSync } from "node:fs";
import type { AddressInfo } from "node:net";
import type { Server } from "node:http";
import { createInterface } from "node:readline";
import { connectionArgs } from "./connection-args.ts";
import { Database } from "./database.ts";
import { STOP_TIMEOUT_MS } from "./limits.ts";
import { isPlainPath } from "./plain-path.ts";
import { createEndpoint } from "./server.ts";
import type { ReadyMessage, StartMessage } from "./start-message.ts";

// The engine as a process of its own: it may crash alone, and its memory is its own. Started by `superviseEngine`.

let server: Server | undefined;
let database: Database | undefined;

const input = createInterface({ input: process.stdin });
input.once("line", (line) => {
  start(JSON.parse(line) as StartMessage).catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exit(1);
  });
});
// The parent is gone, however it died. Nothing here is worth waiting for: its store repeats what was under way.
input.once("close", () => process.kill(process.pid, "SIGKILL"));
process.once("SIGTERM", () => stop());
// Ctrl-C in a terminal reaches the whole group; the parent ends us when it is done with us.
process.on("SIGINT", () => undefined);

async function start(message: StartMessage): Promise<void> {
  if (!isPlainPath(message.bodiesDir)) throw new Error(`${message.bodiesDir} would be read as a pattern`);
  // Bodies of a process that was killed.
  rmSync(message.bodiesDir, { recursive: true, force: true });
  mkdirSync(message.bodiesDir, { recursive: true, mode: 0o700 });
  mkdirSync(message.storeDir, { recursive: true, mode: 0o700 });
  process.chdir(message.bodiesDir);
  database = new Database(message.storeDir, connectionArgs(message));
  const version = await database.run({
    sql: "SELECT version()",
    kind: "control",
    format: "TabSeparated",
    settings: {},
    params: {},
  });
  server = createEndpoint({ ...message, database });
  const port = await listen(server, message.port).catch(() => listen(server as Server, 0));
  const ready: ReadyMessage = { port, version: version.text().trim(), pid: process.pid };
  process.stdout.write(`${JSON.stringify(ready)}\n`);
}

function listen(on: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    on.once("error", reject);
    on.listen(port, "127.0.0.1", () => {
      on.off("error", reject);
      resolve((on.address() as AddressInfo).port);
    });
  });
}

/** Takes no more statements, waits for those that run, closes the data directory. */
function stop(): void {
  server?.close();
  server?.closeIdleConnections();
  const deadline = performance.now() + STOP_TIMEOUT_MS;
  const timer = setInterval(() => {
    if ((database?.busy ?? 0) > 0 && performance.now() < deadline) return;
    clearInterval(timer);
    database?.close();
    process.exit(0);
  }, 20);
}
