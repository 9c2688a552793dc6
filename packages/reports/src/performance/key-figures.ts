import { addDecimals } from "../format/decimal-digits.ts";
import { shownCount, shownMoney, shownPercent, shownRatio } from "../format/shown-value.ts";
import { html } from "../html/markup.ts";
import type { Content } from "../html/markup.ts";
import { figures } from "../html/sections.ts";
import type { KeyFigure, Section } from "../html/sections.ts";
import { profitFactor } from "./figures-part.ts";
import type { ReportPage } from "./report-page.ts";

/** The row of figures that most people look at first. */
export function keyFigures(page: ReportPage): Section {
  const list = [...resultFigures(page), ...riskFigures(page)];
  return { id: "key-figures", title: "Key figures", body: figures(list), isMinor: true };
}

function resultFigures(page: ReportPage): KeyFigure[] {
  const { trades, returns, currency, open_positions: open } = page.report;
  const money = (amount: string): Content => page.value(shownMoney(amount, currency));
  const breakeven = trades.breakeven === 0 ? "" : ` · ${shownCount(trades.breakeven).text} even`;
  return [
    {
      label: currency === "" ? "Net P&L" : `Net P&L, ${page.currency}`,
      value: page.result(shownMoney(trades.pnl, currency, "signed")),
      note: html`won ${money(trades.gross_profit)}, lost ${money(trades.gross_loss)}`,
    },
    {
      label: "Return",
      value: page.figure(returns.total_return, (value) => shownPercent(value, "signed"), true),
      note: html`CAGR ${page.figure(returns.cagr, (value) => shownPercent(value, "signed"))}`,
    },
    {
      label: "Win rate",
      value: page.figure(trades.win_rate, shownPercent),
      note: `${shownCount(trades.wins).text} won · ${shownCount(trades.losses).text} lost${breakeven}`,
    },
    {
      label: "Profit factor",
      value: profitFactor(page),
      note: html`payoff ${page.figure(trades.payoff_ratio, shownRatio)}`,
    },
    {
      label: "Trades",
      value: page.value(shownCount(trades.trades)),
      note: open.length === 0 ? "none open" : `${shownCount(open.length).text} open, not counted`,
    },
  ];
}

function riskFigures(page: ReportPage): KeyFigure[] {
  const { trades, returns, currency, convention, drawdowns } = page.report;
  const deepest = drawdowns[0];
  const fees = addDecimals(trades.fees_entry, trades.fees_exit);
  return [
    {
      label: "Sharpe",
      value: page.figure(returns.sharpe, shownRatio),
      note: `P = ${convention.periods_per_year}, rf = ${convention.risk_free}`,
    },
    {
      label: "Max drawdown",
      value: page.figure(returns.max_drawdown, (value) => shownPercent(value, "signed"), true),
      note:
        deepest === undefined
          ? "in the evenings"
          : html`${page.value(shownMoney(deepest.money, currency))} to ${deepest.trough}`,
    },
    {
      label: "Fees",
      value: page.value(shownMoney(fees, currency)),
      note: html`funding ${page.value(shownMoney(trades.funding, currency, "signed"))}`,
    },
  ];
}
