import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { ClickHouseLogLevel, createClient } from "@clickhouse/client";
import type { ClickHouseClient } from "@clickhouse/client";
import { afterAll, beforeAll, expect, it } from "vitest";
import { superviseEngine } from "./supervisor.ts";
import type { EngineHandle } from "./engine-handle.ts";

let dataDir: string;
let engine: EngineHandle;
let client: ClickHouseClient;

function connect(options: Parameters<typeof createClient>[0] = {}): ClickHouseClient {
  return createClient({
    url: engine.url,
    username: engine.username,
    password: engine.password,
    database: "test",
    log: { level: ClickHouseLogLevel.OFF },
    ...options,
  });
}

async function rows<T>(query: string, params: Record<string, unknown> = {}): Promise<T[]> {
  const result = await client.query({ query, query_params: params, format: "JSONEachRow" });
  return result.json<T>() as Promise<T[]>;
}

beforeAll(async () => {
  dataDir = mkdtempSync(join(tmpdir(), "daybook {odd,name}*' engine-"));
  engine = await superviseEngine({ dataDir });
  const first = connect({ database: "default" });
  await first.command({ query: "CREATE DATABASE test" });
  await first.close();
  client = connect();
  await client.command({
    query:
      "CREATE TABLE t (n UInt64, text String) ENGINE = MergeTree ORDER BY n SETTINGS non_replicated_deduplication_window = 100",
  });
});
afterAll(async () => {
  await client.close();
  await engine.stop();
  rmSync(dataDir, { recursive: true, force: true });
});

it("answers pings of both kinds", async () => {
  expect(await client.ping()).toMatchObject({ success: true });
  expect(await client.ping({ select: true })).toMatchObject({ success: true });
});

it("binds parameters of every spelling, and keeps them and settings to their statement", async () => {
  const odd = "q'\"\\\n\t\0;{x:String} -- \u{1F600}";
  expect(
    await rows("SELECT {odd:String} AS odd, {list:Array(String)} AS list", { odd, list: ["it's", "b,c", "d\ne"] }),
  ).toEqual([{ odd, list: ["it's", "b,c", "d\ne"] }]);
  await expect(rows("SELECT {odd:String}")).rejects.toMatchObject({ type: "UNKNOWN_QUERY_PARAMETER" });
  const limited = await client.query({
    query: "SELECT getSetting('max_threads') AS n",
    format: "JSONEachRow",
    clickhouse_settings: { max_threads: 1 },
  });
  expect(await limited.json()).toEqual([{ n: 1 }]);
  await expect(
    client.command({ query: "CREATE DATABASE x", clickhouse_settings: { readonly: "1" } }),
  ).rejects.toMatchObject({ type: "READONLY" });
  await client.command({ query: "CREATE DATABASE x" });
});

it("takes rows by value, by stream, as gzip, as raw bytes, with columns named, and in other formats", async () => {
  await client.insert({ table: "t", values: [{ n: 1, text: "it's;\n" }], format: "JSONEachRow" });
  const zipped = connect({ compression: { request: true, response: true } });
  await zipped.insert({ table: "t", values: Readable.from([{ n: 2, text: "zip" }]), format: "JSONEachRow" });
  await zipped.close();
  const raw = await client.exec({
    query: "INSERT INTO t FORMAT JSONEachRow",
    values: Readable.from([Buffer.from('{"n":3,"text":"raw"}\n{"n":4,"text":"raw"}\n')], { objectMode: false }),
  });
  raw.stream.resume();
  expect(raw.summary).toMatchObject({ written_rows: "2" });
  await client.insert({
    table: "t",
    columns: ["n"],
    values: Readable.from(["5\n"], { objectMode: false }),
    format: "CSV",
  });
  await client.command({ query: "INSERT INTO t VALUES (6, 'inline')" });
  await client.insert({ table: "t", values: [], format: "JSONEachRow" });
  expect(await rows("SELECT * FROM t ORDER BY n")).toEqual([
    { n: 1, text: "it's;\n" },
    { n: 2, text: "zip" },
    { n: 3, text: "raw" },
    { n: 4, text: "raw" },
    { n: 5, text: "" },
    { n: 6, text: "inline" },
  ]);
});

it("knows a repeated insert again by its token", async () => {
  const insert = async (token: string): Promise<void> => {
    const answer = await client.exec({
      query: "INSERT INTO t FORMAT JSONEachRow",
      values: Readable.from([Buffer.from('{"n":100,"text":"once"}\n')], { objectMode: false }),
      clickhouse_settings: { insert_deduplication_token: token },
    });
    answer.stream.resume();
  };
  await insert("a");
  await insert("a");
  await insert("b");
  expect(await rows("SELECT toUInt32(count()) AS count FROM t WHERE n = 100")).toEqual([{ count: 2 }]);
});

it("compresses answers when asked to", async () => {
  const zipped = connect({ compression: { response: true } });
  const answer = await zipped.query({ query: "SELECT number FROM numbers(10000)", format: "CSV" });
  expect(answer.response_headers["content-encoding"]).toBe("gzip");
  expect((await answer.text()).split("\n").length).toBe(10_001);
  await zipped.close();
});

it("gives errors in ClickHouse's words and numbers", async () => {
  await expect(rows("SELECT * FROM nowhere.nothing")).rejects.toMatchObject({ code: "81", type: "UNKNOWN_DATABASE" });
  await expect(rows("SELEC")).rejects.toMatchObject({ code: "62" });
  const bad = Readable.from([Buffer.from('{"n":"x"}\n')], { objectMode: false });
  await expect(client.exec({ query: "INSERT INTO t FORMAT JSONEachRow", values: bad })).rejects.toMatchObject({
    code: "27",
  });
});

it("lets nobody in without the password", async () => {
  for (const [path, headers] of [
    ["/ping", {}],
    ["/?query=SELECT+1", {}],
    ["/?query=SELECT+1&user=daybook&password=wrong", {}],
    ["/?query=SELECT+1", { authorization: `Basic ${Buffer.from("daybook:wrong").toString("base64")}` }],
    ["/?query=SELECT+1", { "x-clickhouse-user": "daybook", "x-clickhouse-key": "" }],
  ] as const) {
    const answer = await fetch(`${engine.url}${path}`, { headers });
    expect([answer.status, answer.headers.get("x-clickhouse-exception-code")]).toEqual([401, "516"]);
    await answer.body?.cancel();
  }
});

it("refuses settings and databases with odd names", async () => {
  const authorization = `Basic ${Buffer.from(`${engine.username}:${engine.password}`).toString("base64")}`;
  for (const odd of ["a%3D1%3Bx=1", "database=x%3BDROP+TABLE+t"]) {
    const answer = await fetch(`${engine.url}/?query=SELECT+1&${odd}`, { headers: { authorization } });
    expect(answer.status).toBe(400);
    await answer.body?.cancel();
  }
});

const SLOW = "SELECT sum(sleepEachRow(0.01)) FROM numbers(3000) SETTINGS max_block_size = 1";

it("ends what takes too long, what is killed, and what nobody waits for any more", async () => {
  await expect(client.query({ query: SLOW, clickhouse_settings: { max_execution_time: 1 } })).rejects.toMatchObject({
    type: "TIMEOUT_EXCEEDED",
  });
  const killed = outcome(client.query({ query: SLOW, query_id: "slow-one" }));
  await running(1);
  // Other statements go on beside it.
  expect(await rows("SELECT 1 AS one")).toEqual([{ one: 1 }]);
  await client.command({ query: "KILL QUERY WHERE query_id = 'slow-one'" });
  expect(await killed).toContain("cancelled");
  const controller = new AbortController();
  const aborted = outcome(client.query({ query: SLOW, abort_signal: controller.signal }));
  await running(1);
  controller.abort();
  expect(await aborted).toContain("aborted");
  await running(0);
}, 30_000);

/** The message of the error; `undefined` when there is none. */
function outcome(work: Promise<unknown>): Promise<string | undefined> {
  return work.then(
    () => undefined,
    (error: Error) => error.message,
  );
}

/** Until so many of the slow statements run. */
async function running(count: number): Promise<void> {
  const sql =
    "SELECT toUInt32(count()) AS count FROM system.processes WHERE query LIKE '%sleepEachRow(0.01)%' AND query NOT LIKE '%processes%'";
  while ((await rows<{ count: number }>(sql))[0]?.count !== count);
}
