import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { fileURLToPath } from "node:url";

const root = fileURLToPath(new URL("..", import.meta.url));
export const SERVER_ENTRY = join(root, "apps/server/dist/main.js");
export const CLI_ENTRY = join(root, "apps/cli/bin/daybook.mjs");

/** A directory that is gone when `remove` is called. */
export function temporaryDir(name, parent = tmpdir()) {
  const path = mkdtempSync(join(parent, `daybook-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5 }) };
}

/** Calls `probe` until it gives something truthy; fails with the last error after `timeoutMs`. */
export async function eventually(what, probe, timeoutMs = 30_000) {
  const deadline = performance.now() + timeoutMs;
  let last;
  while (performance.now() < deadline) {
    try {
      const value = await probe();
      if (value) return value;
    } catch (error) {
      last = error;
    }
    await delay(25);
  }
  throw new Error(`not within ${timeoutMs} ms: ${what}`, { cause: last });
}

/**
 * A real installation on a free port: the collector with its engine, as `daybook start` runs it.
 * `stop` ends it as an operator would; `kill` is kill -9 of the collector.
 */
export async function startInstallation({ dataDir, env = {}, waitReady = true, port = 0 }) {
  const addressFile = join(dataDir, "state", "address.json");
  rmSync(addressFile, { force: true });
  const child = spawn(process.execPath, [SERVER_ENTRY], {
    env: {
      ...process.env,
      DAYBOOK_DATA_DIR: dataDir,
      DAYBOOK_PORT: String(port),
      DAYBOOK_DEMO: "0",
      DAYBOOK_DISK_RESERVE_MB: "16",
      ...env,
    },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding("utf8").on("data", (text) => {
      output = (output + text).slice(-20_000);
    });
  }
  const exited = new Promise((done) => child.once("exit", (code, signal) => done({ code, signal })));
  const alive = () => child.exitCode === null && child.signalCode === null;

  const address = await eventually(
    "the collector listens",
    () => {
      if (!alive()) throw new Error(`the collector ended: ${output}`);
      return existsSync(addressFile) && JSON.parse(readFileSync(addressFile, "utf8"));
    },
    60_000,
  ).catch((error) => {
    child.kill("SIGKILL");
    throw new Error(`${error.message}\n${output}`, { cause: error });
  });
  const key = env.DAYBOOK_ADMIN_KEY ?? readFileSync(join(dataDir, "keys", "admin.key"), "utf8").trim();
  const installation = {
    dataDir,
    key,
    child,
    url: address.url,
    port: Number(new URL(address.url).port),
    exited,
    output: () => output,
    call: (path, options = {}) => call(address.url, key, path, options),
    async stop() {
      if (alive()) child.kill("SIGTERM");
      return exited;
    },
    async kill() {
      if (alive()) child.kill("SIGKILL");
      return exited;
    },
  };
  if (waitReady) {
    await eventually("the installation is ready", async () => (await fetch(`${address.url}/readyz`)).ok, 60_000).catch(
      async (error) => {
        await installation.kill();
        throw new Error(`${error.message}\n${output}`, { cause: error });
      },
    );
  }
  return installation;
}

/** One HTTP call with the admin key; throws on anything but 2xx, with the problem document in the message. */
export async function call(
  url,
  key,
  path,
  { method = "GET", body, headers = {}, text = false, timeoutMs = 30_000 } = {},
) {
  const isJson = body !== undefined && typeof body === "object" && !Buffer.isBuffer(body);
  const response = await fetch(url + path, {
    method,
    headers: { authorization: `Bearer ${key}`, ...(isJson ? { "content-type": "application/json" } : {}), ...headers },
    signal: AbortSignal.timeout(timeoutMs),
    ...(body === undefined ? {} : { body: isJson ? JSON.stringify(body) : body }),
  });
  const answer = await response.text();
  if (!response.ok)
    throw Object.assign(new Error(`${method} ${path}: ${response.status} ${answer}`), { status: response.status });
  if (text) return answer;
  return answer === "" ? undefined : JSON.parse(answer);
}

/** SQL straight to the engine of a running installation, as rows. */
export async function sql(dataDir, query, params = {}) {
  const { url, username, password } = JSON.parse(readFileSync(join(dataDir, "state", "engine.json"), "utf8"));
  const asked = new URLSearchParams({
    default_format: "JSONEachRow",
    output_format_json_quote_64bit_integers: "0",
    output_format_json_quote_decimals: "1",
  });
  for (const [name, value] of Object.entries(params)) asked.set(`param_${name}`, value);
  const response = await fetch(`${url}/?${asked}`, {
    method: "POST",
    headers: { authorization: `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}` },
    body: query,
  });
  const text = await response.text();
  if (!response.ok) throw new Error(`SQL failed: ${text}`);
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** Runs the `daybook` command to its end. */
export function daybook(args, { env = {}, input } = {}) {
  const child = spawn(process.execPath, [CLI_ENTRY, ...args], {
    env: { ...process.env, ...env },
    stdio: ["pipe", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => (stdout += text));
  child.stderr.setEncoding("utf8").on("data", (text) => (stderr += text));
  child.stdin.end(input);
  return new Promise((done) => child.once("close", (code) => done({ code, stdout, stderr })));
}
