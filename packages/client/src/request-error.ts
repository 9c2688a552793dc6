import { ERRORS, type ErrorCode, type Problem } from "@daybook/protocol";

/** Members of a problem document that every failure has, also one that never reached the server. */
export interface Failure {
  /** `DAYBOOK_…`; a newer server may send codes that this version does not list. */
  readonly code: string;
  /** HTTP status; 0 when no answer arrived. */
  readonly status: number;
  readonly title: string;
  readonly detail: string;
  readonly hint: string;
}

/** What every call of the client rejects with. `message` is the detail; `hint` says what to do next. */
export class RequestError extends Error implements Failure {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly hint: string;
  /** The whole problem document as the server sent it; `undefined` when the failure is the client's own. */
  readonly problem: Problem | undefined;

  constructor(failure: Failure, problem?: Problem, options?: ErrorOptions) {
    super(failure.detail, options);
    this.name = "RequestError";
    this.code = failure.code;
    this.status = failure.status;
    this.title = failure.title;
    this.hint = failure.hint;
    this.problem = problem;
  }

  get detail(): string {
    return this.message;
  }

  /** 0-based offset in the query text where the fault is, when the server names one. */
  get position(): number | undefined {
    const position = this.problem?.["position"];
    return typeof position === "number" ? position : undefined;
  }

  /** Seconds to wait before the next try, when the server names them. */
  get retryAfterSeconds(): number | undefined {
    const seconds = this.problem?.["retry_after_s"];
    return typeof seconds === "number" && seconds >= 0 ? seconds : undefined;
  }

  /** No answer arrived: refused, reset, timed out. A write may still have been kept. */
  get isNetwork(): boolean {
    return this.code === "DAYBOOK_CLIENT_UNREACHABLE" || this.code === "DAYBOOK_CLIENT_TIMEOUT";
  }

  /** Without a valid key, or with one of too small a role. */
  get isRefused(): boolean {
    return this.status === 401 || this.status === 403;
  }

  /** The same call may succeed later: network failures, 408, 429 and all 5xx but 501. */
  get isTransient(): boolean {
    if (this.isNetwork || this.status === 408 || this.status === 429) return true;
    return this.status >= 500 && this.status !== 501;
  }
}

/** A failure of the client's own, with title and hint of the registry. */
export function clientError(code: ErrorCode, detail: string, options?: ErrorOptions): RequestError {
  const { title, hint } = ERRORS[code];
  return new RequestError({ code, status: 0, title, detail, hint }, undefined, options);
}

/** The error of an answer that is not 2xx. A body that is no problem document still gives a named error. */
export function errorOfAnswer(status: number, body: string, retryAfter: string | null): RequestError {
  const problem = parseProblem(body);
  if (problem === undefined) {
    const { title, hint } = ERRORS.DAYBOOK_CLIENT_BAD_REPLY;
    const start = body.trim().slice(0, 200);
    const detail = `The server answered ${status} without a problem document${start === "" ? "." : `: ${start}`}`;
    return new RequestError({ code: "DAYBOOK_CLIENT_BAD_REPLY", status, title, detail, hint });
  }
  const seconds = Number(retryAfter ?? "");
  if (retryAfter !== null && Number.isFinite(seconds)) problem["retry_after_s"] ??= seconds;
  return errorOfProblem(problem, status);
}

/** The error of a problem document, from an answer or a stream frame. */
export function errorOfProblem(problem: Problem, status: number = problem.status): RequestError {
  const { code, title, detail, hint } = problem;
  return new RequestError(
    { code, status, title: title ?? code, detail: detail ?? title ?? code, hint: hint ?? "" },
    problem,
  );
}

function parseProblem(body: string): Problem | undefined {
  try {
    const value: unknown = JSON.parse(body);
    const isProblem = typeof value === "object" && value !== null && "code" in value && typeof value.code === "string";
    return isProblem ? (value as Problem) : undefined;
  } catch {
    return undefined;
  }
}
