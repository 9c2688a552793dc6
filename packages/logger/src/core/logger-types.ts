import type { Level } from "@daybook/protocol";
import type { Fields } from "./fields.ts";
import type { TypedCalls } from "./typed-calls.ts";

/** Fields for all events of a child logger. `logger` is its own name, for example `trading.signals`. */
export type ChildBindings = Fields & { readonly logger?: string };

/**
 * Writes events. Each call returns the event's id (UUIDv7), or an empty text when its level is below
 * the minimum. No call throws or waits, whatever it is given.
 */
export interface Logger extends TypedCalls {
  /** The module's name inside the service; empty for the first logger. */
  readonly name: string;
  debug(message: string, fields?: Fields): string;
  info(message: string, fields?: Fields): string;
  warning(message: string, fields?: Fields): string;
  /** The same as {@link Logger.warning}. */
  warn(message: string, fields?: Fields): string;
  error(message: string | Error, fields?: Fields | Error): string;
  critical(message: string | Error, fields?: Fields | Error): string;
  log(level: Level, message: string, fields?: Fields): string;
  /** An event of any type, also of an own one. Level: the type's own, INFO for own types. */
  event(eventType: string, message?: string, fields?: Fields, level?: Level): string;
  /** A trade event with a free action, kept in the trades file: `logTrade("ORDER_FILLED", { symbol, … })`. */
  logTrade(action: string, data?: Fields): string;
  /**
   * Runs `run` and logs how long it took as `operation_completed` (DEBUG), or as `operation_failed` (ERROR, with the
   * exception) when it throws or rejects, which it still does. Gives back what `run` gives.
   */
  time<T>(operation: string, run: () => T, fields?: Fields): T;
  isEnabled(level: Level): boolean;
  /** A logger that shares everything with this one and adds fields to each event. */
  child(bindings: ChildBindings): Logger;
  /**
   * Runs `run` so that each event logged within, also after `await`, by any logger of the same
   * `createLogger` call, has these fields. An event's own fields win.
   */
  withContext<T>(fields: Fields, run: () => T): T;
  /** Resolves when everything logged so far has reached its destination, or after the time. Never rejects. */
  flush(timeoutMs?: number): Promise<void>;
  /**
   * Brings everything logged so far to the disk (fsync) before it returns. False when that failed, or when no sink can
   * promise it; the reason goes to `onError`.
   */
  sync(): boolean;
  /** Flushes and closes all sinks: for the end of the program. Never rejects. */
  close(timeoutMs?: number): Promise<void>;
}
