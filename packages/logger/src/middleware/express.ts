import type { Logger } from "../core/logger-types.ts";
import type { HttpLogOptions } from "./http-options.ts";
import { planHttpLog } from "./http-options.ts";
import { HttpRequestLog } from "./http-request.ts";
import type { NodeResponse } from "./node-response.ts";
import { headerOf, whenResponseEnds } from "./node-response.ts";

/** As much of Express' request as is used. */
export interface ExpressRequestLike {
  readonly method: string;
  readonly originalUrl: string;
  readonly baseUrl: string;
  readonly ip?: string | undefined;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  /** The route that answered; its path is text, an expression or several. */
  readonly route?: unknown;
}

type Next = (error?: unknown) => void;

export interface ExpressLogger<Request> {
  (request: Request, response: NodeResponse, next: () => void): void;
  /** Remembers the error that a handler failed with, for its request's event, and passes it on. */
  readonly errors: (error: unknown, request: Request, response: NodeResponse, next: Next) => void;
}

export type ExpressLogOptions<Request = ExpressRequestLike> = HttpLogOptions<Request>;

/**
 * Express middleware that logs one `http_request` for each request and puts `request_id` and `user_id` into everything
 * that handlers log. `const http = expressLogger(log)`, then `app.use(http)` before the routes and `app.use(http.errors)`
 * behind them, in front of the application's own error handlers.
 */
export function expressLogger<Request extends ExpressRequestLike = ExpressRequestLike>(
  logger: Logger,
  options: ExpressLogOptions<Request> = {},
): ExpressLogger<Request> {
  const plan = planHttpLog(options);
  const errors = new WeakMap<object, unknown>();

  const begin = (request: Request, response: NodeResponse, next: () => void): void => {
    const log = new HttpRequestLog(logger, plan, request, {
      method: request.method,
      url: request.originalUrl,
      ipAddress: request.ip,
      header: (name) => headerOf(request.headers, name),
    });
    if (plan.requestIdHeader !== false && !response.headersSent) response.setHeader(plan.requestIdHeader, log.id);
    log.run(() => {
      const contentLength = (): unknown => response.getHeader("content-length");
      whenResponseEnds(response, request.method, contentLength, (end) => {
        log.end({ ...end, route: routeOf(request), error: errors.get(request) });
      });
      next();
    });
  };
  return Object.assign(begin, {
    errors: (error: unknown, request: Request, _response: NodeResponse, next: Next): void => {
      errors.set(request, error);
      next(error);
    },
  });
}

/** The pattern as the application wrote it, behind the path where its router is mounted. */
function routeOf(request: ExpressRequestLike): string | undefined {
  const { route, baseUrl } = request;
  if (typeof route !== "object" || route === null) return undefined;
  const path: unknown = (route as { path?: unknown }).path;
  if (path === undefined) return undefined;
  const patterns: unknown[] = Array.isArray(path) ? path : [path];
  return baseUrl + patterns.map((pattern) => (pattern instanceof RegExp ? pattern.source : pattern)).join("|");
}
