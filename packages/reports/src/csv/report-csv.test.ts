import { expect, test } from "vitest";
import { hostileReport, sampleReport } from "../test-support/sample-report.ts";
import { daysCsv, groupsCsv, tradesCsv } from "./report-csv.ts";

const report = sampleReport({ count: 3 });

test("trades: a header, then a line each, money exact", () => {
  const lines = [...tradesCsv(report.trade_list)].join("").split("\r\n");
  expect(lines[0]).toBe(
    "id,source,symbol,strategy,exchange,currency,side,quantity,entry_price,exit_price,entry_time,exit_time,exit_reason,pnl,pnl_computed,fees_entry,fees_exit,funding,volume_entry,return,duration_ms,mfe,mae,event_ids,order_ids",
  );
  expect(lines[3]).toBe(
    "t2,events,SOL/USDT,momentum,,USDT,long,0.5,100,101.25,2024-01-30T00:00:00.000000Z,2024-01-30T05:00:00.000000Z,stop_loss,-3.123456789,0.525,0.05,0.05,0,50,-0.06246913578,18000000,,,2-a;2-b,",
  );
  expect(lines).toHaveLength(5);
});

test("days and groups", () => {
  expect([...daysCsv(report.days)].join("")).toBe(
    "day,pnl,fees,funding,deposits,equity,return,drawdown,trades,wins,losses\r\n" +
      "2024-01-29,5,0.2,0,0,1005,0.005,0,2,2,0\r\n" +
      "2024-01-30,-3.123456789,0.1,0,0,1001.876543211,-0.0031079172029850745,-0.0031079172029849778,1,0,1\r\n",
  );
  expect([...groupsCsv(report.by_side)].join("")).toContain("\r\nlong,3,2,1,0,1.876543211,");
});

test("many rows come in pieces, and an empty list is a header", () => {
  const many = Array.from({ length: 1_200 }, () => report.days[0]!);
  const pieces = [...daysCsv(many)];
  expect(pieces).toHaveLength(3);
  expect(pieces.join("").split("\r\n")).toHaveLength(1_202);
  expect([...daysCsv([])]).toHaveLength(1);
});

test("no cell of a hostile report is a formula", () => {
  for (const line of [...tradesCsv(hostileReport().trade_list)].join("").split("\r\n")) {
    expect(line).not.toMatch(/(?:^|,)"?[=@\t]/);
  }
});
