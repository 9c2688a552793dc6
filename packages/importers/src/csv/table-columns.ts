import { DaybookError } from "@daybook/protocol";

/** What a column can mean; the names are those of the record, others are for `data`. */
export const ROLES = [
  "timestamp",
  "symbol",
  "side",
  "quantity",
  "price",
  "fees",
  "fee_currency",
  "order_id",
  "trade_id",
  "pnl",
  "exchange",
  "strategy",
  "currency",
  "leverage",
  "entry_time",
  "exit_time",
  "entry_price",
  "exit_price",
  "cost",
  "cost_unit",
] as const;
export type Role = (typeof ROLES)[number];

/** Index of the column for each role that was found. */
export type Columns = ReadonlyMap<Role, number>;

/**
 * Spellings without case, blanks and signs, the surest first. `amount` is a quantity only where no better one is: Binance calls so
 * what was paid.
 */
const SPELLINGS: Readonly<Record<Role, readonly string[]>> = {
  timestamp: [
    "timestamp",
    "time",
    "datetime",
    "date",
    "dateutc",
    "timeutc",
    "utctime",
    "datetimeutc",
    "createdat",
    "executedat",
    "createdtime",
    "filltime",
    "tradetime",
    "tradedate",
    "transacttime",
    "transactiontime",
    "executiontime",
  ],
  symbol: ["symbol", "pair", "market", "product", "instrument", "ticker", "contract", "tradingpair", "asset"],
  side: ["side", "type", "direction", "tradetype", "buysell", "action", "trade", "positionside"],
  quantity: [
    "quantity",
    "qty",
    "executed",
    "executedqty",
    "filled",
    "filledqty",
    "volume",
    "vol",
    "size",
    "amount",
    "units",
    "shares",
    "contracts",
  ],
  price: ["price", "avgprice", "averageprice", "executionprice", "fillprice", "tradeprice", "rate", "avgtradingprice"],
  fees: ["fees", "fee", "commission", "tradingfee", "feeamount", "totalfee", "feepaid"],
  fee_currency: [
    "feecurrency",
    "feecoin",
    "feeasset",
    "commissionasset",
    "feetoken",
    "feeunit",
    "feesymbol",
    "pricefeetotalunit",
  ],
  order_id: ["orderid", "ordertxid", "orderno", "ordernumber", "clientorderid", "clordid", "order"],
  trade_id: ["tradeid", "exchangetradeid", "txid", "fillid", "executionid", "execid", "transactionid", "id"],
  pnl: [
    "pnl",
    "realizedpnl",
    "realisedpnl",
    "profit",
    "profitloss",
    "netpnl",
    "closedpnl",
    "realizedprofit",
    "netprofit",
    "pl",
  ],
  exchange: ["exchange", "venue", "broker"],
  strategy: ["strategy", "strategyname", "bot", "configfile", "configfilepath"],
  currency: ["currency", "quote", "quoteasset", "quotecurrency", "stakecurrency", "settlecurrency"],
  leverage: ["leverage"],
  entry_time: ["entrytime", "entrydate", "opentime", "opendate", "opened", "openedat", "entrytimestamp"],
  exit_time: ["exittime", "exitdate", "closetime", "closedate", "closed", "closedat", "exittimestamp"],
  entry_price: ["entryprice", "openprice", "openrate", "avgentryprice", "entry"],
  exit_price: ["exitprice", "closeprice", "closerate", "avgexitprice", "exit"],
  cost: ["cost", "total", "funds", "notional", "value", "quotevolume"],
  cost_unit: ["totalunit", "costunit"],
};

/** A header's name as it is compared. */
export function plainName(column: string): string {
  return column.toLowerCase().replaceAll(/[^a-z\d]/g, "");
}

/**
 * Which column is what: as mapped (column → field, an empty field leaves it out), else by its name. A column has one role.
 */
export function guessColumns(header: readonly string[], map: ReadonlyMap<string, string> = new Map()): Columns {
  const columns = new Map<Role, number>();
  const taken = new Set<number>();
  for (const [column, field] of map) {
    const index = header.indexOf(column);
    if (index < 0) {
      throw new DaybookError("DAYBOOK_IMPORT_FILE", `--map: there is no column ${column}.`, {
        hint: `The columns are: ${header.join(", ")}.`,
      });
    }
    taken.add(index);
    const role = ROLES.find((candidate) => candidate === field.replace(/^data\./, ""));
    if (role !== undefined) columns.set(role, index);
    else if (field !== "") {
      throw new DaybookError("DAYBOOK_IMPORT_FILE", `--map: ${field} is no field of a trade.`, {
        hint: `The fields are: ${ROLES.join(", ")}. All other columns are kept in data.source_row.`,
      });
    }
  }
  const names = header.map(plainName);
  for (const role of ROLES) {
    if (columns.has(role)) continue;
    const spelling = SPELLINGS[role].find((name) => names.some((own, index) => own === name && !taken.has(index)));
    const index = spelling === undefined ? -1 : names.findIndex((own, at) => own === spelling && !taken.has(at));
    if (index < 0) continue;
    columns.set(role, index);
    taken.add(index);
  }
  return columns;
}

/** Throws when one of them was not found, with how to name it. */
export function requireColumns(columns: Columns, roles: readonly Role[], header: readonly string[]): void {
  const missing = roles.filter((role) => !columns.has(role));
  if (missing.length === 0) return;
  const maps = missing.map((role) => `COLUMN=${role}`).join(",");
  throw new DaybookError(
    "DAYBOOK_IMPORT_FILE",
    `No column tells the ${missing.join(" and the ")}; the columns are: ${header.join(", ")}.`,
    { hint: `Say which it is: --map '${maps}'` },
  );
}
