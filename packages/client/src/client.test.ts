import { describe, expect, test } from "vitest";
import { createClient } from "./client.ts";
import { RequestError } from "./request-error.ts";
import { problem, startFakeServer } from "./test-support/fake-server.ts";

const EMPTY_PAGE = { events: [], total: null, next_cursor: null, as_of_seq: 7, took_ms: 1 };

describe("ingest", () => {
  test("sends objects as NDJSON with the key, bigints as text", async () => {
    const reply = { accepted: 2, duplicates: 0, rejected: [], first_seq: 1, last_seq: 2 };
    await using fake = await startFakeServer({ "POST /logs": () => ({ status: 202, body: reply }) });
    const client = createClient({ baseUrl: fake.url, key: "k1" });
    expect(await client.ingest([{ a: 1 }, { b: 2n ** 70n }], { idempotencyKey: "once" })).toEqual(reply);
    expect(fake.calls[0]).toMatchObject({ body: '{"a":1}\n{"b":"1180591620717411303424"}' });
    expect(fake.calls[0]?.headers).toMatchObject({
      authorization: "Bearer k1",
      "content-type": "application/x-ndjson",
      "idempotency-key": "once",
    });
  });

  test("lists the refused lines also when all were refused", async () => {
    const reply = { accepted: 0, rejected: [{ line: 1, code: "DAYBOOK_INGEST_INVALID_JSON", reason: "x" }] };
    await using fake = await startFakeServer({ "POST /logs": () => ({ status: 400, body: reply }) });
    const answer = await createClient({ baseUrl: fake.url }).ingest("nonsense");
    expect(answer).toEqual({ ...reply, duplicates: 0, first_seq: null, last_seq: null });
  });

  test("a 400 that is a problem is an error", async () => {
    await using fake = await startFakeServer({ "POST /logs": () => problem(400, "DAYBOOK_X") });
    await expect(createClient({ baseUrl: fake.url }).ingest("x")).rejects.toMatchObject({
      code: "DAYBOOK_X",
      hint: "H",
    });
  });

  test("an answer without counts is not taken for success", async () => {
    await using fake = await startFakeServer({ "POST /logs": () => ({ status: 202, body: { ok: true } }) });
    await expect(createClient({ baseUrl: fake.url }).ingest("{}")).rejects.toMatchObject({
      code: "DAYBOOK_CLIENT_BAD_REPLY",
    });
  });
});

describe("search", () => {
  test("leaves absent fields out of the address", async () => {
    await using fake = await startFakeServer({ "GET /logs/search": () => ({ body: EMPTY_PAGE }) });
    await createClient({ baseUrl: `${fake.url}/` }).search({ query: "a b&c", limit: 0 });
    expect(Object.fromEntries(fake.calls[0]?.query ?? [])).toEqual({ query: "a b&c", limit: "0" });
  });

  test("a long query travels in a body", async () => {
    await using fake = await startFakeServer({ "POST /logs/search": () => ({ body: EMPTY_PAGE }) });
    const request = { query: "x".repeat(5_000), order: "asc" as const };
    await createClient({ baseUrl: fake.url }).search(request);
    expect(JSON.parse(fake.calls[0]?.body ?? "")).toEqual(request);
  });

  test("pages follow the cursor to its end, and no further than is read", async () => {
    await using fake = await startFakeServer({
      "GET /logs/search": ({ query }) => {
        const page = Number(query.get("cursor") ?? 0);
        return { body: { ...EMPTY_PAGE, took_ms: page, next_cursor: page === 2 ? null : String(page + 1) } };
      },
    });
    const client = createClient({ baseUrl: fake.url });
    const pages: number[] = [];
    for await (const page of client.searchPages({ query: "q" })) pages.push(page.took_ms);
    expect(pages).toEqual([0, 1, 2]);
    expect(fake.calls.every((call) => call.query.get("query") === "q")).toBe(true);
    for await (const page of client.searchPages({})) if (page.took_ms === 0) break;
    expect(fake.calls).toHaveLength(4);
  });

  test("a cursor that does not move is an error, not an endless loop", async () => {
    await using fake = await startFakeServer({
      "GET /logs/search": () => ({ body: { ...EMPTY_PAGE, next_cursor: "c" } }),
    });
    const client = createClient({ baseUrl: fake.url });
    const readAll = async (): Promise<void> => {
      for await (const page of client.searchPages({})) expect(page.next_cursor).toBe("c");
    };
    await expect(readAll()).rejects.toMatchObject({ code: "DAYBOOK_CLIENT_BAD_REPLY" });
    expect(fake.calls).toHaveLength(2);
  });
});

describe("failures", () => {
  test("a problem document keeps its code, hint and position", async () => {
    await using fake = await startFakeServer({
      "GET /logs/search": () => problem(400, "DAYBOOK_QUERY_SYNTAX", { position: 5 }),
    });
    const error = await createClient({ baseUrl: fake.url })
      .search({ query: "a AND" })
      .catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(RequestError);
    expect(error).toMatchObject({ code: "DAYBOOK_QUERY_SYNTAX", status: 400, detail: "D", hint: "H", position: 5 });
    expect(error).toMatchObject({ isTransient: false, isNetwork: false, isRefused: false });
  });

  test("Retry-After is read, and busy is transient", async () => {
    await using fake = await startFakeServer({
      "GET /version": () => ({ ...problem(429, "DAYBOOK_BUSY"), headers: { "retry-after": "3" } }),
    });
    const call = createClient({ baseUrl: fake.url }).version();
    await expect(call).rejects.toMatchObject({ isTransient: true, retryAfterSeconds: 3 });
  });

  test("a proxy's page is named as such", async () => {
    await using fake = await startFakeServer({ "GET /version": () => ({ status: 502, body: "<html>Bad gateway" }) });
    await expect(createClient({ baseUrl: fake.url }).version()).rejects.toMatchObject({
      code: "DAYBOOK_CLIENT_BAD_REPLY",
      status: 502,
      detail: "The server answered 502 without a problem document: <html>Bad gateway",
    });
  });

  test("200 that is not JSON is named as such", async () => {
    await using fake = await startFakeServer({ "GET /version": () => ({ body: "<html>" }) });
    await expect(createClient({ baseUrl: fake.url }).version()).rejects.toMatchObject({
      code: "DAYBOOK_CLIENT_BAD_REPLY",
    });
  });

  test("nobody listening, and a cut connection, are unreachable", async () => {
    const fake = await startFakeServer({ "GET /version": () => ({ body: "cut" }) });
    const client = createClient({ baseUrl: fake.url });
    await expect(client.version()).rejects.toMatchObject({ code: "DAYBOOK_CLIENT_UNREACHABLE", status: 0 });
    await fake[Symbol.asyncDispose]();
    await expect(client.version()).rejects.toMatchObject({
      code: "DAYBOOK_CLIENT_UNREACHABLE",
      isNetwork: true,
      message: expect.stringContaining("ECONNREFUSED"),
    });
  });

  test("no answer in time is a timeout; the caller's own abort is the caller's reason", async () => {
    await using fake = await startFakeServer({ "POST /logs": () => ({ body: "never" }) });
    const client = createClient({ baseUrl: fake.url });
    await expect(client.ingest("{}", { timeoutMs: 20 })).rejects.toMatchObject({ code: "DAYBOOK_CLIENT_TIMEOUT" });
    const own = new Error("page left");
    await expect(client.ingest("{}", { signal: AbortSignal.abort(own) })).rejects.toBe(own);
  });
});

test("session is undefined for nobody, and other failures are failures", async () => {
  let status = 401;
  await using fake = await startFakeServer({ "GET /session": () => problem(status, "DAYBOOK_ACCESS_X") });
  const client = createClient({ baseUrl: fake.url });
  expect(await client.session()).toBeUndefined();
  status = 500;
  await expect(client.session()).rejects.toMatchObject({ status: 500 });
});

test("ready tells apart not ready and not reached", async () => {
  let ready = true;
  await using fake = await startFakeServer({
    "GET /readyz": () => (ready ? { body: "ok" } : { status: 503, body: { engine: "starting" } }),
  });
  const client = createClient({ baseUrl: fake.url });
  expect(await client.ready()).toEqual({ ready: true, detail: "ok" });
  ready = false;
  expect(await client.ready()).toEqual({ ready: false, detail: { engine: "starting" } });
});

test("the other calls use the agreed addresses, with parts of them encoded", async () => {
  const ok = () => ({ body: {} });
  await using fake = await startFakeServer({
    "GET /logs/a%2Fb": ok,
    "GET /logs/a%2Fb/context": ok,
    "GET /logs/stats": ok,
    "GET /logs/histogram": ok,
    "GET /logs/facets": ok,
    "GET /views": () => ({ body: [] }),
    "PUT /views/my%20view": ok,
    "DELETE /views/my%20view": () => ({ status: 204 }),
    "POST /session": () => ({ body: { role: "admin" } }),
    "DELETE /session": () => ({ status: 204 }),
    "GET /admin/status": ok,
    "POST /admin/backup": ok,
    "POST /admin/rebuild": ok,
    "GET /admin/jobs/7": ok,
    "POST /admin/keys": ok,
    "GET /admin/keys": () => ({ body: { keys: [] } }),
    "DELETE /admin/keys/k1": () => ({ status: 204 }),
    "POST /admin/signin": ok,
  });
  const client = createClient({ baseUrl: fake.url });
  expect(await client.getEventText("a/b")).toBe("{}");
  await client.getEvent("a/b");
  await client.context("a/b", { before: 2, scope: "all" });
  await client.stats("24h");
  await client.histogram({ buckets: 10 });
  await client.facets({ fields: ["level", "data.x"], limit: 3 });
  expect(await client.listViews()).toEqual([]);
  await client.saveView("my view", "q=1");
  await client.deleteView("my view");
  expect(await client.signIn("c0de")).toEqual({ role: "admin" });
  expect(await client.signInWithKey("dbk_k")).toEqual({ role: "admin" });
  await client.signOut();
  await client.status();
  await client.admin.backup("/b");
  await client.admin.rebuild();
  await client.admin.job("7");
  await client.admin.createKey("ingest", "bot");
  expect(await client.admin.listKeys()).toEqual([]);
  await client.admin.revokeKey("k1");
  await client.admin.createSignIn();
  const addresses = fake.calls.map((call) => `${call.path}?${call.query.toString()} ${call.body}`);
  expect(addresses).toMatchInlineSnapshot(`
    [
      "/logs/a%2Fb? ",
      "/logs/a%2Fb? ",
      "/logs/a%2Fb/context?before=2&scope=all ",
      "/logs/stats?range=24h ",
      "/logs/histogram?buckets=10 ",
      "/logs/facets?limit=3&fields=level%2Cdata.x ",
      "/views? ",
      "/views/my%20view? {"state":"q=1"}",
      "/views/my%20view? ",
      "/session? {"code":"c0de"}",
      "/session? {"key":"dbk_k"}",
      "/session? ",
      "/admin/status? ",
      "/admin/backup? {"dir":"/b"}",
      "/admin/rebuild? {}",
      "/admin/jobs/7? ",
      "/admin/keys? {"role":"ingest","name":"bot"}",
      "/admin/keys? ",
      "/admin/keys/k1? ",
      "/admin/signin? {}",
    ]
  `);
});

test("outside of a page an address is needed", () => {
  expect(() => createClient()).toThrow("baseUrl");
});
