import initSqlJs from "sql.js";

/** A database as freqtrade keeps it, with these rows of the table `trades`; the first row's keys are the columns. */
export async function freqtradeDatabase(trades, orders = []) {
  const sql = await initSqlJs();
  const database = new sql.Database();
  for (const [table, rows] of Object.entries({ trades, orders })) {
    const columns = Object.keys(rows[0] ?? { id: 1, ft_trade_id: 1 });
    const typed = columns.map((column) => (column === "id" ? "id INTEGER PRIMARY KEY" : column));
    database.run(`CREATE TABLE ${table} (${typed.join(", ")})`);
    const statement = database.prepare(`INSERT INTO ${table} VALUES (${columns.map(() => "?").join(", ")})`);
    for (const row of rows) statement.run(columns.map((column) => row[column] ?? null));
    statement.free();
  }
  const bytes = Buffer.from(database.export());
  database.close();
  return bytes;
}

/** One closed trade as a row of the table `trades`. */
export function tradeRow(id, own = {}) {
  return {
    id,
    exchange: "binance",
    pair: "AVAX/USDT",
    stake_currency: "USDT",
    is_open: 0,
    fee_open: 0.001,
    fee_close: 0.001,
    open_rate: 29.68,
    close_rate: 33.05,
    close_profit: 0.1113,
    close_profit_abs: 11.0132091,
    stake_amount: 98.8344,
    amount: 3.33,
    open_date: "2024-01-24 03:15:01.825000",
    close_date: "2024-02-01 03:41:56.758000",
    exit_reason: "roi",
    strategy: "SampleStrategy",
    enter_tag: null,
    is_short: 0,
    leverage: 1,
    ...own,
  };
}
