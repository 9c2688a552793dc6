import initSqlJs from "sql.js";

type Cells = Record<string, string | number | null>;

const TRADE: Cells = {
  exchange: "binance",
  pair: "AVAX/USDT",
  stake_currency: "USDT",
  is_open: 0,
  fee_open: 0.001,
  fee_open_cost: null,
  fee_open_currency: null,
  fee_close: 0.001,
  fee_close_cost: null,
  fee_close_currency: null,
  open_rate: 29.68,
  close_rate: 33.05,
  close_profit: 0.11131961030882863,
  close_profit_abs: 11.0132091,
  realized_profit: 11.0132091,
  stake_amount: 98.8344,
  amount: 3.33,
  open_date: "2024-01-24 03:15:01.825000",
  close_date: "2024-02-01 03:41:56.758000",
  exit_reason: "roi",
  strategy: "SampleStrategy",
  enter_tag: null,
  is_short: 0,
  leverage: 1,
  funding_fees: 0,
};

const ORDER: Cells = {
  ft_order_side: "buy",
  ft_is_open: 0,
  order_id: null,
  status: "closed",
  price: null,
  average: null,
  filled: null,
  order_date: null,
  order_filled_date: null,
  order_update_date: null,
  ft_fee_base: null,
  ft_order_tag: null,
};

export const trade = (id: number, own: Cells = {}): Cells => ({ id, ...TRADE, ...own });
export const order = (id: number, tradeId: number, own: Cells = {}): Cells => ({
  id,
  ft_trade_id: tradeId,
  ...ORDER,
  ...own,
});

/** A database with these rows; the columns are those of the first row of each table. */
export async function makeDatabase(tables: Record<string, readonly Cells[]>): Promise<Buffer> {
  const sql = await initSqlJs();
  const database = new sql.Database();
  for (const [name, rows] of Object.entries(tables)) {
    const columns = Object.keys(rows[0] ?? { id: null });
    database.run(
      `CREATE TABLE ${name} (${columns.map((column) => (column === "id" ? "id INTEGER PRIMARY KEY" : column)).join(", ")})`,
    );
    for (const row of rows)
      database.run(
        `INSERT INTO ${name} VALUES (${columns.map(() => "?").join(", ")})`,
        columns.map((column) => row[column] ?? null),
      );
  }
  const bytes = Buffer.from(database.export());
  database.close();
  return bytes;
}
