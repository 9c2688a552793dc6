import { tradeLines } from "@daybook/analytics";
import type { Trade } from "@daybook/analytics";
import { addDecimals } from "../format/decimal-digits.ts";
import {
  shownCount,
  shownDuration,
  shownMoney,
  shownPercent,
  shownQuantity,
  shownTime,
} from "../format/shown-value.ts";
import { html } from "../html/markup.ts";
import type { Content } from "../html/markup.ts";
import { nameText } from "../html/name-text.ts";
import { table } from "../html/sections.ts";
import type { Column, Section } from "../html/sections.ts";
import { MAX_HTML_TRADES } from "../limits.ts";
import type { ReportPage } from "./report-page.ts";

/** Closed trades, newest first. */
export function tradesSection(page: ReportPage): Section {
  const { trade_list: list, trades_left_out: before, trades } = page.report;
  const shown = list.slice(-MAX_HTML_TRADES).toReversed();
  const left = list.length - shown.length + before;
  const hasStrategies = page.report.by_strategy.length > 1;
  return {
    id: "trades",
    title: "Trades",
    paper: "new-page",
    lead:
      left > 0 ? `The newest ${shownCount(shown.length).text} of ${shownCount(trades.trades).text}.` : "Newest first.",
    body: table({
      caption: "Closed trades, newest first",
      columns: columnsOf(hasStrategies),
      rows: shown.map((trade) => cellsOf(page, trade, hasStrategies)),
      leftOut:
        left > 0 ? `${shownCount(left).text} older trades are left out here; JSON, CSV and Parquet have them.` : null,
    }),
  };
}

function columnsOf(hasStrategies: boolean): Column[] {
  return [
    { title: "Closed, UTC", kind: "time" },
    { title: hasStrategies ? "Symbol, strategy" : "Symbol", kind: "name" },
    { title: "Side", kind: "text" },
    { title: "Quantity", kind: "number" },
    { title: "Entry", kind: "number" },
    { title: "Exit", kind: "number" },
    { title: "Net P&L", kind: "number" },
    { title: "Return", kind: "number" },
    { title: "Fees", kind: "number", isExtra: true },
    { title: "Held", kind: "span", isExtra: true },
    { title: "Exit reason", kind: "name", isExtra: true },
  ];
}

function cellsOf(page: ReportPage, trade: Trade, hasStrategies: boolean): Content[] {
  const link = tradeLines(trade);
  const times = [trade.entry_time, trade.exit_time];
  const strategy = hasStrategies ? html`<span class="second">${nameText(trade.strategy)}</span>` : null;
  const { currency } = trade;
  return [
    page.value(shownTime(trade.exit_time), link, times),
    html`${nameText(trade.symbol)}${strategy}`,
    trade.side,
    page.value(shownQuantity(trade.quantity), null),
    page.value(shownQuantity(trade.entry_price), null),
    page.value(shownQuantity(trade.exit_price), null),
    html`${page.result(shownMoney(trade.pnl, currency, "signed"), link, times)}${computedMark(trade)}`,
    trade.return === null
      ? page.footnotes.missing("the trade has no entry volume")
      : page.result(shownPercent(trade.return, "signed"), null),
    feesOf(page, trade),
    page.value(shownDuration(trade.duration_ms), null),
    nameText(trade.exit_reason),
  ];
}

function feesOf(page: ReportPage, { fees_entry: entry, fees_exit: exit, currency }: Trade): Content {
  const sum = shownMoney(addDecimals(entry, exit), currency);
  return page.value({ ...sum, exact: `${sum.exact} (entry ${entry}, exit ${exit})` }, null);
}

/** Said where the reported result is not what prices and fees come to. */
function computedMark({ pnl_computed: computed, currency }: Trade): Content {
  if (computed === undefined) return null;
  const { text, exact } = shownMoney(computed, currency, "signed");
  return html`<span class="differs" title="from prices and fees: ${exact}">≠ ${text}</span>`;
}
