/** What the parent writes as one line of JSON into the engine's stdin. Secrets stay out of the environment and `ps`. */
export interface StartMessage {
  storeDir: string;
  /** For the bodies of INSERTs while they run; becomes the working directory. */
  bodiesDir: string;
  backupDir: string;
  maxMemoryMb: number;
  username: string;
  password: string;
  /** The port of the last start, kept so that the address survives a crash; 0 takes a free one. */
  port: number;
}

/** What the engine writes as one line of JSON to its stdout when it serves. */
export interface ReadyMessage {
  port: number;
  version: string;
  pid: number;
}
