import type { TradingEvent } from "../events/trading-event.ts";
import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import type { LeftOut } from "./bounded-groups.ts";
import { BoundedGroups } from "./bounded-groups.ts";
import { Distribution } from "./distribution.ts";
import type { Spread } from "./distribution.ts";
import { cut, firstNumber, firstText, loggedMs } from "./fields.ts";
import { MAX_SLOW_ENDPOINTS } from "./limits.ts";

export interface EndpointFigures {
  readonly method: string;
  readonly endpoint: string;
  /** Calls that were made or served, whatever the answer. */
  readonly calls: number;
  /** An `api_error`, or an answer with a status from 400 on. */
  readonly errors: number;
  readonly error_share: Figure;
  readonly client_errors: number;
  readonly server_errors: number;
  /** Part of the errors: answered 429, or told by a `rate_limit` event. */
  readonly rate_limited: number;
  readonly latency_ms: Spread;
}

export interface ApiFigures {
  readonly calls: number;
  readonly errors: number;
  readonly error_share: Figure;
  readonly rate_limits: number;
  readonly latency_ms: Spread;
  /** The most called first. */
  readonly by_endpoint: readonly EndpointFigures[];
  /** By their 95th percentile. */
  readonly slow_endpoints: readonly EndpointFigures[];
  readonly endpoints_left_out: LeftOut;
}

const API_TYPES: ReadonlySet<string> = new Set(["api_call", "api_error", "http_request", "rate_limit"]);
const NO_LATENCY = "no call says how long it took";

/** Latency and errors of calls, those that the system made and those that it served. */
export class EndpointMetrics {
  readonly #endpoints = new BoundedGroups(() => new CallSums());
  readonly #all = new CallSums();

  add(event: TradingEvent): void {
    if (!API_TYPES.has(event.event_type)) return;
    const method = cut(nameOf(firstText(event, "method")).toUpperCase(), 16);
    const path = nameOf(firstText(event, "endpoint", "path", "url"));
    this.#all.add(event);
    this.#endpoints.count(`${method}${BETWEEN}${cut(endpointOf(path), MAX_PATH)}`).add(event);
  }

  get figures(): ApiFigures {
    const rows = this.#endpoints.groups.map(({ key, value }) => {
      const [method = "", endpoint = ""] = key.split(BETWEEN);
      return value.figures(method, endpoint);
    });
    const p95 = ({ latency_ms }: EndpointFigures): number => latency_ms.p95.value ?? -1;
    const { calls, errors, error_share, rate_limited, latency_ms } = this.#all.figures("", "");
    return {
      calls,
      errors,
      error_share,
      rate_limits: rate_limited,
      latency_ms,
      by_endpoint: rows,
      slow_endpoints: rows
        .filter(({ latency_ms: { count } }) => count > 0)
        .toSorted((a, b) => p95(b) - p95(a) || (a.endpoint < b.endpoint ? -1 : 1))
        .slice(0, MAX_SLOW_ENDPOINTS),
      endpoints_left_out: this.#endpoints.leftOut,
    };
  }
}

const BETWEEN = "\u0000";

/** A name from outside, without what stands between two names in a key. */
function nameOf(text = ""): string {
  return text.replaceAll(BETWEEN, "");
}

const MAX_PATH = 180;
/** Characters of an address that are looked at. */
const MAX_ADDRESS = 1_000;
const ID = /^(?:\d+|0x[0-9a-f]+|[0-9a-f]{8}-[0-9a-f-]{27}|(?=[^/]*\d)[0-9a-f]{16,})$/i;

/** A path without its host, its query, and the ids in it: `/orders/4711?x=1` is `/orders/:id`. */
export function endpointOf(address: string): string {
  const path = cut(address, MAX_ADDRESS)
    .replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?#]*/i, "")
    .replace(/[?#].*$/s, "");
  if (path === "") return address === "" ? "" : "/";
  return path
    .split("/")
    .map((part) => (ID.test(part) ? ":id" : part))
    .join("/");
}

class CallSums {
  readonly #latency = new Distribution();
  #calls = 0;
  #errors = 0;
  #client = 0;
  #server = 0;
  #limited = 0;

  add(event: TradingEvent): void {
    const { event_type: type } = event;
    const status = firstNumber(event, "status_code", "http_status") ?? 0;
    this.#calls++;
    const isLimited = type === "rate_limit" || status === 429;
    if (type === "api_error" || isLimited || status >= 400) this.#errors++;
    if (isLimited) this.#limited++;
    if (status >= 500) this.#server++;
    else if (status >= 400) this.#client++;
    const ms = loggedMs(event);
    if (ms !== undefined && ms >= 0) this.#latency.add(ms);
  }

  figures(method: string, endpoint: string): EndpointFigures {
    return {
      method,
      endpoint,
      calls: this.#calls,
      errors: this.#errors,
      error_share: figure(this.#errors / this.#calls, "no calls"),
      client_errors: this.#client,
      server_errors: this.#server,
      rate_limited: this.#limited,
      latency_ms: this.#latency.spread(NO_LATENCY),
    };
  }
}
