import { Session } from "chdb";
import type { ChdbResult } from "chdb";
import { toException } from "./exception.ts";
import { CONTROL_CONCURRENCY, INSERT_CONCURRENCY, MAX_WAITING_STATEMENTS, SEARCH_CONCURRENCY } from "./limits.ts";
import { Slots } from "./slots.ts";
import { quoteString } from "./statement.ts";
import type { StatementKind } from "./statement.ts";

export interface Statement {
  sql: string;
  kind: StatementKind;
  /** Name of the output format when the SQL names none. */
  format: string;
  /** Settings of this statement alone. */
  settings: Readonly<Record<string, string>>;
  /** Values of `{name:Type}`, in ClickHouse's escaped text form. */
  params: Readonly<Record<string, string>>;
  database?: string | undefined;
}

const NAME = /^[A-Za-z_][A-Za-z0-9_.]*$/;

/**
 * The embedded engine. Each statement runs in a session of its own (0.6 ms), since one session serialises its
 * statements and keeps their settings; the slots keep inserts, searches and control statements out of each other's way.
 */
export class Database {
  readonly #path: string;
  /** Holds the engine's data directory open between statements. */
  readonly #anchor: Session;
  readonly #slots: Record<StatementKind, Slots> = {
    insert: new Slots(INSERT_CONCURRENCY, MAX_WAITING_STATEMENTS),
    search: new Slots(SEARCH_CONCURRENCY, MAX_WAITING_STATEMENTS),
    control: new Slots(CONTROL_CONCURRENCY, MAX_WAITING_STATEMENTS),
  };

  constructor(path: string, connectionArgs: readonly string[]) {
    this.#path = path;
    this.#anchor = new Session(path, { connectionArgs });
  }

  get busy(): number {
    return this.#slots.insert.busy + this.#slots.search.busy + this.#slots.control.busy;
  }

  /** Rejects with an EngineException. `signal` drops a statement that still waits; a running one must be killed. */
  run(statement: Statement, signal?: AbortSignal): Promise<ChdbResult> {
    return this.#slots[statement.kind].run(async () => {
      signal?.throwIfAborted();
      const session = new Session(this.#path);
      try {
        return await session.queryAsync(withSettings(statement), { format: statement.format });
      } catch (error) {
        throw toException(error);
      } finally {
        session.close();
      }
    });
  }

  /** Ends running statements that carry this id. */
  async kill(queryId: string): Promise<void> {
    const sql = `KILL QUERY WHERE Settings['log_comment'] = ${quoteString(queryId)} ASYNC`;
    await this.run({ sql, kind: "control", format: "Null", settings: {}, params: {} });
  }

  close(): void {
    this.#anchor.close();
  }
}

function withSettings({ sql, settings, params, database }: Statement): string {
  const assignments: string[] = [];
  for (const [name, value] of Object.entries(params)) assignments.push(`param_${checked(name)}=${quoteString(value)}`);
  for (const [name, value] of Object.entries(settings)) assignments.push(`${checked(name)}=${quoteString(value)}`);
  const use = database === undefined ? "" : `USE ${checked(database)}; `;
  return assignments.length === 0 ? `${use}${sql}` : `${use}SET ${assignments.join(", ")}; ${sql}`;
}

function checked(name: string): string {
  if (!NAME.test(name))
    throw toException(
      new Error(`Code: 115. DB::Exception: "${name.slice(0, 80)}" is no name of a setting (UNKNOWN_SETTING)`),
    );
  return name;
}
