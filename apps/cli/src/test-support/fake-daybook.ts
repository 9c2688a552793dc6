import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { Job } from "@daybook/client";
import {
  LEVELS,
  type IngestReply,
  type Problem,
  type RejectedLine,
  type Role,
  type StatusReply,
  type WireRecord,
} from "@daybook/protocol";
import { WebSocketServer, type WebSocket } from "ws";

export const ADMIN_KEY = "dbk_admin_key_of_the_fake";

interface FakeAnswer {
  status: number;
  body?: object | string;
  headers?: Record<string, string>;
}

/**
 * A small strict server over real HTTP and WebSocket: it checks keys, types and numbers, keeps events once per producer
 * and number, and answers 418 to whatever the interface does not have. Searches know no language: a query is a text that
 * the stored line must hold; `bad(` is a syntax error at 3.
 */
export class FakeDaybook {
  url = "";
  /** Stored lines as they came, with `seq` and `id` put in front. */
  readonly lines: string[] = [];
  readonly bodies: string[] = [];
  readonly queries: URLSearchParams[] = [];
  readonly keys: { id: string; role: Role; name: string; created_at: string }[] = [];
  readonly subscriptions: { query?: string; after_seq?: number }[] = [];
  jobs = new Map<string, Job[]>();
  status: StatusReply = healthyStatus();
  readonly ready = { isReady: true };
  /** Answers to give first, in order; `"cut"` keeps the events but loses the answer. */
  readonly trouble: (FakeAnswer | "cut")[] = [];
  /** Bodies with more lines are refused with 413. */
  maxLines = Infinity;
  readonly #seen = new Set<string>();
  readonly #sockets = new WebSocketServer({ noServer: true });
  readonly #server = createServer((request, response) => {
    void this.#answer(request).then((answer) => {
      if (answer === "cut") return request.socket.destroy();
      const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
      return response.writeHead(answer.status, { connection: "close", ...answer.headers }).end(text);
    });
  });

  async start(): Promise<this> {
    this.#server.on("upgrade", (request, socket, head) => {
      if (request.headers.authorization !== `Bearer ${ADMIN_KEY}`)
        return socket.end("HTTP/1.1 401 Unauthorized\r\nconnection: close\r\n\r\n");
      return this.#sockets.handleUpgrade(request, socket, head, (webSocket) => this.#serveStream(webSocket));
    });
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
    return this;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.cutStreams();
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  cutStreams(): void {
    for (const client of this.#sockets.clients) client.terminate();
  }

  get events(): WireRecord[] {
    return this.lines.map((line) => JSON.parse(line) as WireRecord);
  }

  /** Stores a line as if somebody had logged it, and tells the streams. */
  add(text: string): void {
    const line = `{"seq":${this.lines.length + 1},"id":"id-${this.lines.length + 1}",${text.slice(1)}`;
    this.lines.push(line);
    for (const client of this.#sockets.clients) client.send(`{"type":"events","events":[${line}]}`);
  }

  #serveStream(socket: WebSocket): void {
    socket.on("message", (data: Buffer) => {
      const request = JSON.parse(data.toString()) as { type: string; query?: string; after_seq?: number };
      if (request.query?.includes("bad("))
        return socket.send(JSON.stringify({ type: "error", problem: syntaxProblem() }));
      this.subscriptions.push(request);
      const missed = this.lines.slice(request.after_seq ?? this.lines.length);
      if (missed.length > 0) socket.send(`{"type":"events","events":[${missed.join(",")}]}`);
      return socket.send(JSON.stringify({ type: "position", seq: this.lines.length }));
    });
  }

  async #answer(request: IncomingMessage): Promise<FakeAnswer | "cut"> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    const body = Buffer.concat(chunks);
    const url = new URL(request.url ?? "/", "http://fake");
    const route = `${request.method} ${url.pathname}`;
    if (route === "GET /version") return { status: 200, body: { name: "daybook", version: "0.1.0" } };
    if (route === "GET /readyz") {
      const { isReady } = this.ready;
      return {
        status: isReady ? 200 : 503,
        body: { status: isReady ? "ready" : "not ready", reason: isReady ? null : "the engine is starting" },
      };
    }
    if (request.headers.authorization !== `Bearer ${ADMIN_KEY}`)
      return problem(401, "DAYBOOK_ACCESS_UNAUTHENTICATED", "no key was sent");
    const trouble = this.trouble.shift();
    if (trouble !== undefined && trouble !== "cut") return trouble;
    const answer = route === "POST /logs" ? this.#ingest(request, body) : this.#read(route, url, body);
    return trouble === "cut" ? "cut" : answer;
  }

  #ingest(request: IncomingMessage, body: Buffer): FakeAnswer {
    if (request.headers["content-type"] !== "application/x-ndjson")
      return problem(415, "DAYBOOK_HTTP_ENCODING", "not NDJSON");
    const text = body.toString();
    const lines = text.split("\n").filter((line, i, all) => line !== "" || i < all.length - 1);
    if (lines.length > this.maxLines)
      return problem(413, "DAYBOOK_HTTP_BODY_TOO_LARGE", `at most ${this.maxLines} lines`);
    this.bodies.push(text);
    const reply: IngestReply = { accepted: 0, duplicates: 0, rejected: [], first_seq: null, last_seq: null };
    for (const [i, line] of lines.entries()) {
      const fault = this.#take(line, reply);
      if (fault !== undefined) reply.rejected.push({ line: i + 1, ...fault });
    }
    const isNothing = reply.accepted === 0 && reply.duplicates === 0 && reply.rejected.length > 0;
    return { status: isNothing ? 400 : 202, body: reply };
  }

  #take(line: string, reply: IngestReply): Omit<RejectedLine, "line"> | undefined {
    let event: Partial<WireRecord>;
    try {
      event = JSON.parse(line) as Partial<WireRecord>;
    } catch (error) {
      return { code: "DAYBOOK_INGEST_INVALID_JSON", reason: (error as Error).message };
    }
    if (typeof event !== "object" || event === null || Array.isArray(event))
      return { code: "DAYBOOK_INGEST_NOT_AN_OBJECT", reason: "not an object" };
    if (event.level !== undefined && !LEVELS.includes(event.level))
      return { code: "DAYBOOK_RECORD_INVALID", reason: `level ${event.level} is not known` };
    const name = `${event.producer} ${event.producer_seq}`;
    if (event.producer !== undefined && this.#seen.has(name)) {
      reply.duplicates++;
      return undefined;
    }
    this.#seen.add(name);
    reply.accepted++;
    this.add(line);
    reply.first_seq ??= this.lines.length;
    reply.last_seq = this.lines.length;
    return undefined;
  }

  #read(route: string, url: URL, body: Buffer): FakeAnswer {
    if (route === "GET /logs/search") return this.#search(url.searchParams);
    if (route === "GET /logs/stats")
      return { status: 200, body: statsReply(url.searchParams.get("range") ?? "", this.events.length) };
    if (route === "GET /logs/stream") return { status: 404, body: {} };
    if (route === "GET /admin/status") return { status: 200, body: this.status };
    if (route === "GET /admin/keys") return { status: 200, body: { keys: this.keys } };
    if (route === "POST /admin/signin") return { status: 200, body: { code: "c0de", url: `${this.url}/#signin=c0de` } };
    const [, jobId] = /^GET \/admin\/jobs\/(\w+)$/.exec(route) ?? [];
    if (jobId !== undefined) return { status: 200, body: this.jobs.get(jobId)?.shift() ?? {} };
    const [, keyId] = /^DELETE \/admin\/keys\/(\w+)$/.exec(route) ?? [];
    if (keyId !== undefined) {
      const at = this.keys.findIndex((key) => key.id === keyId);
      if (at < 0) return problem(404, "DAYBOOK_HTTP_NOT_FOUND", "no key has this id");
      this.keys.splice(at, 1);
      return { status: 204 };
    }
    if (request415(route, body)) return problem(400, "DAYBOOK_HTTP_INVALID", "the body is not JSON");
    if (route === "POST /admin/keys") {
      const { role, name } = JSON.parse(body.toString()) as { role: Role; name: string };
      const key = { id: `k${this.keys.length + 1}`, role, name, created_at: "2024-01-15T10:30:45.000Z" };
      this.keys.push(key);
      return { status: 201, body: { ...key, key: "dbk_new" } };
    }
    if (["POST /admin/rebuild", "POST /admin/backup", "POST /admin/audit/check"].includes(route)) {
      this.bodies.push(body.toString());
      return { status: 202, body: this.jobs.get("j1")?.shift() ?? {} };
    }
    return { status: 418, body: `the fake has no ${route}` };
  }

  #search(query: URLSearchParams): FakeAnswer {
    this.queries.push(query);
    const text = query.get("query") ?? "";
    if (text.includes("bad(")) return { status: 400, body: syntaxProblem() };
    const limit = Number(query.get("limit") ?? 100);
    if (limit > 1_000) return problem(400, "DAYBOOK_HTTP_INVALID", "limit: at most 1000");
    const found = this.lines.filter((line) => line.includes(text));
    if (query.get("order") !== "asc") found.reverse();
    const from = Number(query.get("cursor") ?? 0);
    const page = found.slice(from, from + limit);
    const next = limit > 0 && from + limit < found.length ? String(from + limit) : null;
    const total = query.get("total") === "exact" ? found.length : null;
    const rest = { total, next_cursor: next, as_of_seq: this.lines.length, took_ms: 1 };
    return { status: 200, body: `{"events":[${page.join(",")}],${JSON.stringify(rest).slice(1)}` };
  }
}

function request415(route: string, body: Buffer): boolean {
  if (!route.startsWith("POST ")) return false;
  try {
    JSON.parse(body.toString());
    return false;
  } catch {
    return true;
  }
}

export function problem(
  status: number,
  code: string,
  detail: string,
  headers: Record<string, string> = {},
): FakeAnswer {
  return {
    status,
    headers,
    body: { type: `urn:daybook:error:${code}`, title: code, status, code, detail, hint: `Mend ${code}.` },
  };
}

function syntaxProblem(): Problem {
  const { body } = problem(400, "DAYBOOK_QUERY_SYNTAX", "a bracket is not closed");
  return { ...(body as Problem), position: 3 };
}

function statsReply(range: string, total: number): object {
  return {
    range,
    start_time: "2024-01-15T09:00:00.000000Z",
    end_time: "2024-01-15T10:00:00.000000Z",
    total,
    errors: 1,
    previous: { total: total * 2, errors: 0 },
    by_level: { INFO: total - 1, ERROR: 1 },
    by_service: [{ value: "engine", count: total }],
    by_event_type: [],
    error_trend: [
      { time: "2024-01-15T09:00:00.000000Z", total: 1, errors: 0 },
      { time: "2024-01-15T09:30:00.000000Z", total: 1, errors: 1 },
    ],
    as_of_seq: total,
  };
}

function healthyStatus(): StatusReply {
  return {
    version: "0.1.0",
    started_at: "2024-01-15T10:30:45.000Z",
    data_dir: "/data",
    journal: { last_seq: 7, durable_seq: 7, segments: 1, bytes: 1_234, oldest_seq: 1 },
    readers: [{ name: "store", seq: 7, lag_events: 0, lag_seconds: 0, error: null }],
    engine: { state: "ready", version: "26.7", restarts: 0, pid: 1 },
    stream: { clients: 0 },
    disk: { free_bytes: 5e9, total_bytes: 1e10 },
  };
}
