import type { Logger } from "../core/logger-types.ts";
import type { HttpLogOptions } from "./http-options.ts";
import { planHttpLog } from "./http-options.ts";
import { HttpRequestLog } from "./http-request.ts";
import type { NodeResponse } from "./node-response.ts";
import { bodyBytes, whenResponseEnds } from "./node-response.ts";

/** As much of Hono's context as is used. */
export interface HonoContextLike {
  readonly req: {
    readonly method: string;
    readonly url: string;
    readonly matchedRoutes?: readonly { readonly method: string; readonly path: string }[];
    header(name: string): string | undefined;
  };
  readonly res: { readonly status: number; readonly headers: { get(name: string): string | null } };
  readonly error?: Error | undefined;
  // Each runtime has its own; under @hono/node-server it holds Node's request and response.
  readonly env: unknown;
  header(name: string, value: string): void;
}

interface NodeBindings {
  readonly incoming?: { readonly socket?: { readonly remoteAddress?: string | undefined } | null };
  readonly outgoing?: NodeResponse;
}

export type HonoLogOptions<Context = HonoContextLike> = HttpLogOptions<Context>;

/**
 * Hono middleware that logs one `http_request` for each request and puts `request_id` and `user_id` into everything
 * that handlers log: `app.use(honoLogger(log))`, before the routes. Under @hono/node-server the event comes when the
 * answer has been sent, and tells of clients that went away; elsewhere when the handlers are done.
 */
export function honoLogger<Context extends HonoContextLike = HonoContextLike>(
  logger: Logger,
  options: HonoLogOptions<Context> = {},
): (context: Context, next: () => Promise<void>) => Promise<void> {
  const plan = planHttpLog(options);
  return async (context, next) => {
    const { incoming, outgoing } = (context.env ?? {}) as NodeBindings;
    const { method, url } = context.req;
    const log = new HttpRequestLog(logger, plan, context, {
      method,
      url: pathOf(url),
      ipAddress: incoming?.socket?.remoteAddress,
      header: (name) => context.req.header(name),
    });
    const details = (): { route: string | undefined; error: unknown } => ({
      route: routeOf(context),
      error: context.error,
    });
    await log.run(async () => {
      if (isNodeResponse(outgoing)) {
        const contentLength = (): unknown => context.res.headers.get("content-length");
        whenResponseEnds(outgoing, method, contentLength, (end) => log.end({ ...end, ...details() }));
      }
      await next().catch((error: unknown) => {
        // Hono answers Errors itself; what else is thrown goes past it.
        if (!isNodeResponse(outgoing))
          log.end({ ...details(), status: 500, aborted: false, responseBytes: undefined, error });
        throw error;
      });
      const { requestIdHeader } = plan;
      if (requestIdHeader !== false && !context.res.headers.get(requestIdHeader))
        context.header(requestIdHeader, log.id);
    });
    if (isNodeResponse(outgoing)) return;
    const { status, headers } = context.res;
    const responseBytes = bodyBytes(status, method, headers.get("content-length"));
    log.end({ ...details(), status, aborted: false, responseBytes });
  };
}

function isNodeResponse(outgoing: NodeResponse | undefined): outgoing is NodeResponse {
  return typeof outgoing?.once === "function";
}

/** Path and query of an absolute URL, as they were written. */
function pathOf(url: string): string {
  const authority = url.indexOf("://");
  const start = url.indexOf("/", authority < 0 ? 0 : authority + 3);
  return start < 0 ? "/" : url.slice(start);
}

/** The last matched route that is not middleware's wildcard. */
function routeOf(context: HonoContextLike): string | undefined {
  return context.req.matchedRoutes?.findLast(({ method }) => method !== "ALL")?.path;
}
