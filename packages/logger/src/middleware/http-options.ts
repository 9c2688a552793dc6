import type { Level } from "@daybook/protocol";
import type { Fields } from "../core/fields.ts";

/** What is logged of HTTP requests; `Request` is the framework's own. A function that throws harms nothing: the event says so. */
export interface HttpLogOptions<Request> {
  /** Paths without an event, for example health checks: exact, without the query. Or a function of the path. */
  readonly skip?: readonly string[] | ((path: string) => boolean);
  /** Default: 5xx ERROR, 4xx and given up by the client WARNING, else INFO. `status` is undefined when nothing was answered. */
  readonly level?: (status: number | undefined, request: Request) => Level;
  /** Who asked. Asked when the request arrives, for the context, and again for the event, when a login may have happened. */
  readonly userId?: (request: Request) => string | number | bigint | null | undefined;
  /** Default: the address that the framework knows, which is a proxy's unless the framework is told to trust it. */
  readonly ipAddress?: (request: Request) => string | undefined;
  /** Further fields of the event. */
  readonly fields?: (request: Request) => Fields;
  /** Request headers that are logged, as `data.headers`; the redaction applies. Default none. */
  readonly headers?: readonly string[];
  /** Header with the request's id, taken from the client and told in the answer. Default `x-request-id`; `false`: neither. */
  readonly requestIdHeader?: string | false;
}

/** The options with everything decided that can be. */
export interface HttpLogPlan<Request> extends HttpLogOptions<Request> {
  readonly requestIdHeader: string | false;
  readonly headers: readonly string[];
  readonly isSkipped: (path: string) => boolean;
}

export function planHttpLog<Request>(options: HttpLogOptions<Request>): HttpLogPlan<Request> {
  const { skip = [], headers = [], requestIdHeader = "x-request-id" } = options;
  return {
    ...options,
    headers: headers.map((name) => name.toLowerCase()),
    requestIdHeader: requestIdHeader === false ? false : requestIdHeader.toLowerCase(),
    isSkipped: typeof skip === "function" ? skip : inSet(new Set(skip)),
  };
}

function inSet(paths: ReadonlySet<string>): (path: string) => boolean {
  return (path) => paths.has(path);
}
