#!/usr/bin/env node
const NO_TRAIL = {
  state: "off",
  origin: "",
  key: "",
  size: 0,
  root: "",
  seq: 0,
  error: null,
  anchor: null,
  witnesses: [],
};

/**
 * A stand-in for the Daybook server, for work on the page and for its browser tests: made-up events in
 * memory, every endpoint that the page uses, and faults on request. Serves the built page too.
 *
 *   node dev/mock-server.mjs --port 8102 --events 20000 --rate 20 --seed 7 --trades 400
 *   curl -X POST 127.0.0.1:8102/__mock -d '{"rate":2000}'
 *
 * `/__mock` takes: rate (events/s), fail ("search", "reports" or "all": 503), delayMs (of reports), offline (true cuts sockets and refuses),
 * signedOut, clear, longWords, and answers with the present state.
 */
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { WebSocketServer } from "ws";
import { createEventSource } from "./mock-events.mjs";
import { compileQuery, QuerySyntaxError } from "./mock-query.mjs";
import { createMockReports, ReportRequestError } from "./mock-reports.mjs";
import { createMockStore } from "./mock-store.mjs";
import { mockTradeEvents } from "./mock-trades.mjs";

const DIST = join(dirname(fileURLToPath(import.meta.url)), "../dist");
const POLICY =
  "default-src 'self'; style-src 'self' 'unsafe-inline'; connect-src 'self' ws: wss:; img-src 'self' data:";
const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml",
  ".woff2": "font/woff2",
  ".json": "application/json",
};
const TICK_MS = 50;

function problem(status, code, title, detail, hint, extra = {}) {
  return { type: `urn:daybook:error:${code}`, title, status, code, detail, hint, ...extra };
}

function syntaxProblem(error) {
  return problem(
    400,
    "DAYBOOK_QUERY_SYNTAX",
    "The query cannot be read",
    error.message,
    "Look at the position; docs/reference/search.md has the whole language.",
    { position: error.position },
  );
}

function reportProblem(error) {
  return problem(
    400,
    "DAYBOOK_HTTP_BAD_REQUEST",
    "The report cannot be made so",
    error.message,
    "Mend the named parameter and ask again.",
  );
}

const DOWN = problem(
  503,
  "DAYBOOK_STORE_UNAVAILABLE",
  "The store cannot answer now",
  "The engine is being restarted (2nd time in this hour).",
  "Nothing is lost: events are still recorded. Try again in a few seconds; `daybook doctor` tells more.",
  { retry_after_s: 5 },
);
const NOBODY = problem(
  401,
  "DAYBOOK_ACCESS_UNAUTHENTICATED",
  "No valid key",
  "This call needs a key or a signed-in page.",
  "Open the sign-in link that `daybook start` printed.",
);

async function readText(request) {
  let text = "";
  for await (const chunk of request) text += chunk;
  return text;
}

async function readBody(request) {
  const text = await readText(request);
  return text === "" ? {} : JSON.parse(text);
}

export async function startMockServer({
  port = 0,
  events = 20_000,
  rate = 20,
  seed = 7,
  spanHours = 30,
  trades = 0,
  tradeDays = 60,
  balance = "10000",
} = {}) {
  const state = { rate, fail: null, offline: false, signedOut: false, longWords: false, delayMs: 0 };
  const store = createMockStore({ capacity: Math.max(250_000, events * 2 + trades * 10) });
  const next = createEventSource(seed);
  const tradeEvents = mockTradeEvents({ count: trades, spanDays: tradeDays, balance });
  const reports = createMockReports(tradeEvents);
  const views = new Map();
  const sockets = new Set();

  // Denser towards now, as a page is opened when something happens, with busy and quiet minutes.
  const ages = Array.from({ length: events }, (_, i) => {
    const place = 1 - i / events;
    return Math.max(0, place ** 1.9 * spanHours + Math.sin(place * 190) * place * 0.22) * 3_600_000;
  });
  const background = ages.map((age) => ({ timeMs: Math.floor(Date.now() - age) }));
  const traded = tradeEvents.map((event) => ({ timeMs: Date.parse(event.timestamp), event }));
  for (const { timeMs, event } of [...background, ...traded].sort((a, b) => a.timeMs - b.timeMs)) {
    const { seq, ...made } = next(timeMs);
    store.add(event ? { seq, producer: "mock-2", producer_seq: seq, logger: "trading", ...event } : { seq, ...made });
  }

  function emit(count) {
    const fresh = [];
    const now = Date.now();
    for (let i = 0; i < count; i++) {
      const event = next(now);
      if (state.longWords)
        event.message = `Unbroken ${"0xdeadbeefcafe".repeat(30)} tail with **markup** <img src=x onerror=alert(1)> end`;
      store.add(event);
      fresh.push(event);
    }
    for (const socket of sockets) {
      if (!socket.matches) continue;
      const matching = fresh.filter(socket.matches);
      if (matching.length > 0) socket.send(JSON.stringify({ type: "events", events: matching }));
    }
  }

  let owed = 0;
  const ticker = setInterval(() => {
    owed += (state.rate * TICK_MS) / 1000;
    const count = Math.floor(owed);
    owed -= count;
    if (count > 0) emit(count);
  }, TICK_MS);

  const routes = {
    "GET /session": () => ({ role: "admin" }),
    "DELETE /session": () => {
      state.signedOut = true;
      return null;
    },
    "GET /admin/status": () => ({
      version: "0.1.0-mock",
      started_at: new Date().toISOString(),
      data_dir: "/mock",
      journal: { last_seq: store.size, durable_seq: store.size, segments: 1, bytes: store.size * 400, oldest_seq: 1 },
      readers: [{ name: "store", seq: store.size, lag_events: 0, lag_seconds: 0, error: null }],
      engine: { state: "ready", version: "mock", restarts: 0, pid: null },
      stream: { clients: sockets.size },
      disk: { free_bytes: 41e9, total_bytes: 100e9 },
    }),
    "GET /version": () => ({ version: "0.1.0-mock" }),
    "GET /healthz": () => ({ ok: true }),
    "GET /readyz": () => ({ ready: true }),
    "GET /logs/search": (request) => store.search(request, Date.now()),
    "POST /logs/search": (request) => store.search(request, Date.now()),
    "GET /audit/status": () => NO_TRAIL,
    "GET /logs/stats": (request) => store.stats(request.range ?? "1h", Date.now()),
    "GET /logs/histogram": (request) => store.histogram(request, Date.now()),
    "GET /logs/facets": (request) => store.facets(request, Date.now()),
    "GET /views": () => [...views.values()],
  };

  function eventRoute(path, query) {
    const [, id, rest] = /^\/logs\/([^/]+)(\/context)?$/.exec(path) ?? [];
    if (!id || !store.find(decodeURIComponent(id))) return undefined;
    return rest
      ? store.context(id, Number(query.before ?? 20), Number(query.after ?? 20), query.scope ?? "producer")
      : store.find(id);
  }

  /** Undefined when the path is no report. */
  async function reportRoute(request, url) {
    const [, name, id] = /^\/reports\/(\w+)(?:\/(.+))?$/.exec(url.pathname) ?? [];
    if (!name) return undefined;
    if (state.delayMs > 0) await new Promise((resolve) => setTimeout(resolve, state.delayMs));
    if (name === "trades" && id) return reports.trade(decodeURIComponent(id));
    if (name === "performance") return reports.performance(url.searchParams);
    if (name === "no_trade") return reports.noTrade(url.searchParams);
    if (name === "reconciliation") return reports.reconciliation(url.searchParams, await readText(request));
    return undefined;
  }

  function send(response, status, body) {
    response.writeHead(status, {
      "content-type": status >= 400 ? "application/problem+json" : "application/json",
      "cache-control": "no-store",
    });
    response.end(body === null ? "" : JSON.stringify(body));
  }

  function control(change) {
    if (change.clear) store.clear();
    for (const name of Object.keys(state)) if (name in change) state[name] = change[name];
    if (change.emit) emit(change.emit);
    if (state.offline) for (const socket of sockets) socket.terminate();
    return { ...state, events: store.size, sockets: sockets.size };
  }

  async function answer(request, response) {
    const url = new URL(request.url, "http://mock");
    const path = url.pathname;
    const query = Object.fromEntries(url.searchParams);
    if (path === "/__mock") return send(response, 200, control(await readBody(request)));
    if (isPageFile(path)) return sendFile(response, path);
    if (state.offline) return request.socket.destroy();
    if (path === "/session" && request.method === "POST") {
      const { code, key } = await readBody(request);
      if (code === "expired" || (!code && !key?.startsWith("dbk_")))
        return send(response, 401, { ...NOBODY, detail: "This code was used already or is older than ten minutes." });
      state.signedOut = false;
      return send(response, 200, { role: "admin" });
    }
    if (state.signedOut) return send(response, 401, NOBODY);
    const isFailing = { all: true, search: path.startsWith("/logs/"), reports: path.startsWith("/reports/") };
    if (isFailing[state.fail]) return send(response, 503, DOWN);
    const report = await reportRoute(request, url);
    if (report !== undefined) return send(response, 200, report);
    if (path.startsWith("/views/"))
      return send(response, 200, await changeView(request, decodeURIComponent(path.slice(7))));
    const route = routes[`${request.method} ${path}`];
    const body = request.method === "POST" ? await readBody(request) : query;
    const result = route ? route(body) : eventRoute(path, query);
    if (result === undefined)
      return send(
        response,
        404,
        problem(404, "DAYBOOK_HTTP_NOT_FOUND", "Nothing is there", `${path} is not known.`, "Look at /openapi.json."),
      );
    return send(response, result === null ? 204 : 200, result);
  }

  async function changeView(request, name) {
    if (request.method === "DELETE") return views.delete(name) ? {} : {};
    const view = { name, state: (await readBody(request)).state, updated_at: new Date().toISOString() };
    views.set(name, view);
    return view;
  }

  const isPageFile = (path) => path === "/" || path.startsWith("/assets/") || path === "/favicon.svg";

  function sendFile(response, path) {
    const file = normalize(join(DIST, path === "/" ? "index.html" : path));
    if (!file.startsWith(DIST) || !existsSync(file))
      return send(response, 404, { detail: "Build the page first: npm run build" });
    response.writeHead(200, {
      "content-type": TYPES[extname(file)] ?? "application/octet-stream",
      "content-security-policy": POLICY,
    });
    return createReadStream(file).pipe(response);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error) => {
      if (error instanceof QuerySyntaxError) send(response, 400, syntaxProblem(error));
      else if (error instanceof ReportRequestError) send(response, 400, reportProblem(error));
      else
        send(
          response,
          500,
          problem(
            500,
            "DAYBOOK_HTTP_INTERNAL",
            "The mock failed",
            String(error?.stack ?? error),
            "Mend dev/mock-server.mjs.",
          ),
        );
    });
  });
  const streams = new WebSocketServer({ noServer: true });
  server.on("upgrade", (request, socket, head) => {
    if (state.offline || state.signedOut) return socket.destroy();
    return streams.handleUpgrade(request, socket, head, (stream) => {
      sockets.add(stream);
      stream.on("close", () => sockets.delete(stream));
      stream.on("message", (data) => subscribe(stream, JSON.parse(new TextDecoder().decode(data))));
    });
  });

  function subscribe(stream, frame) {
    if (frame.type !== "subscribe") return void (stream.matches = undefined);
    try {
      stream.matches = compileQuery(frame.query ?? "");
    } catch (error) {
      return stream.send(JSON.stringify({ type: "error", problem: syntaxProblem(error) }));
    }
    const missed = frame.after_seq === undefined ? [] : store.after(frame.after_seq).filter(stream.matches);
    if (missed.length > 0) stream.send(JSON.stringify({ type: "events", events: missed }));
    return stream.send(JSON.stringify({ type: "position", seq: store.search({ limit: 0 }, Date.now()).as_of_seq }));
  }

  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    control,
    async close() {
      clearInterval(ticker);
      for (const socket of sockets) socket.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values } = parseArgs({
    options: {
      port: { type: "string" },
      events: { type: "string" },
      rate: { type: "string" },
      seed: { type: "string" },
      trades: { type: "string" },
      tradeDays: { type: "string" },
    },
  });
  const numbers = Object.fromEntries(Object.entries(values).map(([name, text]) => [name, Number(text)]));
  const mock = await startMockServer({ port: 8102, trades: 400, ...numbers });
  process.stdout.write(`Mock Daybook on ${mock.url}\n`);
}
