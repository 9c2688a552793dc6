import type { IncomingMessage, Server, ServerResponse } from "node:http";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gunzipSync } from "node:zlib";

/** How the collector treats one request. What is not said is accepted. */
export type Behaviour =
  | { readonly kind: "accept" }
  /** Answers without taking anything. */
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers?: Record<string, string>;
      readonly body?: string;
    }
  /** Ends the connection before (`taken: false`) or after (`taken: true`) the events are durable, without an answer. */
  | { readonly kind: "hang-up"; readonly taken: boolean }
  /** Takes the events, begins an answer and ends the connection within it. */
  | { readonly kind: "half-answer" }
  /** Takes the events; the answer comes when the test says so. */
  | { readonly kind: "wait"; readonly until: Promise<void> }
  /** Takes all but these lines (1-based). */
  | { readonly kind: "reject"; readonly lines: readonly number[] };

export interface FakeCollector {
  readonly url: string;
  /** Events taken, each once, in the order of their arrival. */
  readonly events: Record<string, unknown>[];
  /** Number of requests so far, and what was wrong with any of them. */
  readonly requests: { body: string; headers: IncomingMessage["headers"] }[];
  readonly complaints: string[];
  /** Greatest number of requests that were open at the same time. */
  readonly mostAtOnce: number;
  /** Behaviour of the coming requests, one each. */
  plan(...behaviours: Behaviour[]): void;
  /** Resolves when that many events were taken. */
  taken(count: number): Promise<void>;
  /** Resolves when that many requests have come. */
  asked(count: number): Promise<void>;
  close(): Promise<void>;
}

/**
 * A collector over real HTTP on loopback that is strict where Daybook's is: it checks method, path,
 * key, type and each line, knows events by producer and number, and complains about holes.
 */
export async function startFakeCollector(key = "test-key"): Promise<FakeCollector> {
  const state = new CollectorState(key);
  const server: Server = createServer((request, response) => state.handle(request, response));
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    events: state.events,
    requests: state.requests,
    complaints: state.complaints,
    get mostAtOnce() {
      return state.mostAtOnce;
    },
    plan: (...behaviours) => void state.planned.push(...behaviours),
    taken: (count) => state.when(() => state.events.length >= count),
    asked: (count) => state.when(() => state.requests.length >= count),
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

class CollectorState {
  readonly events: Record<string, unknown>[] = [];
  readonly requests: { body: string; headers: IncomingMessage["headers"] }[] = [];
  readonly complaints: string[] = [];
  readonly planned: Behaviour[] = [];
  readonly #key: string;
  readonly #highest = new Map<string, number>();
  #watchers: { holds: () => boolean; resolve: () => void }[] = [];
  #atOnce = 0;
  mostAtOnce = 0;

  constructor(key: string) {
    this.#key = key;
  }

  handle(request: IncomingMessage, response: ServerResponse): void {
    this.mostAtOnce = Math.max(this.mostAtOnce, ++this.#atOnce);
    response.on("close", () => this.#atOnce--);
    const parts: Buffer[] = [];
    request.on("data", (part: Buffer) => parts.push(part));
    request.on("end", () => {
      const raw = Buffer.concat(parts);
      const body = (request.headers["content-encoding"] === "gzip" ? gunzipSync(raw) : raw).toString("utf8");
      this.requests.push({ body, headers: request.headers });
      this.#inspect(request);
      this.#look();
      void this.#answer(this.planned.shift() ?? { kind: "accept" }, body, response).then(() => this.#look());
    });
  }

  async when(holds: () => boolean): Promise<void> {
    if (!holds()) await new Promise<void>((resolve) => this.#watchers.push({ holds, resolve }));
  }

  #look(): void {
    this.#watchers = this.#watchers.filter(({ holds, resolve }) => {
      if (!holds()) return true;
      resolve();
      return false;
    });
  }

  #inspect(request: IncomingMessage): void {
    const { headers, method, url } = request;
    if (method !== "POST" || url !== "/logs") this.complaints.push(`${method} ${url}`);
    if (headers["content-type"] !== "application/x-ndjson") this.complaints.push(`type ${headers["content-type"]}`);
    if (headers.authorization !== `Bearer ${this.#key}`) this.complaints.push(`key ${headers.authorization}`);
  }

  async #answer(behaviour: Behaviour, body: string, response: ServerResponse): Promise<void> {
    switch (behaviour.kind) {
      case "answer":
        response.writeHead(behaviour.status, behaviour.headers ?? {});
        response.end(behaviour.body ?? "");
        return;
      case "hang-up":
        if (behaviour.taken) this.#take(body, []);
        response.socket?.destroy();
        return;
      case "half-answer":
        this.#take(body, []);
        response.writeHead(202, { "content-type": "application/json", "content-length": 1000 });
        response.write('{"accepted":', () => response.socket?.destroy());
        return;
      case "wait":
        await behaviour.until;
        this.#accept(body, [], response);
        return;
      case "reject":
        this.#accept(body, behaviour.lines, response);
        return;
      case "accept":
        this.#accept(body, [], response);
    }
  }

  #accept(body: string, refused: readonly number[], response: ServerResponse): void {
    const { accepted, duplicates } = this.#take(body, refused);
    const rejected = refused.map((line) => ({ line, code: "DAYBOOK_INGEST_TEST", reason: "refused by the test" }));
    response.writeHead(accepted + duplicates > 0 ? 202 : 400, { "content-type": "application/json" });
    response.end(JSON.stringify({ accepted, duplicates, rejected, first_seq: null, last_seq: null }));
  }

  #take(body: string, refused: readonly number[]): { accepted: number; duplicates: number } {
    let accepted = 0;
    let duplicates = 0;
    if (!body.endsWith("\n")) this.complaints.push("the body does not end with a newline");
    for (const [at, line] of body.slice(0, -1).split("\n").entries()) {
      const event = JSON.parse(line) as Record<string, unknown>;
      const producer = String(event["producer"]);
      const seq = Number(event["producer_seq"]);
      const highest = this.#highest.get(producer) ?? 0;
      if (seq > highest + 1) this.complaints.push(`hole: ${producer} ${seq} after ${highest}`);
      if (seq <= highest) duplicates++;
      else {
        this.#highest.set(producer, seq);
        if (refused.includes(at + 1)) continue;
        accepted++;
        this.events.push(event);
      }
    }
    return { accepted, duplicates };
  }
}
