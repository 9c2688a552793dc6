import type { ErrorCode } from "./errors.ts";

/**
 * An error with a code of the registry; the message says what happened here. The registry's texts are looked up where an error
 * is shown (`problemOf`): a program that only throws and catches need not carry them.
 */
export class DaybookError extends Error {
  readonly code: ErrorCode;
  readonly extra: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, detail: string, extra: Readonly<Record<string, unknown>> = {}, options?: ErrorOptions) {
    super(detail, options);
    this.name = "DaybookError";
    this.code = code;
    this.extra = extra;
  }
}
