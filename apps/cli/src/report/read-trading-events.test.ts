import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readTradingEvents } from "./read-trading-events.ts";
import { silentHost } from "./silent-host.ts";

let dir: string;

beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-read-"));
});

afterEach(() => rmSync(dir, { recursive: true, force: true }));

function write(file: string, ...lines: (object | string)[]): void {
  const text = lines.map((line) => (typeof line === "string" ? line : JSON.stringify(line))).join("\n");
  writeFileSync(join(dir, file), `${text}\n`);
}

const event = (id: string, second: number, event_type: string, level = "INFO") => ({
  id,
  timestamp: `2024-01-01T00:00:0${second}.000000Z`,
  service: "bot",
  level,
  event_type,
  message: "",
});

test("events of several files come once each, in order of time", async () => {
  write("audit.log", event("b", 2, "trade_exit"), event("a", 1, "trade_entry"), event("c", 3, "price"));
  write("trades.log", event("a", 1, "trade_entry"), event("b", 2, "trade_exit"));
  const { events, report } = await readTradingEvents([dir], {}, silentHost());
  expect(events.map(({ id }) => id)).toEqual(["a", "b", "c"]);
  expect(report.unreadableCount).toBe(0);
});

test("only what is wanted: types, errors, a time", async () => {
  write("audit.log", event("a", 1, "trade_entry"), event("b", 2, "boom", "ERROR"), event("c", 3, "trade_entry"));
  const types = new Set(["trade_entry"]);
  const ids = async (wanted: Parameters<typeof readTradingEvents>[1]) =>
    (await readTradingEvents([dir], wanted, silentHost())).events.map(({ id }) => id);
  expect(await ids({ types })).toEqual(["a", "c"]);
  expect(await ids({ types, errors: true })).toEqual(["a", "b", "c"]);
  expect(await ids({ start: "2024-01-01T00:00:02.000000Z", end: "2024-01-01T00:00:03.000000Z" })).toEqual(["b"]);
});

test("lines that are no events are told, and lose no neighbour", async () => {
  write("audit.log", event("a", 1, "trade_entry"), "{torn", "plain text", event("b", 2, "trade_exit"));
  const { events, report } = await readTradingEvents([dir], {}, silentHost());
  expect(events).toHaveLength(2);
  expect(report.unreadableCount).toBe(2);
});

test("a directory without log files is an error that says so", async () => {
  await expect(readTradingEvents([join(dir, "nothing")], {}, silentHost())).rejects.toThrow(/nothing/);
});
