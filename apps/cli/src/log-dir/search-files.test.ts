import { mkdir, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ADMIN_KEY, FakeDaybook } from "../test-support/fake-daybook.ts";
import { encryptField } from "../test-support/encrypt-field.ts";
import { logLine, logText } from "../test-support/log-lines.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn, type CliResult } from "../test-support/test-host.ts";

const KEY = Buffer.alloc(32, 7);
const KEYS = { DAYBOOK_FIELD_KEYS: `k1:${KEY.toString("base64")}` };

interface Scene extends AsyncDisposable {
  path: string;
  put(name: string, content: string | Buffer): Promise<string>;
  search(...argv: string[]): Promise<CliResult>;
}

async function setScene(env: Record<string, string> = {}): Promise<Scene> {
  const dir = await temporaryDir();
  return {
    path: dir.path,
    async put(name, content) {
      await writeFile(join(dir.path, name), content);
      return join(dir.path, name);
    },
    search: (...argv) => runIn(createTestHost({ env }), "search", "--dir", dir.path, ...argv),
    [Symbol.asyncDispose]: () => dir[Symbol.asyncDispose](),
  };
}

const numbersOf = ({ out }: CliResult): number[] =>
  [...out.matchAll(/"message":"event (\d+)"/g)].map(([, n]) => Number(n));

test("newest first over all files, each event once, the exact lines", async () => {
  await using scene = await setScene();
  await scene.put("audit.2026-01-15.001.log.gz", gzipSync(logText(1, 2)));
  await scene.put("audit.log", logText(3, 4));
  await scene.put("trades.log", logText(2, 4));
  const { code, out, err } = await scene.search("--json");
  expect({ code, err }).toEqual({ code: 0, err: "" });
  expect(out).toBe([4, 3, 2, 1].map((n) => `${logLine(n)}\n`).join(""));
  expect(numbersOf(await scene.search("--json", "--order", "asc", "-n", "2"))).toEqual([1, 2]);
  expect(await scene.search("-n", "0")).toMatchObject({ out: "4\n" });
  expect(await scene.search("-n", "0", "--json", "level:INFO")).toMatchObject({ out: '{"total":4}\n' });
  expect(await scene.search("-n", "1", "--total")).toMatchObject({ err: "4 in total\n" });
});

test("words, flags and times mean the same as against a server", async () => {
  await using scene = await setScene();
  await scene.put(
    "a.log",
    [
      logLine(1, { level: "WARNING", symbol: "BTCUSDT" }),
      logLine(2, { level: "DEBUG", service: "other" }),
      logLine(3, { level: "ERROR", data: { n: 5 }, timestamp: "2026-01-15T09:00:00.000000Z" }),
    ].join("\n"),
  );
  const find = async (...argv: string[]): Promise<number[]> => numbersOf(await scene.search("--json", ...argv));
  expect(await find("--level", "warn")).toEqual([1, 3]);
  expect(await find("--service", "other")).toEqual([2]);
  expect(await find("symbol:BTCUSDT", "OR", "data.n:>=5")).toEqual([1, 3]);
  // The host's clock says 10:30.
  expect(await find("--since", "1h")).toEqual([2, 1]);
  expect(await find("--start", "2026-01-15T10:00:00.000002Z")).toEqual([2]);
  expect(await find("--end", "2026-01-15T10:00:00.000002Z")).toEqual([1, 3]);
  expect(await find("timestamp:<now-1h")).toEqual([3]);
});

test("lines of pino and bunyan are read as the collector reads them", async () => {
  await using scene = await setScene();
  await scene.put(
    "pino.ndjson",
    '{"level":50,"time":1768471200000,"pid":1,"hostname":"h","msg":"pool is empty","order_id":"o1"}\n',
  );
  const { out } = await scene.search("level:ERROR", "pool", "order_id:o1", "--utc");
  expect(out).toBe("2026-01-15 10:00:00.000Z ERROR           unknown log pool is empty order_id=o1\n");
});

test("for people and as CSV it is the text that a server's answer gives", async () => {
  await using scene = await setScene();
  await using fake = await new FakeDaybook().start();
  const line = logLine(1, { price: 1.5, quantity: "0.10", data: { x: 1 } }).replace('"price":1.5', '"price":1.50');
  await scene.put("a.log", `${line}\n`);
  fake.add(line.replace('"quantity":"0.10"', '"quantity":0.10'));
  const env = { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY };
  for (const argv of [["--utc"], ["--csv"], ["--csv", "id,price,data.x"]]) {
    const served = await runIn(createTestHost({ env }), "search", ...argv);
    expect(await scene.search(...argv)).toEqual(served);
  }
});

test("torn, wrong and plain lines are named, their neighbours are found", async () => {
  await using scene = await setScene();
  const path = await scene.put(
    "a.log",
    `${logLine(1)}\nnonsense\n{"a":\n[1]\n${logLine(2)}\n${logLine(3).slice(0, 60)}`,
  );
  const { code, out, err } = await scene.search("--json");
  expect(code).toBe(0);
  expect(numbersOf({ code, out, err })).toEqual([2, 1]);
  const told = JSON.parse(err) as { unreadable: { line: number; reason: string }[] };
  expect(told.unreadable.map(({ line }) => line)).toEqual([2, 3, 4, 6]);
  const forPeople = await scene.search();
  expect(forPeople.err).toContain("4 lines are no event and are not shown:");
  expect(forPeople.err).toContain(`${path}:2: plain text, not JSON`);
  expect(forPeople.err).toContain(`${path}:6: torn: `);
  expect(forPeople.err).toContain("daybook import --format text");
});

test("a damaged file is named, and the answer is not whole: exit code 1", async () => {
  await using scene = await setScene();
  await scene.put("a.2026-01-15.001.log.gz", gzipSync(logText(1, 2)).subarray(0, -4));
  const { code, out, err } = await scene.search("--json");
  expect(code).toBe(1);
  expect(numbersOf({ code, out, err })).toEqual([2, 1]);
  expect(err).toContain("the file is cut");
});

test("old files are not read at all, unless their time says nothing", async () => {
  await using scene = await setScene();
  const old = new Date("2026-01-10T00:00:00Z");
  const line = (timestamp: string): string => `${logLine(1, { timestamp })}\nnonsense\n`;
  const honest = await scene.put("a.2026-01-10.001.log", line("2026-01-09T00:00:00.000000Z"));
  const copied = await scene.put("b.2026-01-10.001.log", line("2026-01-15T10:20:00.000000Z"));
  const foreign = await scene.put("c.ndjson", line("2026-01-15T10:25:00.000000Z"));
  for (const path of [honest, copied, foreign]) await utimes(path, old, old);
  const { err, out } = await scene.search("--json", "--since", "1h");
  expect(out.split("\n")).toHaveLength(3);
  expect((JSON.parse(err) as { unreadable: { path: string }[] }).unreadable.map(({ path }) => path).toSorted()).toEqual(
    [copied, foreign],
  );
});

test("a single file, several directories, and what is not there", async () => {
  await using scene = await setScene();
  await mkdir(join(scene.path, "empty"));
  const path = await scene.put("dump.txt", logText(1));
  const run = (...argv: string[]): Promise<CliResult> => runIn(createTestHost(), "search", "--json", ...argv);
  expect(numbersOf(await run("--dir", path))).toEqual([1]);
  await scene.put("a.log", logText(2));
  expect(numbersOf(await run("--dir", path, "--dir", scene.path))).toEqual([2, 1]);
  expect(await run("--dir", join(scene.path, "empty"))).toMatchObject({
    code: 2,
    err: expect.stringContaining("no log file"),
  });
  expect(await run("--dir", join(scene.path, "absent"))).toMatchObject({
    code: 1,
    err: expect.stringContaining("ENOENT"),
  });
  expect(await run("--dir", path, "--url", "http://x")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--url"),
  });
});

test("a query that cannot be read is told as a server tells it", async () => {
  await using scene = await setScene();
  await scene.put("a.log", logText(1));
  const { code, err } = await scene.search("bad(", "--json");
  expect(code).toBe(2);
  expect(JSON.parse(err)).toMatchObject({ error: { code: "DAYBOOK_QUERY_SYNTAX", position: 3 } });
  expect((await scene.search("bad(")).err).toContain("  bad(\n     ^\n");
});

test("with a key encrypted fields are searched, shown and written out", async () => {
  await using scene = await setScene(KEYS);
  const fields = { data: { iban: "IBAN", password: "PASS" } };
  const line = logLine(1, fields)
    .replace('"IBAN"', encryptField("iban", '"DE02 1203"', "k1", KEY))
    .replace('"PASS"', encryptField("password", '"hunter2"', "k1", KEY));
  const other = logLine(2, { data: { pin: "PIN" } }).replace('"PIN"', encryptField("pin", "1", "k2", KEY));
  const path = await scene.put("a.log", `${line}\n${other}\n`);
  expect(await scene.search("data.iban:DE02*")).toMatchObject({ code: 0, out: "" });
  const opened = await scene.search("data.iban:DE02*", "--decrypt", "--json");
  expect(opened.out).toBe(`${logLine(1, { data: { iban: "DE02 1203", password: "hunter2" } })}\n`);
  expect(opened.code).toBe(1);
  expect(JSON.parse(opened.err)).toMatchObject({
    closed_count: 1,
    closed: [{ place: `${path}:2`, name: "pin", reason: 'the key "k2" is not at hand' }],
  });
  expect((await scene.search("data.iban:DE02*", "--decrypt", "--full")).out).toContain("data.password=hunter2");
  const without = await runIn(createTestHost(), "search", "--dir", scene.path, "--decrypt");
  expect(without).toMatchObject({ code: 2, err: expect.stringContaining("--key-file") });
  expect(await runIn(createTestHost(), "search", "--decrypt")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--dir"),
  });
});
