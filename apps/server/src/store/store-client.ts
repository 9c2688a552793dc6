import { Readable } from "node:stream";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { ClickHouseClient } from "@clickhouse/client";
import { DaybookError } from "@daybook/protocol";
import {
  CONTROL_TIMEOUT_MS,
  INSERT_TIMEOUT_MS,
  MAX_RESULT_BYTES,
  MAX_SEARCH_MEMORY_BYTES,
  MAX_SEARCH_SECONDS,
  SEARCH_TIMEOUT_MS,
} from "./limits.ts";

export interface StoreAddress {
  /** A function where the address may change: the embedded engine may come back on another port. */
  url: string | (() => string);
  username: string;
  password: string;
}

export type Settings = Record<string, string | number>;

/** What goes wrong in the engine, with ClickHouse's number; `code` 0 when there was no answer. */
export class StoreFault extends Error {
  readonly code: number;

  constructor(code: number, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreFault";
    this.code = code;
  }
}

const SEARCH_SETTINGS: Settings = {
  readonly: 1,
  max_execution_time: MAX_SEARCH_SECONDS,
  timeout_overflow_mode: "throw",
  max_memory_usage: MAX_SEARCH_MEMORY_BYTES,
  max_result_bytes: MAX_RESULT_BYTES,
  result_overflow_mode: "throw",
  optimize_read_in_order: 1,
  cancel_http_readonly_queries_on_client_close: 1,
  date_time_output_format: "iso",
  output_format_json_quote_64bit_integers: 0,
  output_format_json_escape_forward_slashes: 0,
};

/** The one way to the engine: `@clickhouse/client`, the same for the embedded engine and a cluster. */
export class StoreClient {
  readonly #address: StoreAddress;
  #client: ClickHouseClient | undefined;
  #url = "";

  constructor(address: StoreAddress) {
    this.#address = address;
  }

  #current(): ClickHouseClient {
    const url = typeof this.#address.url === "string" ? this.#address.url : this.#address.url();
    if (!this.#client || url !== this.#url) {
      // Statements under way on the old address end by themselves.
      void this.#client?.close();
      this.#client = createClient({
        url,
        username: this.#address.username,
        password: this.#address.password,
        application: "daybook",
        max_open_connections: 16,
        request_timeout: CONTROL_TIMEOUT_MS,
        log: { level: ClickHouseLogLevel.OFF },
      });
      this.#url = url;
    }
    return this.#client;
  }

  /** A statement without an answer. Rejects with a StoreFault. */
  async command(query: string, settings: Settings = {}, params: Record<string, unknown> = {}): Promise<void> {
    await faulty(this.#current().command({ query, clickhouse_settings: settings, query_params: params }));
  }

  /** Rows of a control query, each an object. Rejects with a StoreFault. */
  async rows<T>(query: string, params: Record<string, unknown> = {}): Promise<T[]> {
    const text = await this.#text(
      query,
      params,
      "JSONEachRow",
      { output_format_json_quote_64bit_integers: 0 },
      SEARCH_TIMEOUT_MS,
    );
    return parseLines<T>(text);
  }

  /** The same for statements that change something and tell about it. */
  async controlRows<T>(query: string): Promise<T[]> {
    return parseLines<T>(await this.#text(query, {}, "JSONEachRow", {}, CONTROL_TIMEOUT_MS));
  }

  /** The text of a search's answer, one row a line. Rejects with a DaybookError that a caller can be shown. */
  async searchText(
    query: string,
    params: Record<string, unknown>,
    format: "JSONEachRow" | "JSONCompactEachRow",
  ): Promise<string> {
    try {
      return await this.#text(query, params, format, SEARCH_SETTINGS, SEARCH_TIMEOUT_MS);
    } catch (error) {
      throw searchError(error);
    }
  }

  async searchRows<T>(query: string, params: Record<string, unknown>): Promise<T[]> {
    return parseLines<T>(await this.searchText(query, params, "JSONEachRow"));
  }

  /**
   * Inserts whole NDJSON lines as they are. Rejects with a StoreFault: with a code when the engine refused, with code 0 when it is not known
   * whether the rows are in.
   */
  async insertLines(table: string, lines: Buffer, settings: Settings): Promise<void> {
    const client = this.#current();
    await faulty(
      within(INSERT_TIMEOUT_MS, async (signal) => {
        const answer = await client.exec({
          query: `INSERT INTO ${table} FORMAT JSONEachRow`,
          values: Readable.from([lines], { objectMode: false }),
          clickhouse_settings: settings,
          abort_signal: signal,
        });
        answer.stream.resume();
        await new Promise<void>((done, fail) => {
          answer.stream.once("end", done);
          answer.stream.once("close", done);
          answer.stream.once("error", fail);
        });
      }),
    );
  }

  async #text(
    query: string,
    params: Record<string, unknown>,
    format: "JSONEachRow" | "JSONCompactEachRow",
    settings: Settings,
    timeoutMs: number,
  ): Promise<string> {
    const client = this.#current();
    return faulty(
      within(timeoutMs, async (signal) => {
        const result = await client.query({
          query,
          query_params: params,
          format,
          clickhouse_settings: settings,
          abort_signal: signal,
        });
        return result.text();
      }),
    );
  }

  async close(): Promise<void> {
    await this.#client?.close();
  }
}

async function within<T>(timeoutMs: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), timeoutMs);
  try {
    return await work(controller.signal);
  } finally {
    clearTimeout(timer);
  }
}

async function faulty<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    const code = Number((error as { code?: unknown }).code);
    const known = Number.isInteger(code) ? code : 0;
    throw new StoreFault(known, error instanceof Error ? error.message.trim() : String(error), { cause: error });
  }
}

function parseLines<T>(text: string): T[] {
  return text
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => JSON.parse(line) as T);
}

const TIMEOUT_CODES: ReadonlySet<number> = new Set([159, 160]);
const TOO_LARGE_CODES: ReadonlySet<number> = new Set([241, 173, 396, 191]);
/** The engine is there, but its tables are not yet, or it is overloaded. */
const AWAY_CODES: ReadonlySet<number> = new Set([0, 60, 81, 202, 210, 516]);

/** What a caller of a search is told. */
export function searchError(error: unknown): unknown {
  if (!(error instanceof StoreFault)) return error;
  const { code, message } = error;
  const options = { cause: error };
  if (TIMEOUT_CODES.has(code) || /aborted/.test(message)) {
    return new DaybookError(
      "DAYBOOK_STORE_TIMEOUT",
      `More than ${MAX_SEARCH_SECONDS} s`,
      { limit_s: MAX_SEARCH_SECONDS },
      options,
    );
  }
  if (TOO_LARGE_CODES.has(code)) return new DaybookError("DAYBOOK_STORE_TOO_LARGE", message.slice(0, 300), {}, options);
  if (AWAY_CODES.has(code)) {
    return new DaybookError("DAYBOOK_STORE_UNAVAILABLE", message.slice(0, 300), { retry_after_s: 2 }, options);
  }
  return new DaybookError("DAYBOOK_STORE_FAILED", message.slice(0, 500), { engine_code: code }, options);
}
