import type { Level } from "@daybook/protocol";
import type { Fields } from "../core/fields.ts";
import type { Logger } from "../core/logger-types.ts";
import type { HttpLogPlan } from "./http-options.ts";
import { requestIdOf } from "./request-id.ts";

/** What a framework knows of a request when it arrives. */
export interface ArrivedRequest {
  readonly method: string;
  /** Path and query. */
  readonly url: string;
  readonly ipAddress: string | undefined;
  readonly header: (name: string) => string | undefined;
}

/** What it knows when the request has ended. */
export interface EndedRequest {
  /** `undefined` when the client went away before anything was answered. */
  readonly status: number | undefined;
  /** The route's pattern, `/orders/:id`. */
  readonly route: string | undefined;
  readonly aborted: boolean;
  /** Size of the answer's body, when it is known. */
  readonly responseBytes: number | undefined;
  /** What went over the socket for it, headers included. */
  readonly sentBytes?: number | undefined;
  readonly error?: unknown;
}

/** One request on its way: begun when it arrives, ended once. Nothing here throws, except `run`'s own errors. */
export class HttpRequestLog<Request> {
  readonly id: string;
  readonly #logger: Logger;
  readonly #plan: HttpLogPlan<Request>;
  readonly #request: Request;
  readonly #arrived: ArrivedRequest;
  readonly #startMs = performance.now();
  #fault: string | undefined;
  #ended = false;

  constructor(logger: Logger, plan: HttpLogPlan<Request>, request: Request, arrived: ArrivedRequest) {
    this.#logger = logger;
    this.#plan = plan;
    this.#request = request;
    this.#arrived = arrived;
    this.id = requestIdOf(plan.requestIdHeader === false ? undefined : arrived.header(plan.requestIdHeader));
  }

  /** Runs the application's part so that what it logs has the request's id and the user's, as far as he is known. */
  run<T>(next: () => T): T {
    const userId = this.#userId();
    const context = userId === undefined ? { request_id: this.id } : { request_id: this.id, user_id: userId };
    return this.#logger.withContext(context, next);
  }

  /** Logs the request; only the first call counts. */
  end(how: EndedRequest): void {
    if (this.#ended) return;
    this.#ended = true;
    const ended = this.#upgraded(how) ? { ...how, status: 101, aborted: false } : how;
    const durationMs = performance.now() - this.#startMs;
    const { url } = this.#arrived;
    const query = url.indexOf("?");
    const skipped = this.#ask("skip", () => this.#plan.isSkipped(query < 0 ? url : url.slice(0, query)));
    if (skipped === true) return;
    const level = this.#ask("level", () => this.#plan.level?.(ended.status, this.#request)) ?? levelOf(ended);
    if (!this.#logger.isEnabled(level)) return;
    this.#logger.event("http_request", undefined, this.#fields(ended, durationMs), level);
  }

  /** A WebSocket: the answer is written past the response, which never finishes, and ends with the connection. */
  #upgraded({ aborted, status }: EndedRequest): boolean {
    return aborted && status === undefined && this.#arrived.header("upgrade") !== undefined;
  }

  #fields(ended: EndedRequest, durationMs: number): Fields {
    const { method, url, header, ipAddress } = this.#arrived;
    const own = this.#ask("fields", () => this.#plan.fields?.(this.#request));
    const bytes = Number(header("content-length"));
    const address = this.#ask("ipAddress", () => this.#plan.ipAddress?.(this.#request)) ?? ipAddress;
    const fields: Fields = {
      ...own,
      request_id: this.id,
      user_id: this.#userId(),
      method,
      path: url,
      endpoint: ended.route,
      status_code: ended.status,
      response_time_ms: Math.round(durationMs * 1000) / 1000,
      request_bytes: Number.isSafeInteger(bytes) && bytes > 0 ? bytes : undefined,
      response_bytes: ended.responseBytes,
      // Only where it is the best that is known: two sizes of one answer would be asked about.
      sent_bytes: ended.responseBytes === undefined ? ended.sentBytes : undefined,
      ip_address: address,
      user_agent: header("user-agent"),
      headers: this.#headers(),
      status: ended.aborted ? "aborted" : undefined,
      ...describeError(ended),
    };
    return this.#fault === undefined ? fields : { ...fields, logging_fault: this.#fault };
  }

  #userId(): string | number | bigint | undefined {
    return this.#ask("userId", () => this.#plan.userId?.(this.#request)) ?? undefined;
  }

  #headers(): Record<string, string> | undefined {
    const { headers } = this.#plan;
    if (headers.length === 0) return undefined;
    const taken: Record<string, string> = {};
    for (const name of headers) {
      const value = this.#arrived.header(name);
      if (value !== undefined) taken[name] = value;
    }
    return taken;
  }

  /** The application's own function may fail: that is its event's matter, not its request's. */
  #ask<T>(option: string, question: () => T): T | undefined {
    try {
      return question();
    } catch (error) {
      this.#fault = `${option}: ${error instanceof Error ? error.message : "threw"}`;
      return undefined;
    }
  }
}

function levelOf({ status, aborted }: EndedRequest): Level {
  if (status !== undefined && status >= 500) return "ERROR";
  return aborted || status === undefined || status >= 400 ? "WARNING" : "INFO";
}

/** A stack for what went wrong here; for what the client did wrong the reason is enough. */
function describeError({ error, status }: EndedRequest): Fields {
  if (error === undefined || error === null) return {};
  if (status === undefined || status >= 500) return { error };
  return { reason: error instanceof Error ? error.message : undefined };
}
