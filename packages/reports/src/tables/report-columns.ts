import type { DayRow, GroupRow, Trade } from "@daybook/analytics";
import type { Cell, ColumnKind, TableColumn } from "./table-column.ts";

/** Fields of a row that can be a cell. */
type CellField<Row> = { [K in keyof Row]-?: Row[K] extends Cell ? K : never }[keyof Row];

/** Columns of the fields of a row, in the order in which they are written. Each field of the row must be there. */
function columnsOf<Row extends { [K in keyof Row]: Cell }>(kinds: {
  readonly [K in keyof Row]-?: ColumnKind;
}): readonly TableColumn<Row>[] {
  return (Object.entries(kinds) as [CellField<Row> & string, ColumnKind][]).map(([name, kind]) => ({
    name,
    kind,
    read: (row) => row[name],
  }));
}

export const TRADE_COLUMNS = columnsOf<Trade>({
  id: "text",
  source: "text",
  symbol: "text",
  strategy: "text",
  exchange: "text",
  currency: "text",
  side: "text",
  quantity: "decimal",
  entry_price: "decimal",
  exit_price: "decimal",
  entry_time: "time",
  exit_time: "time",
  exit_reason: "text",
  pnl: "decimal",
  pnl_computed: "decimal",
  fees_entry: "decimal",
  fees_exit: "decimal",
  funding: "decimal",
  volume_entry: "decimal",
  return: "float",
  duration_ms: "float",
  mfe: "float",
  mae: "float",
  event_ids: "list",
  order_ids: "list",
});

export const DAY_COLUMNS = columnsOf<DayRow>({
  day: "text",
  pnl: "decimal",
  fees: "decimal",
  funding: "decimal",
  deposits: "decimal",
  equity: "decimal",
  return: "float",
  drawdown: "float",
  trades: "integer",
  wins: "integer",
  losses: "integer",
});

export const GROUP_COLUMNS = columnsOf<GroupRow>({
  key: "text",
  trades: "integer",
  wins: "integer",
  losses: "integer",
  breakeven: "integer",
  pnl: "decimal",
  win_rate: "float",
  profit_factor: "float",
  fees: "decimal",
});
