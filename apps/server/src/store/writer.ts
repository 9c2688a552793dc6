import { markEmptyFields } from "./empty-fields.ts";
import { withoutErased } from "./erased-lines.ts";
import { insertSettings } from "./insert-settings.ts";
import type { Intent } from "./intent.ts";
import type { PoisonFile } from "./poison.ts";
import { LOGS_TABLE } from "./schema.ts";
import type { StoreClient } from "./store-client.ts";

export interface WriterOptions {
  client: StoreClient;
  poison: PoisonFile;
  newToken: () => string;
  /** Lines up to this number may stand for events that were erased. */
  erasedUpTo: () => number;
  /** Told when rows had to be put right. */
  onFault: (error: Error) => void;
}

/** Puts the lines of an intent into the table, each exactly once, however often it is asked to. */
export class IntentWriter {
  readonly #client: StoreClient;
  readonly #poison: PoisonFile;
  readonly #newToken: () => string;
  readonly #erasedUpTo: () => number;
  readonly #onFault: (error: Error) => void;

  constructor(options: WriterOptions) {
    this.#client = options.client;
    this.#poison = options.poison;
    this.#newToken = options.newToken;
    this.#erasedUpTo = options.erasedUpTo;
    this.#onFault = options.onFault;
  }

  /** Of lines that were never sent before. Rejects with a StoreFault. */
  async insert(intent: Intent, lines: Buffer): Promise<void> {
    const { kept } = this.#split(intent, lines);
    if (kept.byteLength === 0) return;
    await this.#client.insertLines(LOGS_TABLE, markEmptyFields(kept), insertSettings(intent));
  }

  /**
   * Of lines that may be in already, in part or in whole: the same insert with the same token, and then the rows are counted. The journal's
   * numbers are unique, so the count tells whether any is missing or doubled; then the range is deleted and written anew.
   */
  async repeat(intent: Intent, lines: Buffer): Promise<void> {
    const { erased } = this.#split(intent, lines);
    const wanted = intent.to - intent.from + 1 - erased - this.#poison.countBetween(intent.from, intent.to);
    if ((await this.rowsOf(intent)) === wanted) return;
    await this.insert(intent, lines);
    const found = await this.rowsOf(intent);
    if (found === wanted) return;
    this.#onFault(
      new Error(
        `Events ${intent.from}–${intent.to} had ${found} rows in the store instead of ${wanted}; they are written anew`,
      ),
    );
    await this.#client.command(`ALTER TABLE ${LOGS_TABLE} DELETE WHERE seq BETWEEN ${intent.from} AND ${intent.to}`, {
      mutations_sync: 1,
    });
    // The old token is remembered and would keep the rows out.
    await this.insert({ ...intent, token: this.#newToken() }, lines);
  }

  #split(intent: Intent, lines: Buffer): { kept: Buffer; erased: number } {
    return intent.from > this.#erasedUpTo() ? { kept: lines, erased: 0 } : withoutErased(lines);
  }

  async rowsOf({ from, to }: { from: number; to: number }): Promise<number> {
    const [row] = await this.#client.rows<{ count: number }>(
      `SELECT toUInt32(count()) AS count FROM ${LOGS_TABLE} WHERE seq BETWEEN {from:UInt64} AND {to:UInt64}`,
      { from, to },
    );
    return row?.count ?? 0;
  }
}
