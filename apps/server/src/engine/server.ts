import { createHash, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { Readable } from "node:stream";
import { createGunzip } from "node:zlib";
import type { Database, Statement } from "./database.ts";
import { refusal, toException } from "./exception.ts";
import { fileInsertSettings, insertFromFile, writeInsertFile } from "./insert-body.ts";
import { MAX_STATEMENT_BYTES } from "./limits.ts";
import { parseRequest } from "./request.ts";
import type { EngineRequest } from "./request.ts";
import { sendException, sendResult } from "./reply.ts";
import { parseBodyInsert, rewriteKill, statementKind } from "./statement.ts";
import type { BodyInsert } from "./statement.ts";

export interface EndpointOptions {
  database: Database;
  username: string;
  password: string;
}

/**
 * ClickHouse's HTTP protocol over the embedded engine, as far as `@clickhouse/client` and clients like it speak it: `/ping`, statements
 * by POST body or `query`, settings and `param_x` in the URL, INSERT bodies (plain or gzip), gzip answers, `X-ClickHouse-*`
 * headers, exceptions as text. Bodies of INSERTs lie in the working directory while they run. A statement of a caller who hangs up is killed, except INSERTs, which may be through already.
 */
export function createEndpoint(options: EndpointOptions): Server {
  const server = createServer((request, response) => {
    handle(options, request, response).catch((error: unknown) => sendException(response, toException(error), ""));
  });
  // Inserts of a slow disk may take minutes; the callers have timeouts of their own.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 30_000;
  return server;
}

async function handle(options: EndpointOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? "/", "http://engine");
  if (!isAuthorised(request, url, options)) {
    request.resume();
    throw refusal(516, "AUTHENTICATION_FAILED", 401, "default: Authentication failed: password is incorrect");
  }
  if (url.pathname === "/ping") {
    await options.database.run({ sql: "SELECT 1", kind: "control", format: "Null", settings: {}, params: {} });
    response.writeHead(200, { "content-type": "text/plain; charset=UTF-8" }).end("Ok.\n");
    return;
  }
  const asked = parseRequest(url);
  try {
    await runStatement(options, asked, request, response);
  } catch (error) {
    sendException(response, toException(error), asked.queryId);
  }
}

async function runStatement(
  { database }: EndpointOptions,
  asked: EngineRequest,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const body = decoded(request);
  const insert = asked.query === undefined ? undefined : parseBodyInsert(asked.query);
  if (insert) return insertBody(database, asked, insert, body, response);
  const text = await readText(body);
  const sql = asked.query === undefined ? text : text === "" ? asked.query : `${asked.query}\n${text}`;
  const kind = statementKind(sql);
  // What may change something is not cut off when its caller goes.
  const gone = kind === "search" ? killWhenGone(database, asked.queryId, response) : undefined;
  const result = await database.run(statementOf(asked, rewriteKill(sql), kind), gone?.signal);
  gone?.done();
  const format = /\bFORMAT\s+(\w+)\s*;?\s*$/i.exec(sql)?.[1] ?? asked.defaultFormat;
  await sendResult(request, response, asked, format, Buffer.from(result.bytes()), {
    read_rows: result.rowsRead,
    read_bytes: result.bytesRead,
    elapsed_ns: Math.round(result.elapsed * 1e9),
  });
}

async function insertBody(
  database: Database,
  asked: EngineRequest,
  insert: BodyInsert,
  body: Readable,
  response: ServerResponse,
): Promise<void> {
  const file = await writeInsertFile(body);
  try {
    if (file.bytes > 0) {
      const settings = fileInsertSettings(asked.settings);
      await database.run(statementOf({ ...asked, settings }, insertFromFile(insert, file.name), "insert"));
    }
  } finally {
    await file.remove();
  }
  await sendResult(undefined, response, asked, insert.format, Buffer.alloc(0), {
    written_rows: file.lines,
    written_bytes: file.bytes,
  });
}

function statementOf(asked: EngineRequest, sql: string, kind: Statement["kind"]): Statement {
  return {
    sql,
    kind,
    format: asked.defaultFormat,
    settings: { log_comment: asked.queryId, ...asked.settings },
    params: asked.params,
    database: asked.database,
  };
}

function killWhenGone(
  database: Database,
  queryId: string,
  response: ServerResponse,
): { signal: AbortSignal; done(): void } {
  const controller = new AbortController();
  const onClose = (): void => {
    if (response.writableFinished) return;
    controller.abort(refusal(394, "QUERY_WAS_CANCELLED", 499, "The caller has hung up"));
    // It may have ended by itself meanwhile; then there is nothing to kill.
    database.kill(queryId).catch(() => undefined);
  };
  response.once("close", onClose);
  return { signal: controller.signal, done: () => response.off("close", onClose) };
}

function decoded(request: IncomingMessage): Readable {
  const encoding = request.headers["content-encoding"];
  if (encoding === undefined || encoding === "identity") return request;
  if (encoding !== "gzip") {
    throw refusal(432, "UNKNOWN_COMPRESSION_METHOD", 415, `Content-Encoding ${encoding} is not supported; send gzip`);
  }
  const plain = createGunzip();
  request.on("error", (error) => plain.destroy(error));
  return request.pipe(plain);
}

async function readText(body: Readable): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of body as AsyncIterable<Buffer>) {
    size += chunk.byteLength;
    if (size > MAX_STATEMENT_BYTES) {
      throw refusal(62, "SYNTAX_ERROR", 413, `A statement may have ${MAX_STATEMENT_BYTES} bytes`);
    }
    chunks.push(chunk);
  }
  return Buffer.concat(chunks, size).toString();
}

function isAuthorised(request: IncomingMessage, url: URL, { username, password }: EndpointOptions): boolean {
  const header = request.headers.authorization ?? "";
  const [given, secret] = header.startsWith("Basic ")
    ? splitOnce(Buffer.from(header.slice("Basic ".length), "base64").toString())
    : [
        String(request.headers["x-clickhouse-user"] ?? url.searchParams.get("user") ?? ""),
        String(request.headers["x-clickhouse-key"] ?? url.searchParams.get("password") ?? ""),
      ];
  return isSame(given, username) && isSame(secret, password);
}

function splitOnce(text: string): [string, string] {
  const colon = text.indexOf(":");
  return colon < 0 ? [text, ""] : [text.slice(0, colon), text.slice(colon + 1)];
}

/** By digests: equal length, and no time that depends on the content. */
function isSame(a: string, b: string): boolean {
  const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(a), digest(b));
}
