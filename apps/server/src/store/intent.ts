import { join } from "node:path";
import { readFileIfAny, replaceFile } from "./durable-state.ts";

/**
 * What is about to be inserted, made durable before it is. Whoever does not know what became of an insert repeats exactly this one: the engine
 * knows the token again and takes only what is missing.
 */
export interface Intent {
  /** First and last journal number, both included. */
  from: number;
  to: number;
  token: string;
  /** Whether search indexes are built with the insert: part of the statement that is repeated. */
  indexed: boolean;
}

const VERSION = 1;

/** The one intent of the store's reader, in `store-intent.json` of the state directory. */
export class IntentFile {
  readonly #path: string;

  constructor(stateDir: string) {
    this.#path = join(stateDir, "store-intent.json");
  }

  /** The last intent written; `undefined` when there was none. A file that cannot be read is an error: it may hide a half-done insert. */
  async read(): Promise<Intent | undefined> {
    const text = await readFileIfAny(this.#path);
    if (text === undefined) return undefined;
    const { version, from, to, token, indexed } = JSON.parse(text) as Intent & { version: number };
    if (version !== VERSION) throw new Error(`${this.#path}: unknown version ${version}`);
    return { from, to, token, indexed };
  }

  write(intent: Intent): Promise<void> {
    return replaceFile(this.#path, `${JSON.stringify({ version: VERSION, ...intent })}\n`);
  }
}
