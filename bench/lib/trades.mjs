import { closeSync, existsSync, mkdirSync, openSync, renameSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const SYMBOLS = Array.from({ length: 24 }, (_, at) => `COIN${at}/USDT`);
const STRATEGIES = ["trend", "grid", "breakout"];
const REASONS = ["roi", "stop_loss", "exit_signal", "trailing_stop"];
/** Trades that are open at the same time. */
const OPEN = 40;

/**
 * Events of closed trades in the order of time, as a bot logs them: an entry and an exit each, quantities and prices with
 * float64's usual digits, the result after fees. Ten years of a hundred thousand trades each; the same in each run.
 */
export function* tradeEvents(trades) {
  let state = 7;
  const random = () => (state = (state * 1_103_515_245 + 12_345) % 2_147_483_648) / 2_147_483_648;
  const stepMs = Math.floor((10 * 365 * 86_400_000) / (2 * trades));
  const startMs = Date.UTC(2015, 0, 1);
  const open = [];
  let [opened, at, seq] = [0, 0, 0];
  while (opened < trades || open.length > 0) {
    const timestamp = new Date(startMs + at++ * stepMs).toISOString().replace("Z", "000Z");
    if (opened < trades && (open.length < OPEN || random() < 0.5)) {
      const price = Number((5 + random() * 400).toFixed(2));
      const entry = {
        trade_id: `bench-${String(++opened).padStart(8, "0")}`,
        symbol: SYMBOLS[Math.floor(random() * SYMBOLS.length)],
        strategy: STRATEGIES[opened % STRATEGIES.length],
        side: random() < 0.7 ? "buy" : "sell",
        quantity: (1 + Math.floor(random() * 5_000)) / 1_000,
        price,
        fees: Number((price * 0.001).toFixed(6)),
      };
      open.push(entry);
      yield line(timestamp, "trade_entry", entry, ++seq, {});
      continue;
    }
    const [entry] = open.splice(Math.floor(random() * open.length), 1);
    const price = Number((entry.price * (0.97 + random() * 0.0605)).toFixed(2));
    const fees = Number((price * 0.001).toFixed(6));
    const move = (price - entry.price) * entry.quantity * (entry.side === "buy" ? 1 : -1);
    const pnl = Number((move - fees - entry.fees).toFixed(8));
    const reason = REASONS[Math.floor(random() * REASONS.length)];
    yield line(timestamp, "trade_exit", { ...entry, price, pnl, fees }, ++seq, { exit_reason: reason });
  }
}

/** In the order of a record's fields. */
function line(timestamp, event_type, { trade_id, symbol, strategy, side, quantity, price, pnl, fees }, seq, data) {
  const head = { seq, timestamp, level: "INFO", service: "bot", event_type, message: event_type };
  const id = `0194a3c0-0000-7000-8000-${String(seq).padStart(12, "0")}`;
  return JSON.stringify({
    ...head,
    id,
    producer: "bench",
    producer_seq: seq,
    symbol,
    strategy,
    trade_id,
    side,
    quantity,
    price,
    pnl,
    fees,
    currency: "USDT",
    data,
  });
}

/** The same as a file, written once. */
export function tradeFile(trades) {
  const dir = join(tmpdir(), "daybook-bench-events");
  mkdirSync(dir, { recursive: true });
  const path = join(dir, `trades-${trades}.ndjson`);
  if (existsSync(path)) return path;
  const file = openSync(`${path}.part`, "w");
  let text = "";
  for (const one of tradeEvents(trades)) {
    text += `${one}\n`;
    if (text.length > 1 << 20) {
      writeSync(file, text);
      text = "";
    }
  }
  writeSync(file, text);
  closeSync(file);
  renameSync(`${path}.part`, path);
  return path;
}
