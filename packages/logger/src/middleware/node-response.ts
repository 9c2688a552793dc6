import { AsyncResource } from "node:async_hooks";

/** As much of Node's `ServerResponse` as is used. */
export interface NodeResponse {
  readonly statusCode: number;
  readonly headersSent: boolean;
  readonly socket?: { readonly bytesWritten?: number } | null;
  getHeader(name: string): unknown;
  setHeader(name: string, value: string): unknown;
  once(event: "finish" | "close", listener: () => void): unknown;
}

/** How an answer ended, in the terms of {@link EndedRequest}. */
export interface ResponseEnd {
  readonly status: number | undefined;
  readonly aborted: boolean;
  readonly responseBytes: number | undefined;
  readonly sentBytes: number | undefined;
}

/**
 * Calls back once: when the answer has been handed to the system, or when the client went away before. In the async
 * context of the caller, so that the span of the request is active. `contentLength`: frameworks that hand all headers
 * over at once leave none with the response itself.
 */
export function whenResponseEnds(
  response: NodeResponse,
  method: string,
  contentLength: () => unknown,
  ended: (end: ResponseEnd) => void,
): void {
  const { socket } = response;
  const sentBefore = socket?.bytesWritten ?? 0;
  let done = false;
  const end = AsyncResource.bind((aborted: boolean): void => {
    if (done) return;
    done = true;
    ended({
      // Before the headers are sent nothing is answered, whatever stands in `statusCode`.
      status: aborted && !response.headersSent ? undefined : response.statusCode,
      aborted,
      responseBytes: bodyBytes(response.statusCode, method, contentLength()),
      sentBytes: socket?.bytesWritten === undefined ? undefined : socket.bytesWritten - sentBefore,
    });
  });
  response.once("finish", () => end(false));
  response.once("close", () => end(true));
}

/** Size of the body by its `content-length`; `undefined` when there is none, as with streams. */
export function bodyBytes(status: number, method: string, contentLength: unknown): number | undefined {
  if (method === "HEAD" || status === 204 || status === 304) return 0;
  const known = typeof contentLength === "number" || (typeof contentLength === "string" && contentLength !== "");
  const bytes = known ? Number(contentLength) : Number.NaN;
  return Number.isSafeInteger(bytes) ? bytes : undefined;
}

/** A header of Node's parsed headers, several of one name joined as HTTP does. */
export function headerOf(
  headers: Readonly<Record<string, string | string[] | undefined>>,
  name: string,
): string | undefined {
  const value = headers[name];
  return Array.isArray(value) ? value.join(", ") : value;
}
