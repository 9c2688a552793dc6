import { READ_TIMEOUT_MS } from "./limits.ts";
import { clientError, errorOfAnswer } from "./request-error.ts";

/** The part of the global `fetch` that is used. */
export type Fetch = (url: string, init?: RequestInit) => Promise<Response>;

export interface Call {
  method?: "GET" | "POST" | "PUT" | "DELETE";
  /** Starts with `/`; segments already encoded. */
  path: string;
  body?: string | Uint8Array;
  contentType?: string;
  headers?: Record<string, string>;
  signal?: AbortSignal | undefined;
  timeoutMs?: number;
  /** Statuses other than 2xx whose body is an answer, not a problem. */
  accept?: readonly number[];
}

export interface Answer {
  readonly status: number;
  readonly text: string;
}

/**
 * Sends one call and reads the whole answer. Rejects with a `RequestError` in every case but one: when the
 * caller's own signal aborts, with the signal's reason.
 */
export type Send = (call: Call) => Promise<Answer>;

export interface HttpOptions {
  baseUrl: string;
  headers: Readonly<Record<string, string>>;
  fetch: Fetch;
}

export function createSend(options: HttpOptions): Send {
  return async (call) => {
    const { response, body: text } = await exchange(options, call, (answer) => answer.text());
    if (!response.ok && !call.accept?.includes(response.status)) {
      throw errorOfAnswer(response.status, text, response.headers.get("retry-after"));
    }
    return { status: response.status, text };
  };
}

/** Reads a file as bytes; undefined when there is none. Rejects like `Send`. */
export function createReadBytes(options: HttpOptions): (call: Call) => Promise<Uint8Array | undefined> {
  return async (call) => {
    const { response, body } = await exchange(options, call, (answer) => answer.arrayBuffer());
    if (response.status === 404) return undefined;
    if (response.ok) return new Uint8Array(body);
    throw errorOfAnswer(response.status, new TextDecoder().decode(body), response.headers.get("retry-after"));
  };
}

async function exchange<T>(
  { baseUrl, headers, fetch }: HttpOptions,
  call: Call,
  read: (response: Response) => Promise<T>,
): Promise<{ response: Response; body: T }> {
  const { method = "GET", path, body, contentType, signal, timeoutMs = READ_TIMEOUT_MS } = call;
  const timeout = AbortSignal.timeout(timeoutMs);
  const init: RequestInit = {
    method,
    headers: {
      accept: "application/json",
      ...headers,
      ...(contentType && { "content-type": contentType }),
      ...call.headers,
    },
    signal: signal ? AbortSignal.any([signal, timeout]) : timeout,
  };
  if (body !== undefined) init.body = body as NonNullable<RequestInit["body"]>;
  try {
    const response = await fetch(baseUrl + path, init);
    return { response, body: await read(response) };
  } catch (cause) {
    if (signal?.aborted) throw signal.reason;
    if (timeout.aborted) {
      throw clientError(
        "DAYBOOK_CLIENT_TIMEOUT",
        `No answer from ${baseUrl}${path.split("?")[0]} within ${timeoutMs} ms.`,
        { cause },
      );
    }
    throw clientError("DAYBOOK_CLIENT_UNREACHABLE", `Cannot reach ${baseUrl}: ${reasonOf(cause)}.`, { cause });
  }
}

/** Sends a call and parses its JSON answer. */
export async function sendForJson<T>(send: Send, call: Call): Promise<T> {
  const { text } = await send(call);
  return parseAnswer(text, call.path) as T;
}

export function parseAnswer(text: string, path: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const detail = `The answer to ${path.split("?")[0]} is not JSON; it starts with: ${text.slice(0, 80)}`;
    throw clientError("DAYBOOK_CLIENT_BAD_REPLY", detail, { cause });
  }
}

/** `?a=1&b=2` of the values that are not undefined; the empty text when there are none. */
export function queryText(values: Readonly<Record<string, string | number | readonly string[] | undefined>>): string {
  const parameters = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    if (typeof value === "object") for (const one of value) parameters.append(name, one);
    else if (value !== undefined) parameters.set(name, String(value));
  }
  const text = parameters.toString();
  return text === "" ? "" : `?${text}`;
}

/** Node hides the real reason of "fetch failed" one or two causes deep. */
function reasonOf(cause: unknown): string {
  let deepest: unknown = cause;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  if (deepest instanceof AggregateError && deepest.errors[0] instanceof Error) deepest = deepest.errors[0];
  if (!(deepest instanceof Error)) return String(deepest);
  return deepest.message === "" ? deepest.name : deepest.message;
}
