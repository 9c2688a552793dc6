import { DaybookError } from "@daybook/protocol";
import type { LoggerOptions } from "./create-logger.ts";
import { createLogger } from "./create-logger.ts";
import type { Logger } from "./logger-types.ts";

/** The program's own logger. On `globalThis`, since a program may hold two copies of this library. */
const KEY = Symbol.for("daybook.logger.default.1");
const place = globalThis as { [KEY]?: Logger | undefined };

/**
 * Makes the program's default logger, which `getLogger` gives to its modules. To be called once, before the first module logs.
 * Throws DAYBOOK_LOGGER_CONFIG when an option is wrong, DAYBOOK_LOGGER_SET_UP when there is a default logger already.
 */
export function initLogging(options: LoggerOptions): Logger {
  if (place[KEY] !== undefined) {
    throw new DaybookError(
      "DAYBOOK_LOGGER_SET_UP",
      "initLogging() was called before; call it once, at the start of the program, or closeLogging() first",
    );
  }
  return (place[KEY] = createLogger(options));
}

/**
 * The default logger, or with a name a child of it for one module: `getLogger("trading.signals")`.
 * Throws DAYBOOK_LOGGER_SET_UP when `initLogging` was not called yet.
 */
export function getLogger(name?: string): Logger {
  const logger = place[KEY];
  if (logger === undefined) {
    throw new DaybookError(
      "DAYBOOK_LOGGER_SET_UP",
      'there is no default logger yet; call initLogging({ service: "my-bot" }) at the start of the program, before the modules ' +
        "that call getLogger() are loaded, or call getLogger() inside of functions",
    );
  }
  return name === undefined ? logger : logger.child({ logger: name });
}

/** Flushes and closes the default logger, if there is one; `initLogging` may be called again. */
export async function closeLogging(timeoutMs?: number): Promise<void> {
  const logger = place[KEY];
  place[KEY] = undefined;
  await logger?.close(timeoutMs);
}
