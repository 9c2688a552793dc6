export type EngineState = "starting" | "ready" | "down";

export interface EngineOptions {
  /** The installation's directory; the engine keeps to `store/` and `state/engine/` in it. */
  dataDir: string;
  /** Upper bound of the engine's memory in megabytes; statements beyond it fail, the process does not. Default 2048. */
  maxMemoryMb?: number;
  /** Under which directories BACKUP and RESTORE may write and read. Default: anywhere. */
  backupDir?: string;
  /** The built `engine/main.js`. */
  entry?: string;
  pingIntervalMs?: number;
  pingTimeoutMs?: number;
}

/** The engine as its users see it. */
export interface EngineHandle {
  /** `http://127.0.0.1:PORT`. Stays the same over restarts unless another program took the port meanwhile. */
  readonly url: string;
  readonly username: string;
  readonly password: string;
  readonly state: EngineState;
  /** ClickHouse's version; null before the first start. */
  readonly version: string | null;
  /** Starts after the first. */
  readonly restarts: number;
  /** Null while it is down. */
  readonly pid: number | null;
  /** Why it went down the last time, with the end of its error output; null while all is well. */
  readonly lastError: string | null;
  /** Called after each change. Returns the way to leave. */
  onStateChange(listener: (state: EngineState) => void): () => void;
  /** Resolves when the state is `ready`; rejects when stopped or after `timeoutMs`. */
  waitReady(timeoutMs?: number): Promise<void>;
  /** SIGTERM, then SIGKILL. Resolves when the process is gone. */
  stop(): Promise<void>;
  /** Stops and starts it again; resolves when it is ready. */
  restart(): Promise<void>;
}
