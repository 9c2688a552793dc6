import { createClient, type DaybookClient, type SocketConstructor } from "@daybook/client";
import type { Command } from "commander";
import { WebSocket } from "ws";
import { CommandFailure, usageFailure } from "./command-failure.ts";
import { adminKeyPath, dataDirOf, readAddress, readAdminKey } from "./data-dir.ts";
import { EXIT } from "./exit-codes.ts";
import type { Host } from "./host.ts";

export const DEFAULT_URL = "http://127.0.0.1:8002";

export interface ServerFlags {
  url?: string;
  key?: string;
  dataDir?: string;
}

/** Adds `--url`, `--key` and `--data` to a command that talks to a server. */
export function withServerFlags(command: Command, dataFlag = "--data, --data-dir <dir>"): Command {
  return command
    .option("--url <url>", "address of the server (DAYBOOK_URL; default: the local server of the data directory)")
    .option("--key <key>", "key to use (DAYBOOK_KEY; default: the admin key of the data directory)")
    .option(dataFlag, "data directory of the local server (DAYBOOK_DATA_DIR; default: ./daybook-data)");
}

export interface Target {
  url: string;
  key: string | undefined;
  dataDir: string;
  /** Where the key came from, for messages. */
  keyOrigin: string;
}

/**
 * Address: flag, variable, what the local server wrote down, default. Key: flag, variable, the local admin key; that one
 * never leaves for another machine.
 */
export async function findTarget(flags: ServerFlags, host: Pick<Host, "env" | "cwd">): Promise<Target> {
  const dataDir = dataDirOf(flags.dataDir, host);
  const given = flags.url ?? (host.env["DAYBOOK_URL"] || undefined);
  const url = given === undefined ? ((await readAddress(dataDir))?.url ?? DEFAULT_URL) : checkUrl(given);
  if (flags.key !== undefined) return { url, dataDir, key: flags.key, keyOrigin: "--key" };
  for (const name of ["DAYBOOK_KEY", "DAYBOOK_ADMIN_KEY"]) {
    const key = host.env[name];
    if (key) return { url, dataDir, key, keyOrigin: name };
  }
  if (given !== undefined && !isLoopback(url)) return { url, dataDir, key: undefined, keyOrigin: "none" };
  const path = adminKeyPath(dataDir);
  try {
    const key = await readAdminKey(dataDir);
    return { url, dataDir, key, keyOrigin: key === undefined ? "none" : path };
  } catch (cause) {
    const hint = "Run as the user who started Daybook, or give a key with --key or DAYBOOK_KEY.";
    throw new CommandFailure(EXIT.refused, `The admin key cannot be read: ${(cause as Error).message}`, hint, {
      cause,
    });
  }
}

export async function connect(flags: ServerFlags, host: Pick<Host, "env" | "cwd">): Promise<DaybookClient> {
  const { url, key } = await findTarget(flags, host);
  const WebSocketOfNode = WebSocket as unknown as SocketConstructor;
  return createClient({ baseUrl: url, WebSocket: WebSocketOfNode, ...(key !== undefined && { key }) });
}

function checkUrl(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw usageFailure(`--url ${text} is not an address.`, `Give it whole, for example ${DEFAULT_URL}.`);
  }
  return text.replace(/\/+$/, "");
}

export function isLoopback(url: string): boolean {
  const { hostname } = new URL(url);
  return hostname === "localhost" || hostname === "[::1]" || /^127\.\d+\.\d+\.\d+$/.test(hostname);
}
