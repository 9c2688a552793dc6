import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { FastifyInstance } from "fastify";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { openKeyStore } from "../access/key-store.ts";
import type { KeyStore } from "../access/key-store.ts";
import { openSessions } from "../access/sessions.ts";
import type { Sessions } from "../access/sessions.ts";
import { createTailHub } from "../tail/hub.ts";
import { createApp } from "./app.ts";
import { MAX_BODY_BYTES, MAX_SEARCH_EVENTS, MAX_UNPACKED_BODY_BYTES } from "./limits.ts";
import type { IngestDoor, Rooms, SearchDoor } from "./rooms.ts";

const ADMIN = "the-admin-key-of-this-test";
const LINE = '{"seq":1,"id":"a","price":1.10}';

let dir: string;
let app: FastifyInstance;
let keys: KeyStore;
let sessions: Sessions;
let taken: { text: string; format: string; idempotencyKey: string | undefined }[];
let asked: unknown[];
let reported: string[];

beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), "daybook-http-"));
  taken = [];
  asked = [];
  reported = [];
  keys = openKeyStore(join(dir, "keys"), { adminKey: ADMIN, nowMs: Date.now });
  sessions = openSessions(join(dir, "state"), Date.now);
  app = await createApp({ rooms: rooms(), allowedHosts: ["logs.example"] });
  await app.ready();
});
afterEach(async () => {
  await app.close();
  rmSync(dir, { recursive: true });
});

function rooms(): Rooms {
  const ingest: IngestDoor = {
    accept(body, format, options) {
      taken.push({ text: body.toString(), format, idempotencyKey: options.idempotencyKey });
      const bad = body.includes("bad");
      const rejected = bad ? [{ line: 1, code: "DAYBOOK_INGEST_INVALID_JSON" as const, reason: "no" }] : [];
      return Promise.resolve({
        accepted: bad ? 0 : 1,
        duplicates: 0,
        rejected,
        first_seq: bad ? null : 1,
        last_seq: bad ? null : 1,
      });
    },
  };
  const store: SearchDoor = {
    searchableSeq: 1,
    waitSearchable: () => Promise.resolve(true),
    search(request) {
      asked.push(request);
      if (request.query === "boom") return Promise.reject(new Error("engine secret"));
      return Promise.resolve({ lines: [LINE], total: null, next_cursor: null, as_of_seq: 1 });
    },
    getById: (id) => Promise.resolve(id === "a" ? LINE : undefined),
    context: () => Promise.resolve({ before: [], event: LINE, after: [LINE] }),
    stats: () => Promise.reject(new Error("not asked here")),
    histogram: () => Promise.reject(new Error("not asked here")),
    facets(request) {
      asked.push(request);
      return Promise.resolve({ facets: [], as_of_seq: 1 });
    },
  };
  const silent = { durableSeq: 0, read: () => Promise.resolve(undefined), onDurable: () => () => {} };
  return {
    version: "0.0.0-test",
    ingest,
    store,
    tail: createTailHub(silent),
    keys,
    sessions,
    views: { list: () => [], save: () => Promise.reject(new Error("unused")), remove: () => Promise.resolve(false) },
    audit: undefined,
    erasure: undefined,
    reports: {} as Rooms["reports"],
    admin: {
      status: () => Promise.reject(new Error("unused")),
      startBackup: () => ({ id: "j", kind: "backup", state: "running", progress: 0, message: "", result: null }),
      startRebuild: () => ({ id: "j", kind: "rebuild", state: "running", progress: 0, message: "", result: null }),
      job: () => undefined,
    },
    notReady: () => "the engine is starting",
    metricsText: () => Promise.resolve("daybook_up 1\n"),
    compileQuery: () => () => true,
    publicUrl: () => "http://127.0.0.1:8002",
    report: (_error, where) => reported.push(where),
  };
}

const bearer = { authorization: `Bearer ${ADMIN}` };

describe("who may", () => {
  it("opens health and version without a key, nothing else", async () => {
    for (const url of ["/healthz", "/version", "/openapi.json"])
      expect((await app.inject(url)).statusCode, url).toBe(200);
    expect((await app.inject("/readyz")).json()).toEqual({ status: "not ready", reason: "the engine is starting" });
    const closed = [
      "/logs/search",
      "/logs/a",
      "/logs/stats",
      "/metrics",
      "/views",
      "/admin/status",
      "/session",
      "/logs/facets",
    ];
    for (const url of closed) {
      const reply = await app.inject(url);
      expect(reply.statusCode, url).toBe(401);
      expect(reply.headers["content-type"]).toContain("application/problem+json");
      expect(reply.json()).toMatchObject({ code: "DAYBOOK_ACCESS_UNAUTHENTICATED", status: 401 });
      expect(reply.headers["www-authenticate"]).toContain("Bearer");
    }
  });

  it("lets nobody through any other route without a key", async () => {
    const spec = (await app.inject("/openapi.json")).json<{ paths: Record<string, Record<string, unknown>> }>();
    expect(Object.keys(spec.paths)).toContain("/logs/search");
    for (const [path, methods] of Object.entries(spec.paths)) {
      for (const method of Object.keys(methods)) {
        const url = path.replace("{id}", "x").replace("{name}", "x");
        const reply = await app.inject({ method: method.toUpperCase() as "GET", url });
        const open = /^(?:GET \/(?:healthz|readyz|version)|(?:POST|DELETE) \/session)$/.test(
          `${method.toUpperCase()} ${path}`,
        );
        expect(reply.statusCode === 401, `${method} ${path}: ${reply.statusCode}`).toBe(!open);
      }
    }
  });

  it("takes a key as Bearer, Basic and ApiKey", async () => {
    const basic = Buffer.from(`anyone:${ADMIN}`).toString("base64");
    const apiKey = Buffer.from(`id:${ADMIN}`).toString("base64");
    for (const authorization of [`Bearer ${ADMIN}`, `Basic ${basic}`, `ApiKey ${apiKey}`, `bearer ${ADMIN}`]) {
      expect((await app.inject({ url: "/views", headers: { authorization } })).statusCode, authorization).toBe(200);
    }
    for (const authorization of ["Bearer", "Bearer ", "Digest x", `Bearer ${ADMIN}x`, "Basic !", ""]) {
      expect((await app.inject({ url: "/views", headers: { authorization } })).statusCode, authorization).toBe(401);
    }
  });

  it("keeps roles apart", async () => {
    const ingestKey = keys.create("ingest", "bot").key;
    const readerKey = keys.create("read_only", "eve").key;
    const as = (key: string) => ({ authorization: `Bearer ${key}` });
    expect((await app.inject({ url: "/logs/search", headers: as(ingestKey) })).json()).toMatchObject({
      code: "DAYBOOK_ACCESS_FORBIDDEN",
    });
    expect((await app.inject({ method: "POST", url: "/logs", payload: "{}", headers: as(readerKey) })).statusCode).toBe(
      403,
    );
    expect((await app.inject({ method: "POST", url: "/admin/signin", headers: as(readerKey) })).statusCode).toBe(403);
    expect((await app.inject({ method: "POST", url: "/logs", payload: "{}", headers: as(ingestKey) })).statusCode).toBe(
      202,
    );
  });

  it("signs the page in once, by a cookie that scripts and other sites cannot use", async () => {
    const { url } = (await app.inject({ method: "POST", url: "/admin/signin", headers: bearer })).json<{
      url: string;
    }>();
    const code = url.split("#signin=")[1];
    const reply = await app.inject({ method: "POST", url: "/session", payload: { code } });
    expect(reply.json()).toEqual({ role: "admin" });
    expect(reply.headers["set-cookie"]).toMatch(/HttpOnly.*SameSite=Strict|SameSite=Strict.*HttpOnly/);
    const token = reply.cookies[0]?.value ?? "";
    const cookies = { daybook_session: token };
    expect((await app.inject({ url: "/session", cookies })).json()).toEqual({ role: "admin" });
    expect((await app.inject({ method: "POST", url: "/session", payload: { code } })).json()).toMatchObject({
      code: "DAYBOOK_ACCESS_SIGN_IN_CODE",
    });
    await app.inject({ method: "DELETE", url: "/session", cookies });
    expect((await app.inject({ url: "/session", cookies })).statusCode).toBe(401);
  });

  it("refuses foreign hosts and origins", async () => {
    const at = (host: string, origin?: string) =>
      app.inject({ url: "/views", headers: { ...bearer, host, ...(origin === undefined ? {} : { origin }) } });
    for (const host of [
      "127.0.0.1:8002",
      "localhost:1",
      "[::1]:8002",
      "logs.example",
      "LOGS.example:443",
      "10.0.0.7:8002",
    ]) {
      expect((await at(host)).statusCode, host).toBe(200);
    }
    for (const host of ["evil.example", "127.0.0.1.evil.example", "localhost.evil.example:8002"]) {
      expect((await at(host)).statusCode, host).toBe(421);
    }
    expect((await at("localhost:8002", "http://localhost:8002")).statusCode).toBe(200);
    for (const origin of ["http://evil.example", "http://localhost:9000", "null", "nonsense"]) {
      expect((await at("localhost:8002", origin)).statusCode, origin).toBe(403);
    }
  });
});

describe("POST /logs", () => {
  const post = (payload: string | Buffer, headers: Record<string, string> = {}) =>
    app.inject({ method: "POST", url: "/logs", payload, headers: { ...bearer, ...headers } });

  it("tells NDJSON from JSON by type, else by its look", async () => {
    await post('{"a":1}', { "content-type": "application/json" });
    await post('{"a":1}\n{"a":2}\n', { "content-type": "application/x-ndjson; charset=utf-8" });
    await post('{"a":1}\n{"a":2}\n', { "content-type": "application/x-www-form-urlencoded" });
    await post('{\n "a": 1\n}\n', { "content-type": "text/plain" });
    await post('{"a":1}\n');
    expect(taken.map(({ format }) => format)).toEqual(["json", "ndjson", "ndjson", "json", "json"]);
  });

  it("unpacks gzip, several members too, and refuses bombs and damage", async () => {
    const two = Buffer.concat([gzipSync("{}\n"), gzipSync("{}\n")]);
    expect((await post(two, { "content-encoding": "gzip" })).statusCode).toBe(202);
    expect(taken[0]?.text).toBe("{}\n{}\n");
    const bomb = await post(gzipSync(Buffer.alloc(MAX_UNPACKED_BODY_BYTES + 1)), { "content-encoding": "gzip" });
    expect(bomb.json()).toMatchObject({ code: "DAYBOOK_HTTP_BODY_TOO_LARGE", limit: MAX_UNPACKED_BODY_BYTES });
    const damaged = await post(gzipSync("{}".repeat(100)).subarray(0, 20), { "content-encoding": "gzip" });
    expect(damaged.json()).toMatchObject({ code: "DAYBOOK_HTTP_ENCODING", status: 415 });
    expect((await post("{}", { "content-encoding": "br" })).statusCode).toBe(415);
  });

  it("names the limit of a body, refuses an empty one", async () => {
    const reply = await post(Buffer.alloc(MAX_BODY_BYTES + 1));
    expect(reply.json()).toMatchObject({ code: "DAYBOOK_HTTP_BODY_TOO_LARGE", limit: MAX_BODY_BYTES });
    expect((await post("")).json()).toMatchObject({ code: "DAYBOOK_HTTP_INVALID" });
  });

  it("answers 400 when nothing was taken", async () => {
    expect((await post("bad")).statusCode).toBe(400);
  });

  it("hands the Idempotency-Key on", async () => {
    await post("{}", { "idempotency-key": "k1" });
    expect(taken[0]?.idempotencyKey).toBe("k1");
  });
});

describe("search", () => {
  it("sends exact lines", async () => {
    const reply = await app.inject({ url: "/logs/search?query=x&limit=5", headers: bearer });
    expect(reply.body).toMatch(/^\{"events":\[\{"seq":1,"id":"a","price":1\.10\}\],"total":null,/);
    expect((await app.inject({ url: "/logs/a", headers: bearer })).body).toBe(LINE);
    expect((await app.inject({ url: "/logs/b", headers: bearer })).json()).toMatchObject({
      code: "DAYBOOK_HTTP_NOT_FOUND",
    });
    expect((await app.inject({ url: "/logs/a/context", headers: bearer })).body).toBe(
      `{"before":[],"event":${LINE},"after":[${LINE}]}`,
    );
  });

  it("counts exactly when no events are asked for", async () => {
    await app.inject({ url: "/logs/search?limit=0", headers: bearer });
    await app.inject({ method: "POST", url: "/logs/search", headers: bearer, payload: { limit: 1 } });
    expect(asked).toMatchObject([
      { limit: 0, total: "exact" },
      { limit: 1, total: "none" },
    ]);
  });

  it("names the wrong parameter and its bound", async () => {
    const reply = await app.inject({ url: `/logs/search?limit=${MAX_SEARCH_EVENTS + 1}`, headers: bearer });
    expect(reply.json()).toMatchObject({ code: "DAYBOOK_HTTP_INVALID", detail: expect.stringMatching(/limit.*1000/) });
  });

  it("reads facet fields as a list", async () => {
    await app.inject({ url: "/logs/facets?fields=level, data.endpoint&limit=3", headers: bearer });
    await app.inject({
      method: "POST",
      url: "/logs/facets",
      headers: bearer,
      payload: { fields: "level", query: "x" },
    });
    expect(asked).toEqual([
      { fields: ["level", "data.endpoint"], limit: 3 },
      { query: "x", fields: ["level"], limit: 20 },
    ]);
  });

  it("tells callers nothing of an unexpected error and us everything", async () => {
    const reply = await app.inject({ url: "/logs/search?query=boom", headers: bearer });
    expect(reply.json()).toMatchObject({ code: "DAYBOOK_HTTP_INTERNAL" });
    expect(reply.body).not.toContain("secret");
    expect(reported).toEqual(["GET /logs/search?query=boom"]);
  });
});

it("answers unknown addresses with a problem and safe headers", async () => {
  const reply = await app.inject({ url: "/nothing", headers: bearer });
  expect(reply.json()).toMatchObject({ code: "DAYBOOK_HTTP_NOT_FOUND", status: 404 });
  expect(reply.headers["x-content-type-options"]).toBe("nosniff");
  expect(reply.headers["content-security-policy"]).toContain("default-src 'self'");
});
