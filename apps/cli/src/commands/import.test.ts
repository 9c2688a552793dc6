import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { ADMIN_KEY, FakeDaybook, problem } from "../test-support/fake-daybook.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn, type CliResult, type TestHost } from "../test-support/test-host.ts";

/** Other work may have the machine. */
const PATIENT = { timeout: 20_000, interval: 10 };

interface Scene extends AsyncDisposable {
  fake: FakeDaybook;
  path: string;
  host(): TestHost;
  write(name: string, content: string | Buffer): Promise<void>;
  run(...argv: string[]): Promise<CliResult>;
}

async function setScene(): Promise<Scene> {
  const fake = await new FakeDaybook().start();
  const dir = await temporaryDir();
  const env = { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY };
  const scene: Scene = {
    fake,
    path: dir.path,
    host: () => createTestHost({ env, cwd: dir.path }),
    write: (name, content) => writeFile(join(dir.path, name), content),
    run: (...argv) =>
      runIn(scene.host(), "import", ...argv.map((arg) => (arg.startsWith("f.") ? join(dir.path, arg) : arg))),
    async [Symbol.asyncDispose]() {
      await fake[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
  return scene;
}

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

test("each event carries the file's hash and its line's number; digits stay", async () => {
  await using scene = await setScene();
  const text = '\uFEFF{"price":1.50}\r\n\r\n{"price":0.30000000000000000001,"service":"a"}';
  await scene.write("f.ndjson", text);
  const result = await scene.run("f.ndjson", "--service", "bot");
  expect(result).toMatchObject({ code: 0, out: expect.stringContaining("2 accepted, 0 rejected") });
  expect(scene.fake.bodies).toEqual([
    `{"price":1.50,"producer":"file:${sha256(text)}","producer_seq":1,"service":"bot"}\n` +
      `{"price":0.30000000000000000001,"service":"a","producer":"file:${sha256(text)}","producer_seq":3}\n`,
  ]);
});

test("importing again adds nothing, also as gzip under another name", async () => {
  await using scene = await setScene();
  const text = '{"a":1}\n{"a":2}\n';
  await scene.write("f.one", text);
  await scene.write("f.two.gz", gzipSync(text));
  await scene.run("f.one");
  const again = await scene.run("f.one", "f.two.gz", "--json");
  const results = again.out
    .trim()
    .split("\n")
    .map((line) => JSON.parse(line) as object);
  expect(results).toMatchObject([
    { accepted: 0, duplicates: 2, rejected_count: 0, last_line: 2 },
    { accepted: 0, duplicates: 2 },
  ]);
  expect(again.code).toBe(0);
  expect(scene.fake.lines).toHaveLength(2);
});

test("rejected lines are named by their number in the file, the good ones are kept, and the exit code is 1", async () => {
  await using scene = await setScene();
  const lines = ['{"a":1}', "", "nonsense", `"${"x".repeat(300_000)}"`, '{"level":"LOUD"}', '{"a":2}', '{"a":'];
  await scene.write("f.ndjson", lines.join("\n"));
  const { code, out } = await scene.run("f.ndjson");
  expect(code).toBe(1);
  expect(out).toContain("2 accepted, 4 rejected");
  expect(out.match(/line (\d+):/g)).toEqual(["line 3:", "line 4:", "line 5:", "line 7:"]);
  expect(out).toContain("300,002 bytes; the limit is 262,144");
  expect(out).toContain("DAYBOOK_INGEST_INVALID_JSON");
  const json = await scene.run("f.ndjson", "--json");
  const { rejected } = JSON.parse(json.out) as { rejected: { line: number }[] };
  expect(rejected.map(({ line }) => line)).toEqual([3, 4, 5, 7]);
});

test("batches are sent in order and bounded", async () => {
  await using scene = await setScene();
  const lines = Array.from({ length: 2_500 }, (_, i) => `{"n":${i + 1}}`);
  await scene.write("f.ndjson", lines.join("\n"));
  await scene.run("f.ndjson");
  expect(scene.fake.bodies.map((body) => body.trimEnd().split("\n").length)).toEqual([1_000, 1_000, 500]);
  expect(scene.fake.events.map((event) => event.producer_seq)).toEqual(lines.map((_, i) => i + 1));
});

test("a busy server, a lost answer and a cut connection cost a retry and double nothing", async () => {
  await using scene = await setScene();
  await scene.write("f.ndjson", '{"a":1}\n{"a":2}\n');
  scene.fake.trouble.push(
    problem(429, "DAYBOOK_HTTP_BUSY", "busy", { "retry-after": "2" }),
    "cut",
    problem(503, "DAYBOOK_HTTP_STOPPING", "stopping"),
  );
  const host = scene.host();
  const { code, out, err } = await runIn(host, "import", join(scene.path, "f.ndjson"));
  expect(code).toBe(0);
  expect(out).toContain("0 accepted, 2 already there");
  expect(host.pauses).toHaveLength(3);
  expect(host.pauses[0]).toBe(2_000);
  expect(err).toContain("busy Trying again in 2.0 s.");
  expect(scene.fake.lines).toHaveLength(2);
});

test("a server that is not there is told at once, with exit code 3", async () => {
  await using scene = await setScene();
  await scene.write("f.ndjson", '{"a":1}\n');
  await scene.fake[Symbol.asyncDispose]();
  const host = scene.host();
  const { code, err } = await runIn(host, "import", join(scene.path, "f.ndjson"));
  expect(code).toBe(3);
  expect(err).toContain("daybook start");
  expect(host.pauses).toEqual([]);
});

test("a server that goes away and stays away is waited for a minute", async () => {
  await using scene = await setScene();
  await scene.write("f.ndjson", '{"a":1}\n');
  scene.fake.trouble.push(...Array.from({ length: 1_000 }, () => problem(503, "DAYBOOK_HTTP_STOPPING", "stopping")));
  const host = scene.host();
  const { code, err } = await runIn(host, "import", join(scene.path, "f.ndjson"));
  expect(code).toBe(1);
  expect(err).toContain("next: Mend DAYBOOK_HTTP_STOPPING.");
  expect(host.pauses.reduce((sum, pauseMs) => sum + pauseMs)).toBeGreaterThanOrEqual(60_000);
});

test("a body over the server's limit is halved until it fits", async () => {
  await using scene = await setScene();
  scene.fake.maxLines = 300;
  await scene.write("f.ndjson", Array.from({ length: 1_000 }, (_, i) => (i === 700 ? "bad" : `{"n":${i}}`)).join("\n"));
  const { out } = await scene.run("f.ndjson");
  expect(out).toContain("999 accepted, 1 rejected");
  expect(out).toContain("line 701:");
  expect(scene.fake.bodies).toHaveLength(4);
});

test("a refused key stops at once with exit code 4", async () => {
  await using scene = await setScene();
  await scene.write("f.ndjson", '{"a":1}\n');
  const host = createTestHost({ env: { DAYBOOK_URL: scene.fake.url, DAYBOOK_KEY: "wrong" }, cwd: scene.path });
  const { code } = await runIn(host, "import", join(scene.path, "f.ndjson"));
  expect(code).toBe(4);
  expect(host.pauses).toEqual([]);
});

test("a file of something else is not sent to its end", async () => {
  await using scene = await setScene();
  await scene.write("f.log", "plain text\n".repeat(100_000));
  const { code, out } = await scene.run("f.log");
  expect(code).toBe(1);
  expect(out).toContain("--format text");
  expect(scene.fake.bodies.length).toBeLessThan(50);
  const asText = await scene.run("f.log", "--format", "text");
  expect(asText).toMatchObject({ code: 0, out: expect.stringContaining("100,000 accepted") });
});

test("CSV with a mapping", async () => {
  await using scene = await setScene();
  await scene.write("f.csv", 'Date;Pair;Qty;Note\n2024-01-15 10:30:45;BTCUSDT;0.00100000;"a\nb"\nshort;row\n');
  const { code, out } = await scene.run(
    "f.csv",
    "--map",
    "Date=timestamp,Pair=symbol",
    "--map",
    "Qty=quantity",
    "--event-type",
    "order_filled",
  );
  expect(code).toBe(1);
  expect(out).toContain("1 accepted, 1 rejected");
  expect(out).toContain("line 4: the record has 2 cells, the header has 4");
  expect(scene.fake.events).toMatchObject([
    {
      timestamp: "2024-01-15 10:30:45",
      symbol: "BTCUSDT",
      quantity: "0.00100000",
      data: { Note: "a\nb" },
      event_type: "order_filled",
      producer_seq: 2,
    },
  ]);
});

test("--dry-run shows events and sends nothing", async () => {
  await using scene = await setScene();
  await scene.write("f.csv", "message,price\nhello,1.50\n");
  const { out } = await scene.run("f.csv", "--dry-run");
  expect(JSON.parse(out)).toMatchObject({ message: "hello", price: "1.50", producer_seq: 2 });
  expect(scene.fake.bodies).toEqual([]);
});

test("cut gzip: what can be read is imported, and said", async () => {
  await using scene = await setScene();
  const bytes = gzipSync(Array.from({ length: 5_000 }, (_, i) => `{"n":${i * 7919}}\n`).join(""));
  await scene.write("f.gz", bytes.subarray(0, bytes.length >> 1));
  const { code, out } = await scene.run("f.gz");
  expect(code).toBe(1);
  expect(out).toContain("end too early");
  expect(scene.fake.lines.length).toBeGreaterThan(1_000);
});

test.each([
  [["f.none"], "ENOENT", 1],
  [["-"], "daybook send", 2],
  [["f.json"], "jq -c", 2],
  [["f.latin1.csv"], "iconv", 2],
  [["f.json", "--map", "a"], "--map", 2],
  [["f.json", "--level", "LOUD"], "CRITICAL", 2],
  [["f.json", "--format", "xml"], "ndjson, csv, text", 2],
  [["f.latin1.csv", "--delimiter", "ab"], "--delimiter", 2],
  [[], "file", 2],
])("%j says %j", async (argv, text, exitCode) => {
  await using scene = await setScene();
  await scene.write("f.json", '[\n{"a":1}\n]');
  await scene.write("f.latin1.csv", Buffer.from("message\ncaf\xe9\n", "latin1"));
  const { code, err } = await scene.run(...argv);
  expect(err).toContain(text);
  expect(code).toBe(exitCode);
});

test("Ctrl-C ends after the batch under way; what was kept is told", async () => {
  await using scene = await setScene();
  await scene.write("f.ndjson", Array.from({ length: 200_000 }, (_, i) => `{"n":${i}}`).join("\n"));
  const host = scene.host();
  const running = runIn(host, "import", join(scene.path, "f.ndjson"));
  await expect.poll(() => scene.fake.bodies.length, PATIENT).toBeGreaterThan(0);
  host.interrupt("SIGINT");
  const { code } = await running;
  expect(code).toBe(130);
  expect(scene.fake.lines.length).toBeLessThan(200_000);
});

test("a FIX log is known by its content, told by line, and imported again without adding anything", async () => {
  await using scene = await setScene();
  const text =
    "8=FIX.4.2|35=0|34=1|52=20240101-00:00:00|10=000|\nnonsense\n8=FIX.4.2|35=0|34=2|52=20240102-00:00:00|10=000|\n";
  await scene.write("f.log", text);
  const { code, out } = await scene.run("f.log", "--json");
  expect(code).toBe(1);
  expect(JSON.parse(out)).toMatchObject({
    format: "fix",
    accepted: 2,
    rejected: [{ line: 2, code: "DAYBOOK_IMPORT_ROW" }],
  });
  expect(scene.fake.events).toMatchObject([
    { producer: `file:${sha256(text)}`, producer_seq: 2, service: "fix-gateway", event_type: "fix_heartbeat" },
    { producer_seq: 6 },
  ]);
  expect(JSON.parse((await scene.run("f.log", "--json")).out)).toMatchObject({ accepted: 0, duplicates: 2 });
});

test("what the server refuses of a FIX log is told by line, not by number", async () => {
  await using scene = await setScene();
  await scene.write("f.log", `8=FIX.4.2|35=0|52=20240101-00:00:00|10=000|\n`);
  const { out } = await scene.run("f.log", "--json", "--level", "INFO", "--service", "bot");
  expect(JSON.parse(out)).toMatchObject({ accepted: 1, last_line: 1 });
  expect(scene.fake.events).toMatchObject([{ service: "bot", level: "WARNING" }]);
});

test("a table of trades is one by its header, unless the columns are mapped or the type is named", async () => {
  await using scene = await setScene();
  await scene.write("f.csv", "time,pair,side,price,qty\n2024-01-01,A,buy,1,2\n");
  expect(JSON.parse((await scene.run("f.csv", "--json")).out)).toMatchObject({ format: "trades-csv" });
  expect(JSON.parse((await scene.run("f.csv", "--json", "--event-type", "order_filled")).out)).toMatchObject({
    format: "csv",
  });
  expect(JSON.parse((await scene.run("f.csv", "--json", "--map", "pair=symbol")).out)).toMatchObject({ format: "csv" });
});

test("--after takes what is later, and only a time", async () => {
  await using scene = await setScene();
  await scene.write("f.csv", "time,pair,side,price,qty\n2024-01-01,A,buy,1,2\n2024-01-02,A,sell,1,2\n");
  const { out } = await scene.run("f.csv", "--json", "--after", "2024-01-01");
  expect(JSON.parse(out)).toMatchObject({ accepted: 1 });
  expect(scene.fake.events).toMatchObject([{ side: "sell", producer_seq: 3 }]);
  expect(await scene.run("f.csv", "--after", "soon")).toMatchObject({
    code: 2,
    err: expect.stringContaining("--after soon is not a time"),
  });
});

test("a file that is not what --format says is refused with what to do", async () => {
  await using scene = await setScene();
  await scene.write("f.json", "[[1]]");
  const { code, err } = await scene.run("f.json", "--format", "freqtrade-backtest");
  expect(code).toBe(1);
  expect(err).toContain("before 2020");
  expect(err).toContain("Run the back-test again");
});
