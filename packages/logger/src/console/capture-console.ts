import { format } from "node:util";
import type { Level } from "@daybook/protocol";
import { isError } from "../encode/exception-fields.ts";
import type { Logger } from "../core/logger-types.ts";

const METHODS = ["log", "info", "warn", "error", "debug", "trace"] as const;

export type ConsoleMethod = (typeof METHODS)[number];

export interface CaptureConsoleOptions {
  /** Which methods are taken. Default: all six. */
  readonly methods?: readonly ConsoleMethod[];
  /** Print as before, too. Default false: the logger's own console sink shows the events. */
  readonly print?: boolean;
  /** Levels other than the usual: `log` and `info` INFO, `warn` WARNING, `error` ERROR, `debug` and `trace` DEBUG. */
  readonly levels?: Partial<Readonly<Record<ConsoleMethod, Level>>>;
  /** Name of the logger that the events have. Default `console`. */
  readonly logger?: string;
  /** Default: the global one. */
  readonly console?: Console;
}

const LEVELS: Readonly<Record<ConsoleMethod, Level>> = {
  log: "INFO",
  info: "INFO",
  warn: "WARNING",
  error: "ERROR",
  debug: "DEBUG",
  trace: "DEBUG",
};

/**
 * Makes events of what a program and its libraries print by `console`: the text is what would have been printed, the
 * first Error among the arguments is the event's exception, `console.trace` has its stack in `data.stack`. Returns the
 * function that ends it.
 *
 * What a sink prints while it takes an event is printed as before, so that it does not become an event in turn.
 */
export function captureConsole(logger: Logger, options: CaptureConsoleOptions = {}): () => void {
  const { methods = METHODS, print = false, console = globalThis.console } = options;
  const log = logger.child({ logger: options.logger ?? "console" });
  let capturing = true;
  let inside = false;
  const undo = methods.map((method) => {
    const level = options.levels?.[method] ?? LEVELS[method];
    const original = console[method];
    const captured = (...args: unknown[]): void => {
      if (!capturing || inside) return original.apply(console, args);
      inside = true;
      try {
        log.log(level, textOf(args), fieldsOf(method, args, captured));
        if (print) original.apply(console, args);
      } finally {
        inside = false;
      }
    };
    console[method] = captured;
    return () => {
      // Somebody else may have put theirs over ours; it goes on to what it found here.
      if (console[method] === captured) console[method] = original;
    };
  });
  return () => {
    capturing = false;
    for (const restore of undo) restore();
  };
}

function textOf(args: readonly unknown[]): string {
  try {
    // The stack has fields of its own: the text says what happened.
    return format(...args.map((arg) => (isError(arg) ? String(arg) : arg)));
  } catch (error) {
    return `[unreadable: ${isError(error) ? error.message : "an argument throws"}]`;
  }
}

function fieldsOf(method: ConsoleMethod, args: readonly unknown[], caller: unknown): Record<string, unknown> {
  const error = args.find(isError);
  const fields = error === undefined ? {} : { error };
  return method === "trace" ? { ...fields, stack: stackOf(caller) } : fields;
}

/** Where `console.trace` was called, a line each. */
function stackOf(caller: unknown): string[] {
  const holder: { stack?: string } = {};
  Error.captureStackTrace(holder, caller as () => void);
  return (holder.stack ?? "")
    .split("\n")
    .slice(1)
    .map((line) => line.trim());
}
