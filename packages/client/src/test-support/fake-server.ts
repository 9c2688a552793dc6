import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";
import { WebSocketServer, type WebSocket } from "ws";

export interface FakeCall {
  method: string;
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: string;
}

export interface FakeAnswer {
  status?: number;
  headers?: Record<string, string>;
  /** An object is sent as JSON; `"cut"` breaks the connection without an answer; `"never"` gives none. */
  body?: object | string;
}

export type FakeRoute = (call: FakeCall) => FakeAnswer;

export interface FakeServer {
  readonly url: string;
  readonly calls: FakeCall[];
  /** Set to answer the handshake of `/logs/stream`; while unset it is refused with 503. */
  onStream: ((socket: WebSocket, headers: IncomingHttpHeaders) => void) | undefined;
  [Symbol.asyncDispose](): Promise<void>;
}

/** A real HTTP server that answers only the given `METHOD /path`s; anything else is 418, which no client expects. */
export async function startFakeServer(routes: Record<string, FakeRoute>): Promise<FakeServer> {
  const calls: FakeCall[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      const url = new URL(request.url ?? "/", "http://fake");
      const method = request.method ?? "";
      const body = Buffer.concat(chunks).toString();
      const call = { method, path: url.pathname, query: url.searchParams, headers: request.headers, body };
      calls.push(call);
      const answer = routes[`${method} ${url.pathname}`]?.(call) ?? { status: 418 };
      if (answer.body === "cut") request.socket.destroy();
      if (answer.body === "cut" || answer.body === "never") return;
      const text = typeof answer.body === "object" ? JSON.stringify(answer.body) : answer.body;
      response.writeHead(answer.status ?? 200, { connection: "close", ...answer.headers }).end(text);
    });
  });
  const sockets = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (fake.onStream === undefined || request.url !== "/logs/stream") {
      socket.end("HTTP/1.1 503 Service Unavailable\r\nconnection: close\r\n\r\n");
      return;
    }
    sockets.handleUpgrade(request, socket, head, (webSocket) => fake.onStream?.(webSocket, request.headers));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const fake: FakeServer = {
    url: `http://127.0.0.1:${port}`,
    calls,
    onStream: undefined,
    async [Symbol.asyncDispose]() {
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return fake;
}

/** A problem document as the server sends it. */
export function problem(status: number, code: string, extra: object = {}): FakeAnswer {
  const body = {
    type: `urn:daybook:error:${code}`,
    title: "T",
    status,
    code,
    detail: "D",
    hint: "H",
    ...extra,
  };
  return { status, body, headers: { "content-type": "application/problem+json" } };
}
