import { RequestError } from "@daybook/client";
import { DaybookError, ERRORS } from "@daybook/protocol";
import { CommanderError } from "commander";
import { EXIT, type ExitCode } from "./exit-codes.ts";

/** A command that cannot go on: what is wrong, and what to do next. */
export class CommandFailure extends Error {
  readonly exitCode: ExitCode;
  readonly hint: string;

  constructor(exitCode: ExitCode, message: string, hint: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "CommandFailure";
    this.exitCode = exitCode;
    this.hint = hint;
  }
}

/** A wrong option or argument. */
export function usageFailure(message: string, hint = ""): CommandFailure {
  return new CommandFailure(EXIT.usage, message, hint);
}

export interface FailureReport {
  exitCode: ExitCode;
  message: string;
  hint: string;
  code?: string;
  /** A query and the offset in it where the fault is. */
  query?: { text: string; position: number };
}

/** Any thrown value as what the user is told. `undefined`: nothing more to say. */
export function reportOf(error: unknown, interruption: AbortSignal, query?: string): FailureReport | undefined {
  if (interruption.aborted && (error === interruption.reason || isAbort(error))) return undefined;
  if (error instanceof CommandFailure) return { exitCode: error.exitCode, message: error.message, hint: error.hint };
  if (error instanceof RequestError) {
    const report: FailureReport = {
      exitCode: exitCodeOf(error),
      message: error.detail,
      hint: error.hint,
      code: error.code,
    };
    if (query !== undefined && error.position !== undefined) report.query = { text: query, position: error.position };
    return report;
  }
  if (error instanceof DaybookError) return reportOfDaybook(error, query);
  if (error instanceof CommanderError)
    return { exitCode: error.exitCode === 0 ? EXIT.ok : EXIT.usage, message: "", hint: "" };
  if (isSystemError(error)) return { exitCode: EXIT.someFailed, message: error.message, hint: hintOfSystem(error) };
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return {
    exitCode: EXIT.someFailed,
    message: text,
    hint: "This is a fault of the command, not yours; please report it.",
  };
}

/** As the same error of a server is told. */
function reportOfDaybook({ code, message, extra }: DaybookError, query: string | undefined): FailureReport {
  const { position, hint } = extra;
  return {
    exitCode: isUsage(code) ? EXIT.usage : EXIT.someFailed,
    message,
    hint: typeof hint === "string" ? hint : ERRORS[code].hint,
    code,
    ...(query !== undefined && typeof position === "number" && { query: { text: query, position } }),
  };
}

export function exitCodeOf(error: RequestError): ExitCode {
  if (error.isNetwork) return EXIT.unreachable;
  if (error.isRefused) return EXIT.refused;
  return isUsage(error.code) ? EXIT.usage : EXIT.someFailed;
}

function isUsage(code: string): boolean {
  return code === "DAYBOOK_QUERY_SYNTAX" || code === "DAYBOOK_HTTP_INVALID";
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === "AbortError";
}

function isSystemError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && "syscall" in error && "code" in error;
}

function hintOfSystem(error: NodeJS.ErrnoException): string {
  if (error.code === "ENOENT") return "Check the path.";
  if (error.code === "EACCES" || error.code === "EPERM") return "Run as the user who may read and write there.";
  if (error.code === "ENOSPC") return "Free some disk space, then run the same command again.";
  return "";
}
