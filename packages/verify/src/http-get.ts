import { MAX_FILE_BYTES, MAX_TRIES, REQUEST_TIMEOUT_MS, RETRY_DELAY_MS } from "./limits.ts";

/** The part of the global `fetch` that is used. */
export type HttpFetch = (url: string, init: RequestInit) => Promise<Response>;

export interface HttpOptions {
  /** Default: the global one. */
  readonly fetch?: HttpFetch;
  readonly headers?: Readonly<Record<string, string>>;
  /** Ends everything: what is under way rejects with its reason. */
  readonly signal?: AbortSignal;
  /** The pause before a request is made again. */
  readonly sleep: (delayMs: number) => Promise<void>;
  readonly timeoutMs?: number;
}

export interface HttpAnswer {
  readonly status: number;
  /** Media type in small letters, without parameters; `""` when the answer names none. */
  readonly type: string;
  /** At most MAX_FILE_BYTES + 1: a longer body is cut off there, so that no check takes it for a file of a trail. */
  readonly bytes: Uint8Array;
}

/** A trail cannot be read where it should be. Nothing is said about the trail itself. */
export class SourceError extends Error {
  override readonly name = "SourceError";
  /** `unreachable`: no answer; `refused`: not without a key, or not with this one; `answer`: one that no trail gives. */
  readonly kind: "unreachable" | "refused" | "answer";

  constructor(kind: SourceError["kind"], message: string, options?: ErrorOptions) {
    super(message, options);
    this.kind = kind;
  }
}

/**
 * Gets one file. Failures that may pass (no answer, 408, 429, 5xx) are tried again, MAX_TRIES in all.
 *
 * @throws SourceError of kind `unreachable`, or the reason of the caller's own signal.
 */
export async function httpGet(url: string, options: HttpOptions): Promise<HttpAnswer> {
  for (let attempt = 1; ; attempt++) {
    const isLast = attempt === MAX_TRIES;
    options.signal?.throwIfAborted();
    try {
      const answer = await getOnce(url, options);
      if (isLast || !isTransient(answer.status)) return answer;
    } catch (error) {
      options.signal?.throwIfAborted();
      if (isLast) throw error;
    }
    await options.sleep(RETRY_DELAY_MS * 2 ** (attempt - 1));
  }
}

function isTransient(status: number): boolean {
  return status === 408 || status === 429 || (status >= 500 && status !== 501);
}

async function getOnce(
  url: string,
  { fetch = globalThis.fetch, headers = {}, signal, timeoutMs = REQUEST_TIMEOUT_MS }: HttpOptions,
): Promise<HttpAnswer> {
  const ending = new AbortController();
  const release = signal && endWith(signal, ending);
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    ending.abort();
  }, timeoutMs);
  try {
    const response = await fetch(url, { headers: { ...headers }, signal: ending.signal });
    const type = (response.headers.get("content-type") ?? "").split(";", 1)[0] ?? "";
    return { status: response.status, type: type.trim().toLowerCase(), bytes: await readBody(response) };
  } catch (cause) {
    const what = isLate ? `did not answer within ${timeoutMs / 1_000} s` : `cannot be reached: ${reasonOf(cause)}`;
    throw new SourceError("unreachable", `${url} ${what}`, { cause });
  } finally {
    clearTimeout(timer);
    release?.();
  }
}

/** Requests under way, by the signal that ends them: it has one listener for all of them, however many there are. */
const underWay = new WeakMap<AbortSignal, Set<AbortController>>();

/** Lets the signal end a request. @returns what to call when the request has ended by itself. */
function endWith(signal: AbortSignal, ending: AbortController): () => void {
  const known = underWay.get(signal);
  const requests = known ?? new Set();
  requests.add(ending);
  if (known === undefined) {
    underWay.set(signal, requests);
    const endAll = (): void => {
      for (const request of requests) request.abort(signal.reason);
    };
    signal.addEventListener("abort", endAll, { once: true });
  }
  return () => void requests.delete(ending);
}

async function readBody(response: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let length = 0;
  const reader = response.body?.getReader();
  while (reader !== undefined && length <= MAX_FILE_BYTES) {
    const { done, value } = (await reader.read()) as { done: boolean; value?: Uint8Array };
    if (done || value === undefined) break;
    parts.push(value);
    length += value.length;
  }
  if (length > MAX_FILE_BYTES) await reader?.cancel();
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes.subarray(0, MAX_FILE_BYTES + 1);
}

/** Node hides the real reason of "fetch failed" one or two causes deep. */
function reasonOf(cause: unknown): string {
  let deepest: unknown = cause;
  while (deepest instanceof Error && deepest.cause instanceof Error) deepest = deepest.cause;
  if (deepest instanceof AggregateError && deepest.errors[0] instanceof Error) deepest = deepest.errors[0];
  if (!(deepest instanceof Error)) return String(deepest);
  return deepest.message === "" ? deepest.name : deepest.message;
}
