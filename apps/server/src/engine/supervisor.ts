import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import {
  FIRST_RESTART_DELAY_MS,
  HEALTHY_AFTER_MS,
  LIBUV_THREADS,
  MAX_FAILED_PINGS,
  MAX_RESTART_DELAY_MS,
  PING_INTERVAL_MS,
  PING_TIMEOUT_MS,
  START_TIMEOUT_MS,
  STDERR_TAIL_BYTES,
  STOP_TIMEOUT_MS,
} from "./limits.ts";
import { isPlainPath } from "./plain-path.ts";
import type { EngineHandle, EngineOptions, EngineState } from "./engine-handle.ts";
import type { ReadyMessage, StartMessage } from "./start-message.ts";

/**
 * Keeps the engine running until `stop`: restarts it after an exit with growing pauses, ends it when it answers no pings. It ends
 * by itself when this process does, even by SIGKILL. Resolves when the engine serves, or when the first start has failed:
 * the collector works without it, and it is tried again.
 */
export async function superviseEngine(options: EngineOptions): Promise<EngineHandle> {
  const supervisor = new Supervisor(options);
  supervisor.start();
  await supervisor.waitReady().catch(() => undefined);
  return supervisor;
}

class Supervisor implements EngineHandle {
  readonly username = "daybook";
  readonly password = randomBytes(24).toString("base64url");
  readonly #options: EngineOptions;
  readonly #entry: string;
  readonly #listeners = new Set<(state: EngineState) => void>();
  #child: ChildProcess | undefined;
  #port = 0;
  #state: EngineState = "starting";
  #version: string | null = null;
  #starts = 0;
  #lastError: string | null = null;
  #stderr = "";
  #wanted = true;
  #delayMs = FIRST_RESTART_DELAY_MS;
  #startedAt = 0;
  #restartTimer: NodeJS.Timeout | undefined;
  #startTimer: NodeJS.Timeout | undefined;
  #pingTimer: NodeJS.Timeout | undefined;
  #failedPings = 0;
  #pinging = false;
  #temporaryDir: string | undefined;

  constructor(options: EngineOptions) {
    this.#options = options;
    // From the sources too (tests): the process runs what was built.
    this.#entry = options.entry ?? fileURLToPath(new URL("../../dist/engine/main.js", import.meta.url));
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }
  get state(): EngineState {
    return this.#state;
  }
  get version(): string | null {
    return this.#version;
  }
  get restarts(): number {
    return Math.max(0, this.#starts - 1);
  }
  get pid(): number | null {
    return this.#child?.pid ?? null;
  }
  get lastError(): string | null {
    return this.#lastError;
  }

  start(): void {
    const dataDir = resolve(this.#options.dataDir);
    this.#starts++;
    this.#startedAt = performance.now();
    this.#stderr = "";
    this.#failedPings = 0;
    const child = spawn(process.execPath, [this.#entry], {
      env: { ...process.env, UV_THREADPOOL_SIZE: String(LIBUV_THREADS), TZ: "UTC", NODE_OPTIONS: "" },
      stdio: ["pipe", "pipe", "pipe"],
    });
    this.#child = child;
    const message: StartMessage = {
      storeDir: join(dataDir, "store"),
      bodiesDir: this.#bodiesDir(dataDir),
      backupDir: this.#options.backupDir ?? "/",
      maxMemoryMb: this.#options.maxMemoryMb ?? 2048,
      username: this.username,
      password: this.password,
      port: this.#port,
    };
    // A child that dies at once breaks the pipe; its exit is what counts.
    child.stdin.on("error", () => undefined);
    child.stdin.write(`${JSON.stringify(message)}\n`);
    child.stderr.on("data", (chunk: Buffer) => {
      this.#stderr = (this.#stderr + chunk.toString()).slice(-STDERR_TAIL_BYTES);
    });
    createInterface({ input: child.stdout }).once("line", (line) => this.#onReady(child, line));
    child.once("error", (error) => this.#onExit(child, error.message));
    child.once("exit", (code, signal) => this.#onExit(child, signal ?? `exit code ${code}`));
    this.#startTimer = setTimeout(() => child.kill("SIGKILL"), START_TIMEOUT_MS);
  }

  /** In the data directory, unless its name means something else to the engine. */
  #bodiesDir(dataDir: string): string {
    const own = join(dataDir, "state", "engine", "bodies");
    if (isPlainPath(own)) return own;
    this.#temporaryDir ??= mkdtempSync(join(tmpdir(), "daybook-engine-"));
    return this.#temporaryDir;
  }

  #onReady(child: ChildProcess, line: string): void {
    if (child !== this.#child) return;
    clearTimeout(this.#startTimer);
    const ready = JSON.parse(line) as ReadyMessage;
    this.#port = ready.port;
    this.#version = ready.version;
    this.#lastError = null;
    this.#pingTimer = setInterval(() => void this.#ping(child), this.#options.pingIntervalMs ?? PING_INTERVAL_MS);
    this.#pingTimer.unref();
    this.#change("ready");
  }

  #onExit(child: ChildProcess, reason: string): void {
    if (child !== this.#child) return;
    this.#child = undefined;
    clearTimeout(this.#startTimer);
    clearInterval(this.#pingTimer);
    this.#lastError = [`The engine ended (${reason})`, this.#stderr.trim()].filter(Boolean).join(": ");
    if (this.#wanted) {
      if (performance.now() - this.#startedAt > HEALTHY_AFTER_MS) this.#delayMs = FIRST_RESTART_DELAY_MS;
      this.#restartTimer = setTimeout(() => this.start(), this.#delayMs);
      this.#delayMs = Math.min(this.#delayMs * 2, MAX_RESTART_DELAY_MS);
    }
    this.#change("down");
  }

  async #ping(child: ChildProcess): Promise<void> {
    if (this.#pinging) return;
    this.#pinging = true;
    const authorization = `Basic ${Buffer.from(`${this.username}:${this.password}`).toString("base64")}`;
    const answered = await fetch(`${this.url}/ping`, {
      headers: { authorization },
      signal: AbortSignal.timeout(this.#options.pingTimeoutMs ?? PING_TIMEOUT_MS),
    })
      .then(async (answer) => (await answer.text()) === "Ok.\n")
      .catch(() => false);
    this.#pinging = false;
    if (child !== this.#child) return;
    this.#failedPings = answered ? 0 : this.#failedPings + 1;
    if (this.#failedPings < MAX_FAILED_PINGS) return;
    this.#stderr += `\nNo answer to ${MAX_FAILED_PINGS} pings`;
    child.kill("SIGKILL");
  }

  #change(state: EngineState): void {
    this.#state = state;
    for (const listener of this.#listeners) listener(state);
  }

  onStateChange(listener: (state: EngineState) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  waitReady(timeoutMs: number = START_TIMEOUT_MS): Promise<void> {
    if (this.#state === "ready") return Promise.resolve();
    return new Promise((done, fail) => {
      const finish = (error?: Error): void => {
        clearTimeout(timer);
        leave();
        if (error) fail(error);
        else done();
      };
      const timer = setTimeout(() => finish(new Error(this.#lastError ?? "The engine does not start")), timeoutMs);
      const leave = this.onStateChange((state) => {
        if (state === "ready") finish();
        else if (state === "down" && (!this.#wanted || this.restarts === 0))
          finish(new Error(this.#lastError ?? "stopped"));
      });
    });
  }

  async stop(): Promise<void> {
    this.#wanted = false;
    clearTimeout(this.#restartTimer);
    const child = this.#child;
    if (child) await this.#end(child);
    if (this.#temporaryDir !== undefined) rmSync(this.#temporaryDir, { recursive: true, force: true });
    this.#temporaryDir = undefined;
  }

  #end(child: ChildProcess): Promise<void> {
    return new Promise<void>((done) => {
      const kill = setTimeout(() => child.kill("SIGKILL"), STOP_TIMEOUT_MS + 2_000);
      child.once("exit", () => {
        clearTimeout(kill);
        done();
      });
      child.kill("SIGTERM");
    });
  }

  async restart(): Promise<void> {
    await this.stop();
    this.#wanted = true;
    this.#delayMs = FIRST_RESTART_DELAY_MS;
    this.start();
    await this.waitReady();
  }
}
