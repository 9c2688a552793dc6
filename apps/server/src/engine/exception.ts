/** An answer of the engine that is not a result, in ClickHouse's own words. */
export class EngineException extends Error {
  readonly code: number;
  /** HTTP status as a ClickHouse server would give it. */
  readonly status: number;

  constructor(code: number, message: string, status: number = statusOf(code)) {
    super(message);
    this.name = "EngineException";
    this.code = code;
    this.status = status;
  }
}

export const UNKNOWN_EXCEPTION = 1002;

/** The engine's message starts with `Code: N. DB::Exception: …`. */
export function toException(error: unknown): EngineException {
  if (error instanceof EngineException) return error;
  const message = error instanceof Error ? error.message : String(error);
  const match = /^Code: (\d+)/.exec(message);
  if (match) return new EngineException(Number(match[1]), message.trimEnd());
  return new EngineException(
    UNKNOWN_EXCEPTION,
    `Code: ${UNKNOWN_EXCEPTION}. DB::Exception: ${message} (UNKNOWN_EXCEPTION)`,
  );
}

export function refusal(code: number, type: string, status: number, text: string): EngineException {
  return new EngineException(code, `Code: ${code}. DB::Exception: ${text} (${type})`, status);
}

const NOT_FOUND: ReadonlySet<number> = new Set([16, 46, 47, 60, 79, 81, 82]);

/** ClickHouse's `exceptionCodeToHTTPStatus`, the part that callers look at: whose fault it is. */
function statusOf(code: number): number {
  if (code === 516 || code === 194) return 401;
  if (NOT_FOUND.has(code)) return 404;
  if (code === 159 || code === 202 || code === 252 || code === 241) return 503;
  return CALLERS_FAULT.has(code) ? 400 : 500;
}

const CALLERS_FAULT: ReadonlySet<number> = new Set([
  6, 25, 26, 27, 36, 38, 41, 42, 43, 53, 62, 69, 70, 72, 117, 130, 115, 164, 456, 457,
]);
