import { expect, test } from "vitest";
import { compareLogNames, parseLogName, type LogName } from "./log-names.ts";

test.each([
  ["trades.log", { stem: "trades", kind: "live", isGzip: false }],
  ["trades.2026-11-21.003.log", { stem: "trades", kind: "backup", day: "2026-11-21", number: 3, isGzip: false }],
  ["trades.2026-11-21.1003.log.gz", { stem: "trades", kind: "backup", day: "2026-11-21", number: 1003, isGzip: true }],
  ["my.bot.log", { stem: "my.bot", kind: "live" }],
  ["my.bot.2026-11-21.001.log", { stem: "my.bot", kind: "backup", number: 1 }],
  ["events.ndjson.gz", { stem: "events.ndjson", kind: "other", isGzip: true }],
  ["app.jsonl", { stem: "app.jsonl", kind: "other", isGzip: false }],
  ["bot.log.1", { stem: "bot.log.1", kind: "other" }],
  ["bot.log.2.gz", { stem: "bot.log.2", kind: "other", isGzip: true }],
  ["bot.log.gz", { stem: "bot.log", kind: "other", isGzip: true }],
])("%s is %j", (name, parsed) => {
  expect(parseLogName(name)).toMatchObject(parsed);
});

test.each([
  "notes.txt",
  ".audit.log",
  "audit.log.tmp",
  "audit.2026-11-21.001.log.gz.tmp",
  "logs",
  "audit.log.lock",
  "a.json",
])("%s is no log file", (name) => {
  expect(parseLogName(name)).toBeUndefined();
});

test("backups come by day and number, then the file that is written to", () => {
  const names = ["b.log", "a.log", "a.2026-01-02.001.log", "a.2026-01-01.1000.log", "a.2026-01-01.999.log.gz"];
  const sorted = names.toSorted((x, y) => compareLogNames(parseLogName(x) as LogName, parseLogName(y) as LogName));
  expect(sorted).toEqual([
    "a.2026-01-01.999.log.gz",
    "a.2026-01-01.1000.log",
    "a.2026-01-02.001.log",
    "a.log",
    "b.log",
  ]);
});
