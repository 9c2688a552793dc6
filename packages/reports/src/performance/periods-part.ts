import { closingLines, dayLines } from "@daybook/analytics";
import type { DayRow, DrawdownRow, LogLink, MonthRow } from "@daybook/analytics";
import { shownCount, shownMoney, shownPercent } from "../format/shown-value.ts";
import { html } from "../html/markup.ts";
import type { Content } from "../html/markup.ts";
import { bars, table } from "../html/sections.ts";
import type { Section } from "../html/sections.ts";
import { MAX_HTML_DAYS } from "../limits.ts";
import type { ReportPage } from "./report-page.ts";

/** Tables with fewer rows stay on one page of paper. */
export const SHORT_ROWS = 26;

export function monthsSection(page: ReportPage): Section {
  const { months } = page.report;
  const most = largest(months.map(({ pnl }) => pnl));
  return {
    id: "months",
    title: "Months",
    ...(months.length <= SHORT_ROWS ? { paper: "together" as const } : {}),
    body: table({
      caption: "Results by month",
      columns: [
        { title: "Month", kind: "time" },
        { title: "Net P&L", kind: "number" },
        { title: "", kind: "bar" },
        { title: "Return", kind: "number" },
        { title: "Trades", kind: "number" },
      ],
      rows: months.toReversed().map((month) => monthRow(page, month, most)),
    }),
  };
}

function monthRow(page: ReportPage, { month, pnl, return: change, trades }: MonthRow, most: number): Content[] {
  const link = monthLink(page, month);
  return [
    page.name(month, link),
    page.result(shownMoney(pnl, page.report.currency, "signed"), link),
    bars(most === 0 ? 0 : Number(pnl) / most),
    change === null ? page.footnotes.missing(NO_RETURN) : page.result(shownPercent(change, "signed"), link),
    page.value(shownCount(trades), link),
  ];
}

const NO_RETURN = "the equity before is not known, or zero or less";

/** The days of a month that the report covers. */
function monthLink(page: ReportPage, month: string): LogLink {
  const days = page.report.days.filter(({ day }) => day.startsWith(month));
  return spanLink(page, days[0]?.day ?? null, days.at(-1)?.day ?? null);
}

function spanLink(page: ReportPage, first: string | null, last: string | null): LogLink {
  const { clock } = page.addresses;
  const start = first === null ? null : clock.startOf(first);
  return closingLines(page.report, "", { start, end: last === null ? null : clock.endOf(last) });
}

/** Days on which something was closed or paid, the newest first. */
export function daysSection(page: ReportPage): Section {
  const busy = page.report.days.filter((row) => row.trades > 0 || row.pnl !== "0" || row.deposits !== "0");
  const most = largest(busy.map(({ pnl }) => pnl));
  const left = busy.length - MAX_HTML_DAYS;
  const rows = busy.slice(Math.max(0, left)).toReversed();
  return {
    id: "days",
    title: "Days",
    body: table({
      caption: "Results by day",
      columns: [
        { title: "Day", kind: "time" },
        { title: "Net P&L", kind: "number" },
        { title: "", kind: "bar" },
        { title: "Return", kind: "number" },
        { title: "Trades", kind: "number" },
        { title: "Won", kind: "number", isExtra: true },
        { title: "Fees", kind: "number", isExtra: true },
        { title: "Equity", kind: "number" },
        { title: "Drawdown", kind: "number", isExtra: true },
      ],
      rows: rows.map((row) => dayRow(page, row, most)),
      leftOut:
        left > 0
          ? `${shownCount(left).text} earlier days with trades are left out here; JSON and CSV have them.`
          : null,
    }),
  };
}

function dayRow(page: ReportPage, row: DayRow, most: number): Content[] {
  const { currency } = page.report;
  const link = dayLines(page.report, row.day, page.addresses.clock);
  const { footnotes } = page;
  return [
    page.name(row.day, link),
    page.result(shownMoney(row.pnl, currency, "signed"), link),
    bars(most === 0 ? 0 : Number(row.pnl) / most),
    row.return === null ? footnotes.missing(NO_RETURN) : page.result(shownPercent(row.return, "signed"), link),
    page.value(shownCount(row.trades), link),
    page.value(shownCount(row.wins), link),
    page.value(shownMoney(row.fees, currency), link),
    row.equity === null ? footnotes.missing(NO_RETURN) : page.value(shownMoney(row.equity, currency), link),
    row.drawdown === null ? footnotes.missing(NO_RETURN) : page.value(shownPercent(row.drawdown, "signed"), link),
  ];
}

export function drawdownsSection(page: ReportPage): Section {
  return {
    id: "drawdowns",
    title: "Drawdowns",
    paper: "together",
    lead: "The deepest falls of the equity in the evening.",
    body: table({
      caption: "Deepest drawdowns",
      columns: [
        { title: "Depth", kind: "number" },
        { title: "Money", kind: "number" },
        { title: "Peak", kind: "time" },
        { title: "Trough", kind: "time" },
        { title: "Recovered", kind: "time" },
        { title: "Days", kind: "number" },
      ],
      rows: page.report.drawdowns.map((fall) => drawdownRow(page, fall)),
      empty:
        page.report.returns.max_drawdown.value === null ? "The equity is not known." : "No evening was below a peak.",
    }),
  };
}

function drawdownRow(page: ReportPage, fall: DrawdownRow): Content[] {
  const link = spanLink(page, fall.peak, fall.recovered ?? page.report.last_day);
  return [
    page.result(shownPercent(fall.depth, "signed"), link),
    page.result(shownMoney(fall.money, page.report.currency, "signed"), link),
    fall.peak ?? "at the start",
    fall.trough,
    fall.recovered ?? html`<span class="muted">not yet</span>`,
    page.value(shownCount(fall.days), link),
  ];
}

/** The largest size among amounts, as a float64: for the length of bars only. */
export function largest(amounts: readonly string[]): number {
  return amounts.reduce((most, amount) => Math.max(most, Math.abs(Number(amount))), 0);
}
