import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { gunzipSync } from "node:zlib";
import { createLogger } from "@daybook/logger";
import { expect, it } from "vitest";

const shared = process.env.SHARED_DATA ?? new URL("../../../shared/data", import.meta.url).pathname;
const events = join(shared, "events/dev");
const IDS = ["order_id", "trade_id", "client_order_id", "symbol"];

/** Every order and trade id of the real events, as texts. */
function realIds() {
  const found = new Set();
  const visit = (value, name) => {
    if (typeof value === "object" && value !== null) {
      for (const [key, member] of Object.entries(value)) visit(member, Array.isArray(value) ? name : key);
    } else if (IDS.includes(name) && (typeof value === "string" || typeof value === "number")) found.add(String(value));
  };
  for (const file of readdirSync(events).filter((name) => /\.ndjson(\.gz)?$/.test(name))) {
    const bytes = readFileSync(join(events, file));
    const text = (file.endsWith(".gz") ? gunzipSync(bytes) : bytes).toString("utf8");
    for (const line of text.split("\n")) if (line !== "") visit(JSON.parse(line), "");
  }
  return [...found];
}

it("a logger touches no order id, trade id or symbol of the real events, in fields, lists and sentences", () => {
  const lines = [];
  const sink = { name: "memory", write: (line) => void lines.push(line) };
  const log = createLogger({ service: "acceptance", sinks: [sink], env: {}, flood: false, flushAtExit: false });
  const ids = realIds();
  expect(ids.length).toBeGreaterThan(1_000);
  const changed = [];
  for (const id of ids) {
    log.info(`order ${id} filled`, {
      order_id: id,
      trade_id: id,
      symbol: id,
      fills: [{ trade_id: id }],
      order_ids: [id],
    });
    const record = JSON.parse(lines.pop());
    const kept = [
      record.order_id,
      record.trade_id,
      record.symbol,
      record.data.fills[0].trade_id,
      record.data.order_ids[0],
    ];
    if (kept.some((value) => value !== id) || record.message !== `order ${id} filled`) changed.push(id);
  }
  expect(changed).toEqual([]);
});
