import type { Logger } from "../core/logger-types.ts";
import type { HttpLogOptions } from "./http-options.ts";
import { planHttpLog } from "./http-options.ts";
import { HttpRequestLog } from "./http-request.ts";
import type { NodeResponse } from "./node-response.ts";
import { headerOf, whenResponseEnds } from "./node-response.ts";

/** As much of a `FastifyRequest` as is used. */
export interface FastifyRequestLike {
  readonly method: string;
  readonly url: string;
  readonly ip: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly routeOptions: { readonly url?: string | undefined };
}

/** As much of a `FastifyReply` as is used. */
export interface FastifyReplyLike {
  readonly raw: NodeResponse;
  header(name: string, value: string): unknown;
  getHeader(name: string): unknown;
}

interface FastifyLike {
  /** Its overloads, one a hook, cannot be said without Fastify's own types: see {@link AddHook}. */
  addHook(name: never, hook: never): unknown;
}

type AddHook = (name: "onRequest" | "preValidation" | "preHandler" | "onError", hook: unknown) => unknown;

export type FastifyLogOptions<Request = FastifyRequestLike> = HttpLogOptions<Request>;

type Hook = (request: FastifyRequestLike, reply: FastifyReplyLike, done: () => void) => void;

/**
 * A Fastify plugin that logs one `http_request` for each request and puts `request_id` and `user_id` into everything
 * that handlers log: `app.register(fastifyLogger(log))`, before the routes. It covers all routes registered after it.
 */
export function fastifyLogger<Request = FastifyRequestLike>(
  logger: Logger,
  options: FastifyLogOptions<Request> = {},
): (app: FastifyLike, pluginOptions: unknown, done: () => void) => void {
  const plan = planHttpLog(options as FastifyLogOptions);
  const logs = new WeakMap<object, HttpRequestLog<FastifyRequestLike>>();
  const errors = new WeakMap<object, unknown>();

  const arrive: Hook = (request, reply, done) => {
    const log = new HttpRequestLog(logger, plan, request, {
      method: request.method,
      url: request.url,
      ipAddress: request.ip,
      header: (name) => headerOf(request.headers, name),
    });
    logs.set(request, log);
    if (plan.requestIdHeader !== false) void reply.header(plan.requestIdHeader, log.id);
    log.run(() => {
      const contentLength = (): unknown => reply.getHeader("content-length");
      whenResponseEnds(reply.raw, request.method, contentLength, (end) => {
        log.end({ ...end, route: request.routeOptions.url, error: errors.get(request) });
      });
      done();
    });
  };
  // A body arrives in the context of its socket: the way on is entered again. A login may have happened meanwhile.
  const enterAgain: Hook = (request, _reply, done) => {
    const log = logs.get(request);
    if (log === undefined) done();
    else log.run(done);
  };
  const fail = (request: FastifyRequestLike, _reply: unknown, error: unknown, done: () => void): void => {
    errors.set(request, error);
    done();
  };

  const plugin = (app: FastifyLike, _pluginOptions: unknown, done: () => void): void => {
    const addHook = app.addHook.bind(app) as AddHook;
    addHook("onRequest", arrive);
    addHook("preValidation", enterAgain);
    addHook("preHandler", enterAgain);
    addHook("onError", fail);
    done();
  };
  // What `fastify-plugin` sets: the hooks are the whole application's, not only of what this plugin registers.
  return Object.assign(plugin, {
    [Symbol.for("skip-override")]: true,
    [Symbol.for("fastify.display-name")]: "daybook",
  });
}
