import type { TradingEvent } from "@daybook/analytics";
import { expect, test } from "vitest";
import { renderDaily, renderLogs, renderPerformance } from "./render.ts";
import { ReportRoom } from "./report-room.ts";

const about = { trade_id: "t", symbol: "BTCUSDT", quantity: "1", currency: "USDT" };
const EVENTS: TradingEvent[] = [
  { ...about, id: "e", event_type: "trade_entry", timestamp: "2024-01-15T10:00:00.000000Z", side: "buy", price: "10" },
  { ...about, id: "x", event_type: "trade_exit", timestamp: "2024-01-15T11:00:00.000000Z", price: "12", pnl: "2" },
];
const room = new ReportRoom(
  {
    scan: (_condition, onEvent) => {
      for (const event of EVENTS) onEvent(event);
      return Promise.resolve(3);
    },
    volume: () => Promise.resolve([]),
  },
  () => Date.parse("2024-01-20T00:00:00Z"),
);
const signal = new AbortController().signal;
const shape = { linkBase: "http://127.0.0.1:8002", table: "trades" } as const;

test("one report in four forms", async () => {
  const json = JSON.parse(String(await renderPerformance(room, {}, { ...shape, format: "json" }, signal))) as object;
  expect(json).toMatchObject({ trades: { pnl: "2" }, as_of_seq: 3, trade_list: [{ id: "t" }] });
  expect(String(await renderPerformance(room, {}, { ...shape, format: "html" }, signal))).toContain("BTCUSDT");
  const csv = String(await renderPerformance(room, {}, { ...shape, format: "csv" }, signal));
  expect(csv.trim().split("\r\n")).toHaveLength(2);
  const parquet = await renderPerformance(room, {}, { ...shape, format: "parquet" }, signal);
  expect(Buffer.from(parquet).subarray(0, 4).toString()).toBe("PAR1");
});

test("other tables of it", async () => {
  for (const table of ["days", "symbols", "strategies"] as const) {
    const csv = String(await renderPerformance(room, {}, { ...shape, format: "csv", table }, signal));
    expect(csv.trim().split("\r\n")).toHaveLength(2);
  }
  await expect(renderPerformance(room, {}, { ...shape, format: "parquet", table: "symbols" }, signal)).rejects.toThrow(
    /parquet holds trades or days/,
  );
});

test("days and logs as JSON and as pages", async () => {
  const daily = await room.daily({ date: "2024-01-15" });
  const logs = await room.logs({ date: "2024-01-15" });
  for (const format of ["json", "html"] as const) {
    expect(renderDaily(daily, { format, linkBase: "" })).toContain("daybook daily report 1");
    expect(renderLogs(logs, { format, linkBase: "" })).toContain("daybook log report 1");
  }
});
