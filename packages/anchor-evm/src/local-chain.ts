import { spawn } from "node:child_process";
import { once } from "node:events";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import type { AddressInfo } from "node:net";
import { createInterface } from "node:readline";

/** A chain of one's own on this machine, in memory: for tests and the demo. */
export interface LocalChain {
  readonly url: string;
  /** Of its one account, which has coin. */
  readonly privateKey: string;
  readonly pid: number;
  stop(): Promise<void>;
}

/** The first account of the words that anvil uses unless it is told others: known to everybody. */
const PRIVATE_KEY = "0xac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

const ANVIL_PACKAGES: Readonly<Record<string, string>> = {
  "linux x64": "@foundry-rs/anvil-linux-amd64",
  "linux arm64": "@foundry-rs/anvil-linux-arm64",
  "darwin x64": "@foundry-rs/anvil-darwin-amd64",
  "darwin arm64": "@foundry-rs/anvil-darwin-arm64",
  "win32 x64": "@foundry-rs/anvil-win32-amd64",
};

/** The program of this platform, which the package brings as an optional one beside it; undefined where it is not installed. */
function anvilPath(): string | undefined {
  const name = ANVIL_PACKAGES[`${process.platform} ${process.arch}`];
  if (name === undefined) return undefined;
  try {
    const require = createRequire(import.meta.url);
    const beside = createRequire(require.resolve("@foundry-rs/anvil/package.json"));
    return beside.resolve(`${name}/bin/anvil${process.platform === "win32" ? ".exe" : ""}`);
  } catch {
    return undefined;
  }
}

/** Starts anvil on a free port of the loopback interface; undefined where it is not installed. Rejects when it does not start. */
export async function startLocalChain(args: readonly string[] = []): Promise<LocalChain | undefined> {
  const path = anvilPath();
  if (path === undefined) return undefined;
  const port = await freePort();
  const all = ["--host", "127.0.0.1", "--port", String(port), "--accounts", "1", ...args];
  const child = spawn(path, all, { stdio: ["ignore", "pipe", "inherit"] });
  const exited = once(child, "exit");
  const lines = createInterface(child.stdout);
  await new Promise<void>((resolve, reject) => {
    lines.on("line", (line) => line.startsWith("Listening on") && resolve());
    child.on("error", reject);
    void exited.then(([code]) => reject(new Error(`anvil ended with code ${String(code)}`)));
  });
  return {
    url: `http://127.0.0.1:${port}`,
    privateKey: PRIVATE_KEY,
    pid: child.pid as number,
    stop: async () => {
      child.kill("SIGKILL");
      await exited;
    },
  };
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}
