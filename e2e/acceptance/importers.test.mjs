import { readFileSync } from "node:fs";
import { join } from "node:path";
import { openImport } from "@daybook/importers";
import { describe, expect, it } from "vitest";
import { freqtradeDatabase } from "../freqtrade-files.mjs";

const shared = process.env.SHARED_DATA ?? new URL("../../../shared/data", import.meta.url).pathname;
const events = join(shared, "events/dev");

const linesOf = (set) =>
  readFileSync(join(events, `${set}.ndjson`), "utf8")
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));

async function importBytes(format, bytes) {
  async function* chunks() {
    for (let at = 0; at < bytes.length; at += 65_537) yield bytes.subarray(at, at + 65_537);
  }
  const source = { format, chunks: chunks(), head: bytes.subarray(0, 4_096), map: new Map() };
  const rows = [];
  for await (const list of openImport(source)) rows.push(...list);
  return rows;
}

/** The names that others gave to what happened. */
const NAMES = {
  order_new: "order_placed",
  order_canceled: "order_cancelled",
  order_cancel_request: "order_cancel_requested",
};
const STATES = { 0: "new", 1: "partially_filled", 2: "filled", 4: "canceled", 8: "rejected" };

describe.each(["fix_kod_bon", "fix_banzai_exec_41"])("%s", (set) => {
  const expected = linesOf(set);
  const log = (lines) => Buffer.from(lines.map(({ message }) => message.replaceAll("|", "\x01")).join("\n"));

  it("gives the same types, states, orders, amounts and sums", async () => {
    const rows = await importBytes("fix", log(expected));
    const messages = rows.filter((row) => row.event?.event_type !== "gap_detected");
    expect(messages).toHaveLength(expected.length);
    messages.forEach(({ line, event }, index) => {
      const wanted = expected[index];
      const { data } = event;
      expect(line).toBe(wanted.line);
      expect(Date.parse(event.timestamp)).toBe(Date.parse(wanted.timestamp));
      expect({
        type: event.event_type,
        message: `${event.message}|`,
        msg_type: data.msg_type,
        seq_num: data.seq_num,
        sender: data.sender,
        target: data.target,
        checksum_ok: data.checksum_ok,
        symbol: event.symbol,
        side: event.side,
        order_id: event.order_id,
        order_status: data.order_status,
        exchange_order_id: data.exchange_order_id,
        orig_order_id: data.orig_order_id,
        exec_id: data.exec_id,
      }).toEqual({
        type: NAMES[wanted.event_type] ?? wanted.event_type,
        message: wanted.message,
        msg_type: wanted.msg_type,
        seq_num: wanted.seq_num,
        sender: wanted.sender,
        target: wanted.target,
        checksum_ok: wanted.checksum_ok,
        symbol: wanted.symbol,
        side: wanted.side,
        order_id: wanted.order_id,
        order_status: wanted.order_status === undefined ? undefined : STATES[wanted.order_status],
        exchange_order_id: wanted.exchange_order_id,
        orig_order_id: wanted.orig_order_id,
        exec_id: wanted.exec_id,
      });
      const numbers = {
        cum_qty: data.cum_qty,
        leaves_qty: data.leaves_qty,
        last_qty: data.last_qty,
        last_price: data.last_price,
      };
      for (const [name, value] of Object.entries(numbers))
        expect(value === undefined ? undefined : Number(value), name).toBe(wanted[name]);
      expect(data.body_length_ok).toBe(true);
    });
    expect(gapsOf(rows)).toEqual(gapsIn(expected));
  });

  it("counts the gaps of lines that were taken out, and the sums of those that were changed", async () => {
    const kept = expected.filter((_, index) => index % 97 !== 50);
    const changed = kept.map((line, index) =>
      index % 89 === 7 ? { ...line, message: line.message.replace(/\|52=2/, "|52=3") } : line,
    );
    const rows = await importBytes("fix", log(changed));
    expect(gapsOf(rows)).toEqual(gapsIn(kept));
    const bad = rows.filter((row) => row.event?.data.checksum_ok === false);
    expect(bad.map(({ line }) => line)).toEqual(kept.flatMap((_, index) => (index % 89 === 7 ? [index + 1] : [])));
  });

  it("is read to the end when the last line is cut", async () => {
    const whole = log(expected);
    const rows = await importBytes("fix", whole.subarray(0, whole.length - 12));
    expect(rows.filter((row) => "event" in row)).toHaveLength(expected.length - 1);
    expect(rows.at(-1)).toMatchObject({ line: expected.length, fault: { code: "DAYBOOK_IMPORT_ROW" } });
  });
});

const gapsOf = (rows) =>
  rows.flatMap(({ line, event }) =>
    event?.event_type === "gap_detected"
      ? [{ line, expected: event.data.expected, received: event.data.received }]
      : [],
  );

/** Counted another way, from the numbers that the data have: the highest so far of each direction. */
function gapsIn(lines) {
  const highest = new Map();
  return lines.flatMap((message, index) => {
    const direction = `${message.sender}>${message.target}`;
    const before = highest.get(direction);
    const next = message.msg_type === "4" ? Number(/\|36=(\d+)/.exec(message.message)?.[1]) - 1 : message.seq_num;
    highest.set(direction, Math.max(before ?? 0, next));
    const isGap = before !== undefined && message.seq_num > before + 1;
    return isGap ? [{ line: index + 1, expected: before + 1, received: message.seq_num }] : [];
  });
}

/** Entry and exit of each trade of a set. */
function tradesOf(set) {
  const trades = new Map();
  for (const event of linesOf(set)) {
    const trade = trades.get(event.trade_id) ?? {};
    trade[event.event_type] = event;
    trades.set(event.trade_id, trade);
  }
  return [...trades.values()].filter(({ trade_entry, trade_exit }) => trade_entry && trade_exit);
}

const sqlTime = (timestamp) => `${timestamp.replace("T", " ").replace("Z", "")}000`;
const TOLERANCE = 1e-12;

describe.each([
  ["quintin_dryrun_2024", "freqtrade"],
  ["quintin_dryrun_2024", "freqtrade-backtest"],
  ["huck_trend_2024", "freqtrade"],
  ["huck_levhold_2024q1", "freqtrade-backtest"],
])("%s rebuilt as %s", (set, format) => {
  const trades = tradesOf(set);

  it("gives the same trades, P&L to the last digit", async () => {
    const rows = await importBytes(format, format === "freqtrade" ? await asDatabase(trades) : asBacktest(trades));
    expect(rows.filter((row) => "fault" in row)).toEqual([]);
    const imported = new Map(["trade_entry", "trade_exit"].map((type) => [type, []]));
    for (const { line, event } of rows) imported.get(event.event_type)?.push({ line, event });
    for (const type of ["trade_entry", "trade_exit"]) {
      expect(imported.get(type)).toHaveLength(trades.length);
      for (const { line, event } of imported.get(type)) {
        const wanted = trades[line - 1][type];
        expect(Date.parse(event.timestamp)).toBe(Date.parse(wanted.timestamp));
        expect([event.symbol, event.side, event.currency, event.data.position_side]).toEqual([
          wanted.symbol,
          wanted.side,
          wanted.currency,
          wanted.position_side,
        ]);
        expect([Number(event.price), Number(event.quantity)]).toEqual([wanted.price, wanted.quantity]);
        // Ours is the exact product, theirs that of floats.
        expect(Math.abs(Number(event.fees) - wanted.fees)).toBeLessThanOrEqual(TOLERANCE * wanted.fees);
        if (type === "trade_exit") {
          expect(event.pnl).toBe(String(wanted.pnl));
          expect([event.data.exit_reason, event.data.entry_price]).toEqual([wanted.exit_reason, wanted.entry_price]);
        }
      }
    }
  });
});

const fieldsOf = ({ trade_entry: entry, trade_exit: exit }) => ({
  exchange: entry.exchange,
  pair: entry.symbol,
  is_open: false,
  fee_open: entry.fees / (entry.quantity * entry.price),
  fee_close: exit.fees / (exit.quantity * exit.price),
  open_rate: entry.price,
  close_rate: exit.price,
  stake_amount: entry.stake_amount,
  amount: exit.quantity,
  exit_reason: exit.exit_reason,
  enter_tag: entry.enter_tag,
  is_short: entry.position_side === "short",
  leverage: entry.leverage,
});

async function asDatabase(trades) {
  const rows = trades.map((trade, index) => ({
    id: index + 1,
    ...fieldsOf(trade),
    is_open: 0,
    is_short: Number(trade.trade_entry.position_side === "short"),
    stake_currency: trade.trade_entry.currency,
    strategy: trade.trade_entry.strategy,
    close_profit_abs: trade.trade_exit.pnl,
    close_profit: trade.trade_exit.pnl_ratio,
    open_date: sqlTime(trade.trade_entry.timestamp),
    close_date: sqlTime(trade.trade_exit.timestamp),
  }));
  return freqtradeDatabase(rows);
}

function asBacktest(trades) {
  const list = trades.map((trade) => ({
    ...fieldsOf(trade),
    profit_abs: trade.trade_exit.pnl,
    profit_ratio: trade.trade_exit.pnl_ratio,
    open_date: trade.trade_entry.timestamp,
    close_date: trade.trade_exit.timestamp,
  }));
  const { currency, strategy } = trades[0].trade_entry;
  return Buffer.from(
    JSON.stringify({ strategy: { [strategy]: { trades: list, starting_balance: 1000, stake_currency: currency } } }),
  );
}
