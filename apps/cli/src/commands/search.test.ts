import { expect, test } from "vitest";
import { ADMIN_KEY, FakeDaybook } from "../test-support/fake-daybook.ts";
import { createTestHost, runIn, type CliResult } from "../test-support/test-host.ts";

async function startFake(lines: number): Promise<FakeDaybook> {
  const fake = await new FakeDaybook().start();
  for (let i = 1; i <= lines; i++)
    fake.add(
      `{"timestamp":"2024-01-15T10:30:45.${String(i).padStart(6, "0")}Z","level":"INFO","service":"s","event_type":"log","message":"m ${i}","price":1.50}`,
    );
  return fake;
}

function search(fake: FakeDaybook, ...argv: string[]): Promise<CliResult> {
  return runIn(createTestHost({ env: { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY } }), "search", ...argv);
}

test("--json gives the stored lines byte for byte, newest first, over pages", async () => {
  await using fake = await startFake(2_500);
  const { code, out } = await search(fake, "--json", "--limit", "2200");
  expect(code).toBe(0);
  expect(out.split("\n").slice(0, -1)).toEqual(fake.lines.toReversed().slice(0, 2_200));
  expect(fake.queries.map((query) => query.get("limit"))).toEqual(["1000", "1000", "200"]);
});

test("--limit all goes to the end", async () => {
  await using fake = await startFake(1_001);
  const { out } = await search(fake, "--json", "--limit", "all", "--order", "asc");
  expect(out).toBe(fake.lines.map((line) => `${line}\n`).join(""));
});

test("for people: day, level, service, type, message, key fields", async () => {
  await using fake = await startFake(1);
  const { out } = await search(fake, "--utc");
  expect(out).toBe("2024-01-15 10:30:45.000Z INFO            s log m 1 price=1.5\n");
});

test("--csv has a header and the fields that were asked for", async () => {
  await using fake = await new FakeDaybook().start();
  fake.add('{"level":"INFO","message":"a, \\"b\\"","data":{"x":{"y":1},"z":[1]}}');
  const { out } = await search(fake, "--csv", "seq,message,data.x.y,data.z,price");
  expect(out).toBe('seq,message,data.x.y,data.z,price\r\n1,"a, ""b""",1,[1],\r\n');
});

test("--limit 0 counts", async () => {
  await using fake = await startFake(3);
  expect(await search(fake, "-n", "0")).toMatchObject({ code: 0, out: "3\n" });
  expect(await search(fake, "-n", "0", "--json")).toMatchObject({ out: '{"total":3}\n' });
});

test("--total counts beside the events", async () => {
  await using fake = await startFake(3);
  expect(await search(fake, "--total", "-n", "1")).toMatchObject({ err: "3 in total\n" });
});

test("words, flags and times become one request", async () => {
  await using fake = await startFake(1);
  await search(
    fake,
    "kraken",
    "timeout",
    "--service",
    "a,b",
    "--level",
    "warn",
    "--event-type",
    'x"y',
    "--start",
    "15m",
    "--end",
    "2024-01-15",
  );
  expect(Object.fromEntries(fake.queries[0] ?? [])).toEqual({
    query: '(kraken timeout) AND service:("a" OR "b") AND event_type:"x\\"y" AND level:>=WARNING',
    start_time: "now-15m",
    end_time: "2024-01-15T00:00:00Z",
    order: "desc",
    limit: "100",
  });
});

test("nothing found is no failure", async () => {
  await using fake = await startFake(1);
  expect(await search(fake, "absent")).toEqual({ code: 0, out: "", err: "Nothing matches.\n" });
});

test("a query that cannot be read is shown with its position", async () => {
  await using fake = await startFake(1);
  const { code, err } = await search(fake, "bad(");
  expect(code).toBe(2);
  expect(err).toBe(
    "daybook: a bracket is not closed\n  bad(\n     ^\n  next: Mend DAYBOOK_QUERY_SYNTAX.\n  code: DAYBOOK_QUERY_SYNTAX\n",
  );
  const asJson = await search(fake, "bad(", "--json");
  expect(JSON.parse(asJson.err)).toEqual({
    error: {
      code: "DAYBOOK_QUERY_SYNTAX",
      detail: "a bracket is not closed",
      hint: "Mend DAYBOOK_QUERY_SYNTAX.",
      position: 3,
      exit_code: 2,
    },
  });
});

test.each([
  [["--limit", "x"], "whole number"],
  [["--start", "yesterday"], "24h"],
  [["--level", "LOUD"], "CRITICAL"],
  [["--json", "--csv"], "--json and --csv"],
  [["--csv", "nofield"], "nofield is not a field"],
  [["--order", "up"], "asc, desc"],
  [["--serch"], "unknown option"],
  [["--url", "localhost"], "--url localhost is not an address"],
])("%j says %j", async (argv, text) => {
  await using fake = await startFake(0);
  const { code, err } = await search(fake, ...argv);
  expect(err).toContain(text);
  expect(code).toBe(2);
});
