import type {
  AuditStatus,
  ContextReply,
  FacetsReply,
  HistogramReply,
  IngestReply,
  SavedView,
  SearchFilter,
  SearchReply,
  SearchRequest,
  SessionReply,
  StatsReply,
  StatusReply,
  WireRecord,
} from "@daybook/protocol";
import { createAdminClient, type AdminClient } from "./admin.ts";
import { createReadBytes, createSend, parseAnswer, queryText, sendForJson, type Fetch, type Send } from "./http.ts";
import { parseLinesReply, type LinesReply } from "./exact-lines.ts";
import { encodeIngestBody, type IngestInput } from "./ingest-body.ts";
import { INGEST_TIMEOUT_MS, MAX_GET_LENGTH, REPORT_TIMEOUT_MS } from "./limits.ts";
import { clientError, errorOfAnswer, RequestError } from "./request-error.ts";
import { eachPage } from "./search-pages.ts";
import { socketUrl, type SocketConstructor } from "./socket.ts";
import { openStream, type Stream, type StreamDoor, type StreamOptions } from "./stream.ts";

export interface ClientOptions {
  /** `http://127.0.0.1:8002`; a path is kept. In a page, default its own origin. */
  baseUrl?: string;
  /** Sent as `Authorization: Bearer`. A page signs in instead: its cookie also reaches the stream. */
  key?: string;
  /** Default: the global one. */
  fetch?: Fetch;
  /** Default: the global one; Node 20 has none, so hand in that of `ws`. */
  WebSocket?: SocketConstructor;
  /** Sent with every call and with the stream's handshake. */
  headers?: Readonly<Record<string, string>>;
  /** For tests of the stream: timers and randomness. */
  streamDoor?: Partial<Pick<StreamDoor, "setTimer" | "random">>;
}

export interface CallOptions {
  signal?: AbortSignal;
}

export interface IngestOptions extends CallOptions {
  /** The same key sent again within its window adds nothing. */
  idempotencyKey?: string;
  /** The body is compressed already. */
  contentEncoding?: "gzip";
  contentType?: string;
  timeoutMs?: number;
}

export interface ContextOptions extends CallOptions {
  before?: number;
  after?: number;
  scope?: "producer" | "service" | "all";
}

export interface FacetsRequest extends SearchFilter {
  /** Top-level names, or `data.…` */
  fields: readonly string[];
  /** Values of each field, most frequent first. */
  limit?: number;
}

export type ReportKind = "performance" | "daily" | "logs";

/** Parameters as in the API's description; one with several values goes out several times. */
export interface ReportParameters {
  readonly [name: string]: string | readonly string[] | undefined;
}

export interface VersionReply {
  version: string;
  [extra: string]: unknown;
}

export interface ReadyReply {
  ready: boolean;
  /** The server's own words, for example the readers that are behind. */
  detail: unknown;
}

/** Every call rejects with a `RequestError`, or with the reason of the caller's own aborted signal. */
export interface DaybookClient {
  readonly baseUrl: string;
  /** Resolves once the accepted events are durable; lines that were refused are listed, also when all were. */
  ingest(input: IngestInput, options?: IngestOptions): Promise<IngestReply>;
  search(request: SearchRequest, options?: CallOptions): Promise<SearchReply>;
  searchPages(request: SearchRequest, options?: CallOptions): AsyncGenerator<SearchReply, void, undefined>;
  /** As `search`, with each event as the exact text that was stored. */
  searchLines(request: SearchRequest, options?: CallOptions): Promise<LinesReply>;
  linePages(request: SearchRequest, options?: CallOptions): AsyncGenerator<LinesReply, void, undefined>;
  getEvent(id: string, options?: CallOptions): Promise<WireRecord>;
  /** The event's JSON text as the server sent it: no digit passes through a float64. */
  getEventText(id: string, options?: CallOptions): Promise<string>;
  context(id: string, options?: ContextOptions): Promise<ContextReply>;
  /** The event's `.tlog-proof` file. */
  eventProof(id: string, options?: CallOptions): Promise<string>;
  auditStatus(options?: CallOptions): Promise<AuditStatus>;
  /** A file of the audit trail by its path below it, for example `tile/0/000`; undefined when there is none. */
  trailFile(path: string, options?: CallOptions): Promise<Uint8Array | undefined>;
  /** A report in the form that `format` asks for: text of JSON, HTML or CSV, or Parquet. Reading much may take minutes. */
  report(kind: ReportKind, request: ReportParameters, options?: CallOptions): Promise<Uint8Array>;
  stats(range: StatsReply["range"], options?: CallOptions): Promise<StatsReply>;
  histogram(request: SearchFilter & { buckets?: number }, options?: CallOptions): Promise<HistogramReply>;
  facets(request: FacetsRequest, options?: CallOptions): Promise<FacetsReply>;
  listViews(): Promise<SavedView[]>;
  saveView(name: string, state: string): Promise<SavedView>;
  deleteView(name: string): Promise<void>;
  /** Trades the code of the printed address for a cookie. */
  signIn(code: string): Promise<SessionReply>;
  /** Trades a key for a cookie, so that a page need not keep the key. */
  signInWithKey(key: string): Promise<SessionReply>;
  /** Undefined when nobody is signed in. */
  session(): Promise<SessionReply | undefined>;
  signOut(): Promise<void>;
  status(): Promise<StatusReply>;
  version(options?: CallOptions): Promise<VersionReply>;
  /** Whether searches can be answered; rejects only when the server is not reached. */
  ready(options?: CallOptions): Promise<ReadyReply>;
  stream(options: StreamOptions): Stream;
  readonly admin: AdminClient;
}

export function createClient(options: ClientOptions = {}): DaybookClient {
  const baseUrl = (options.baseUrl ?? pageOrigin()).replace(/\/+$/, "");
  const headers: Record<string, string> = { ...options.headers };
  if (options.key !== undefined) headers["authorization"] = `Bearer ${options.key}`;
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  const send = createSend({ baseUrl, headers, fetch });
  const readBytes = createReadBytes({ baseUrl, headers, fetch });
  const admin = createAdminClient(send);
  const get = <T>(path: string, call: CallOptions = {}): Promise<T> =>
    sendForJson<T>(send, { path, signal: call.signal });
  const searchText = (request: SearchRequest, call?: CallOptions): Promise<string> => sendSearch(send, request, call);
  const search: DaybookClient["search"] = async (request, call) =>
    parseAnswer(await searchText(request, call), "/logs/search") as SearchReply;
  const searchLines: DaybookClient["searchLines"] = async (request, call) =>
    parseLinesReply(await searchText(request, call));

  return {
    baseUrl,
    admin,
    ingest: (input, call) => sendIngest(send, input, call),
    search,
    searchPages: (request, call) => eachPage((page) => search(page, call), request),
    searchLines,
    linePages: (request, call) => eachPage((page) => searchLines(page, call), request),
    getEvent: (id, call) => get(`/logs/${encodeURIComponent(id)}`, call),
    getEventText: async (id, call = {}) =>
      (await send({ path: `/logs/${encodeURIComponent(id)}`, signal: call.signal })).text,
    context: (id, { signal, before, after, scope } = {}) =>
      get(`/logs/${encodeURIComponent(id)}/context${queryText({ before, after, scope })}`, signal && { signal }),
    eventProof: async (id, call = {}) =>
      (await send({ path: `/logs/${encodeURIComponent(id)}/proof`, signal: call.signal })).text,
    auditStatus: (call) => get("/audit/status", call),
    trailFile: (path, call = {}) => readBytes({ path: `/audit/trail/${path}`, signal: call.signal }),
    report: (kind, request, call = {}) => readReport(readBytes, kind, request, call),
    stats: (range, call) => get(`/logs/stats?range=${range}`, call),
    histogram: (request, call) => get(`/logs/histogram${queryText({ ...request })}`, call),
    facets: ({ fields, ...request }, call) =>
      get(`/logs/facets${queryText({ ...request, fields: fields.join(",") })}`, call),
    listViews: () => listViews(send),
    saveView: (name, state) => {
      const body = JSON.stringify({ state });
      return sendForJson(send, { method: "PUT", path: viewPath(name), body, contentType: "application/json" });
    },
    deleteView: async (name) => void (await send({ method: "DELETE", path: viewPath(name) })),
    signIn: (code) => openSession(send, { code }),
    signInWithKey: (key) => openSession(send, { key }),
    session: () => get<SessionReply>("/session").catch(undefinedWhenNobody),
    signOut: async () => void (await send({ method: "DELETE", path: "/session" })),
    status: () => admin.status(),
    version: (call) => get("/version", call),
    ready: (call) => askReady(send, call),
    stream: (streamOptions) => openStream(streamOptions, doorOf(options, baseUrl, headers, send)),
  };
}

async function readReport(
  readBytes: ReturnType<typeof createReadBytes>,
  kind: ReportKind,
  request: ReportParameters,
  { signal }: CallOptions,
): Promise<Uint8Array> {
  const path = `/reports/${kind}${queryText({ ...request })}`;
  const bytes = await readBytes({ path, signal, timeoutMs: REPORT_TIMEOUT_MS });
  if (bytes === undefined)
    throw clientError("DAYBOOK_CLIENT_BAD_REPLY", "the server has no reports: it is an older one");
  return bytes;
}

function openSession(send: Send, proof: { code: string } | { key: string }): Promise<SessionReply> {
  const body = JSON.stringify(proof);
  return sendForJson(send, { method: "POST", path: "/session", body, contentType: "application/json" });
}

async function sendSearch(send: Send, request: SearchRequest, { signal }: CallOptions = {}): Promise<string> {
  const path = `/logs/search${queryText({ ...request })}`;
  if (path.length <= MAX_GET_LENGTH) return (await send({ path, signal })).text;
  const body = JSON.stringify(request);
  return (await send({ method: "POST", path: "/logs/search", body, contentType: "application/json", signal })).text;
}

async function sendIngest(send: Send, input: IngestInput, options: IngestOptions = {}): Promise<IngestReply> {
  const { body, contentType } = encodeIngestBody(input);
  const headers: Record<string, string> = {};
  if (options.idempotencyKey !== undefined) headers["idempotency-key"] = options.idempotencyKey;
  if (options.contentEncoding !== undefined) headers["content-encoding"] = options.contentEncoding;
  const { status, text } = await send({
    method: "POST",
    path: "/logs",
    body,
    contentType: options.contentType ?? contentType,
    headers,
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? INGEST_TIMEOUT_MS,
    accept: [400],
  });
  if (status === 400 && !/"rejected"\s*:\s*\[/.test(text)) throw errorOfAnswer(status, text, null);
  const reply = parseAnswer(text, "/logs") as Partial<IngestReply>;
  if (typeof reply.accepted !== "number" || !Array.isArray(reply.rejected)) {
    throw clientError(
      "DAYBOOK_CLIENT_BAD_REPLY",
      "The answer to /logs has no counts; it cannot be told what was kept.",
    );
  }
  const { accepted, duplicates = 0, rejected, first_seq = null, last_seq = null } = reply;
  return { accepted, duplicates, rejected, first_seq, last_seq };
}

async function askReady(send: Send, { signal }: CallOptions = {}): Promise<ReadyReply> {
  const { status, text } = await send({ path: "/readyz", signal, accept: [503] });
  let detail: unknown = text;
  try {
    detail = JSON.parse(text);
  } catch {
    // Plain text is a good answer too.
  }
  return { ready: status !== 503, detail };
}

async function listViews(send: Send): Promise<SavedView[]> {
  const reply = await sendForJson<SavedView[] | { views: SavedView[] }>(send, { path: "/views" });
  return Array.isArray(reply) ? reply : reply.views;
}

function viewPath(name: string): string {
  return `/views/${encodeURIComponent(name)}`;
}

function undefinedWhenNobody(error: unknown): undefined {
  if (error instanceof RequestError && error.status === 401) return undefined;
  throw error;
}

function pageOrigin(): string {
  const { location } = globalThis as { location?: { origin?: string } };
  if (location?.origin === undefined) {
    throw clientError("DAYBOOK_CLIENT_UNREACHABLE", "createClient needs a baseUrl outside of a page.");
  }
  return location.origin;
}

function doorOf(options: ClientOptions, baseUrl: string, headers: Record<string, string>, send: Send): StreamDoor {
  const Constructor = options.WebSocket ?? (globalThis as { WebSocket?: SocketConstructor }).WebSocket;
  const url = socketUrl(baseUrl, "/logs/stream");
  return {
    connect: () => {
      if (Constructor === undefined) throw new Error("this runtime has no WebSocket; hand in that of `ws`");
      return Object.keys(headers).length === 0 ? new Constructor(url) : new Constructor(url, { headers });
    },
    // The stream's own address asked without an upgrade: the same keys and the same origin are checked.
    whyRefused: async () => {
      try {
        await send({ path: "/logs/stream", accept: [400, 404, 426] });
        return undefined;
      } catch (error) {
        return error instanceof RequestError ? error : undefined;
      }
    },
    setTimer: setTimer,
    random: Math.random,
    ...options.streamDoor,
  };
}

function setTimer(run: () => void, delayMs: number): () => void {
  const timer = setTimeout(run, delayMs);
  return () => clearTimeout(timer);
}
