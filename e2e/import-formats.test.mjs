import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { freqtradeDatabase, tradeRow } from "./freqtrade-files.mjs";
import { daybook, startInstallation, temporaryDir } from "./harness.mjs";

/** What other tools wrote, through the command into a real server: the format is told by the content. */
const data = temporaryDir("import-formats");
const files = temporaryDir("import-files");
let installation;
let env;

beforeAll(async () => {
  installation = await startInstallation({ dataDir: data.path });
  env = { DAYBOOK_URL: installation.url, DAYBOOK_KEY: installation.key };
}, 120_000);

afterAll(async () => {
  await installation?.stop();
  data.remove();
  files.remove();
});

async function importFile(name, content, ...options) {
  const path = join(files.path, name);
  writeFileSync(path, content);
  const { code, stdout, stderr } = await daybook(["import", "--json", path, ...options], { env });
  return { code, stderr, ...(stdout === "" ? {} : JSON.parse(stdout)) };
}

async function search(query) {
  const { journal } = await installation.call("/admin/status");
  const body = { query, limit: 1000, order: "asc", total: "exact", min_seq: journal.last_seq };
  return (await installation.call("/logs/search", { method: "POST", body })).events;
}

it("a freqtrade database becomes trades that can be searched and summed, once", async () => {
  const database = await freqtradeDatabase([
    tradeRow(1),
    tradeRow(2, { pair: "SOL/USDT", is_open: 1, close_date: null, close_rate: null, close_profit_abs: null }),
    tradeRow(3, { open_date: "nobody knows" }),
  ]);
  const first = await importFile("tradesv3.sqlite", database);
  expect(first).toMatchObject({ code: 1, format: "freqtrade", accepted: 3, duplicates: 0, rejected_count: 1 });
  expect(first.rejected).toEqual([
    { line: 3, code: "DAYBOOK_IMPORT_ROW", reason: 'trade 3: open_date is "nobody knows", not a time' },
  ]);
  const again = await importFile("copy.sqlite", database);
  expect(again).toMatchObject({ accepted: 0, duplicates: 3 });
  const [exit, ...others] = await search("service:freqtrade event_type:trade_exit");
  expect(others).toEqual([]);
  expect(exit).toMatchObject({
    timestamp: "2024-02-01T03:41:56.758000Z",
    symbol: "AVAX/USDT",
    side: "sell",
    trade_id: "ft-binance-1",
    data: { exit_reason: "roi", source_row: { id: 1 } },
  });
  expect([exit.price, exit.quantity, exit.pnl, exit.fees].map(String)).toEqual([
    "33.05",
    "3.33",
    "11.0132091",
    "0.1100565",
  ]);
  expect(await search("event_type:trade_entry")).toHaveLength(2);
});

it("a write-ahead log beside the database is told of", async () => {
  writeFileSync(join(files.path, "live.sqlite-wal"), "x");
  const live = await importFile("live.sqlite", await freqtradeDatabase([tradeRow(9)]));
  expect(live.code).toBe(1);
  expect(live.warnings).toEqual([expect.stringContaining("live.sqlite-wal lies beside the database")]);
});

it("a FIX log with a gap, a wrong sum and a cut end is read as far as it goes", async () => {
  const message = (body) => {
    const text = `8=FIX.4.2\x019=${body.length}\x01${body}`;
    const sum = Buffer.from(text, "latin1").reduce((total, byte) => total + byte, 0) % 256;
    return `20180223-19:14:25.171 : ${text}10=${String(sum).padStart(3, "0")}\x01`;
  };
  const order = (seq, id) =>
    message(
      `35=D\x0134=${seq}\x0149=BON\x0152=20180223-19:14:25.171\x0156=KOD\x0111=${id}\x0154=1\x0138=10\x0144=99.0\x0155=DEMO\x01`,
    );
  const log = [order(1, "a"), order(4, "b"), order(5, "c").replace("38=10", "38=11"), order(6, "d").slice(0, -30)].join(
    "\n",
  );
  const reply = await importFile("FIX.4.2-BON-KOD.messages.log", log);
  expect(reply).toMatchObject({ code: 1, format: "fix", accepted: 4, rejected_count: 1 });
  expect(reply.rejected).toMatchObject([{ line: 4, reason: expect.stringContaining("cut") }]);
  expect(await importFile("again.log", log)).toMatchObject({ accepted: 0, duplicates: 4 });
  expect(await search("event_type:gap_detected sender:BON")).toMatchObject([{ data: { expected: 2, received: 4 } }]);
  expect(await search("service:fix-gateway event_type:order_placed data.checksum_ok:false")).toMatchObject([
    { level: "WARNING", order_id: "c" },
  ]);
});

it("tables of trades are told by their header, and --dry-run shows them and sends nothing", async () => {
  const table =
    "Date(UTC),Pair,Side,Price,Executed,Amount,Fee\n2024-01-15 10:30:45,BTCUSDT,BUY,42000.10,0.5BTC,21000.05USDT,0.1USDT\n";
  const path = join(files.path, "binance.csv");
  writeFileSync(path, table);
  const preview = await daybook(["import", "--dry-run", path], { env });
  expect(JSON.parse(preview.stdout)).toMatchObject({
    event_type: "order_filled",
    symbol: "BTCUSDT",
    price: "42000.10",
  });
  expect(await search("symbol:BTCUSDT")).toEqual([]);
  expect(await importFile("binance.csv", table)).toMatchObject({ code: 0, format: "trades-csv", accepted: 1 });
  expect(await search("symbol:BTCUSDT")).toHaveLength(1);
});

it("a file that is something else is refused with what to do", async () => {
  const notes = await importFile("notes.txt", "hello\n", "--format", "freqtrade-backtest");
  expect(notes.code).not.toBe(0);
  expect(notes.stderr).toContain("The back-test result is not JSON");
});
