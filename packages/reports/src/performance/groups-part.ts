import { closingLines, quoted, strategyLines, symbolLines } from "@daybook/analytics";
import type { GroupRow, LogLink, Trade } from "@daybook/analytics";
import { shownCount, shownMoney, shownPercent, shownRatio } from "../format/shown-value.ts";
import { html } from "../html/markup.ts";
import type { Content, Markup } from "../html/markup.ts";
import { bars, table } from "../html/sections.ts";
import type { Column, Section } from "../html/sections.ts";
import { MAX_HTML_GROUPS, MAX_LINKED_TRADES } from "../limits.ts";
import { largest, SHORT_ROWS } from "./periods-part.ts";
import type { ReportPage } from "./report-page.ts";

interface Grouping {
  readonly id: string;
  readonly title: string;
  readonly column: string;
  readonly rows: readonly GroupRow[];
  readonly keyOf: (trade: Trade) => string;
  /** The lines of a group where the search language has a word for it. */
  readonly link?: (key: string) => LogLink;
  readonly label?: (key: string) => string;
  /** As many columns as fit beside another table. */
  readonly isHalf?: boolean;
}

const WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

export function symbolsSection(page: ReportPage): Section {
  const { report } = page;
  return groupSection(page, {
    id: "symbols",
    title: "By symbol",
    column: "Symbol",
    rows: report.by_symbol,
    keyOf: ({ symbol }) => symbol,
    link: (key) => symbolLines(report, key),
  });
}

export function strategiesSection(page: ReportPage): Section {
  const { report } = page;
  return groupSection(page, {
    id: "strategies",
    title: "By strategy",
    column: "Strategy",
    rows: report.by_strategy,
    keyOf: ({ strategy }) => strategy,
    link: (key) => strategyLines(report, key),
  });
}

export function sidesSection(page: ReportPage): Section {
  return groupSection(page, {
    id: "sides",
    title: "By side",
    column: "Side",
    rows: page.report.by_side,
    keyOf: ({ side }) => side,
    isHalf: true,
  });
}

export function exitReasonsSection(page: ReportPage): Section {
  return groupSection(page, {
    id: "exit-reasons",
    title: "By exit reason",
    column: "Exit reason",
    rows: page.report.by_exit_reason,
    keyOf: (trade) => trade.exit_reason,
    isHalf: true,
  });
}

export function weekdaysSection(page: ReportPage): Section {
  const { clock } = page.addresses;
  return groupSection(page, {
    id: "weekdays",
    title: "By weekday",
    column: "Closed on",
    rows: page.report.by_weekday.toSorted((a, b) => WEEKDAYS.indexOf(a.key) - WEEKDAYS.indexOf(b.key)),
    keyOf: (trade) => weekdayOf(clock.dayOf(trade.exit_time)),
    isHalf: true,
  });
}

function weekdayOf(day: string): string {
  return WEEKDAYS[(new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7] as string;
}

export function hoursSection(page: ReportPage): Section {
  return groupSection(page, {
    id: "hours",
    title: "By hour",
    column: "Closed at, UTC",
    rows: page.report.by_hour,
    keyOf: (trade) => trade.exit_time.slice(11, 13),
    label: (key) => `${key}:00`,
    isHalf: true,
  });
}

function groupSection(page: ReportPage, grouping: Grouping): Section {
  const { id, title, rows, isHalf } = grouping;
  const shown = rows.slice(0, MAX_HTML_GROUPS);
  const left = rows.length - shown.length;
  const most = largest(shown.map(({ pnl }) => pnl));
  const links = isHalf === true ? linksByTrades(page, grouping) : grouping.link;
  return {
    id,
    title,
    // A short table that is broken over two pages has its head alone at the foot of one.
    ...(shown.length <= SHORT_ROWS ? { paper: "together" as const } : {}),
    body: table({
      caption: title,
      columns: columnsOf(grouping),
      rows: shown.map((row) => cellsOf(page, grouping, row, most, links?.(row.key) ?? null)),
      leftOut:
        left > 0 ? `${shownCount(left).text} with smaller results are left out here; JSON and CSV have them.` : null,
    }),
  };
}

function columnsOf({ column, isHalf }: Grouping): Column[] {
  const isExtra = isHalf === true;
  return [
    { title: column, kind: "name" },
    { title: "Net P&L", kind: "number" },
    { title: "", kind: "bar" },
    { title: "Trades", kind: "number" },
    { title: "Win rate", kind: "number" },
    { title: isExtra ? "PF" : "Profit factor", kind: "number" },
    ...(isExtra
      ? []
      : ([
          { title: "Won", kind: "number", isExtra: true },
          { title: "Lost", kind: "number", isExtra: true },
          { title: "Fees", kind: "number", isExtra: true },
        ] as const)),
  ];
}

function cellsOf(page: ReportPage, grouping: Grouping, row: GroupRow, most: number, link: LogLink | null): Content[] {
  const { currency } = page.report;
  const key = grouping.label?.(row.key) ?? row.key;
  return [
    page.name(key, link),
    page.result(shownMoney(row.pnl, currency, "signed"), link),
    bars(most === 0 ? 0 : Number(row.pnl) / most),
    page.value(shownCount(row.trades), link),
    row.win_rate === null ? page.footnotes.missing("no trades") : page.value(shownPercent(row.win_rate), link),
    factorOf(page, row, link),
    ...(grouping.isHalf === true
      ? []
      : [
          page.value(shownCount(row.wins), link),
          page.value(shownCount(row.losses), link),
          page.value(shownMoney(row.fees, currency), link),
        ]),
  ];
}

/** Not a footnote in each row: the sign says it, and its title. */
function factorOf(page: ReportPage, row: GroupRow, link: LogLink | null): Markup {
  if (row.profit_factor !== null) return page.value(shownRatio(row.profit_factor), link);
  return row.wins > 0
    ? html`<span title="no trade lost">∞</span>`
    : html`<span class="none" title="no trade won or lost">—</span>`;
}

/** For groups that are no field of a line: the numbers of their trades, when they are few and all in the list. */
function linksByTrades(page: ReportPage, { rows, keyOf }: Grouping): (key: string) => LogLink | null {
  const members = new Map<string, Trade[]>();
  for (const trade of page.report.trade_list) {
    const key = keyOf(trade);
    const list = members.get(key);
    if (list === undefined) members.set(key, [trade]);
    else if (list.length <= MAX_LINKED_TRADES) list.push(trade);
  }
  const counts = new Map(rows.map(({ key, trades }) => [key, trades]));
  return (key) => {
    const trades = members.get(key) ?? [];
    if (trades.length !== counts.get(key) || trades.length > MAX_LINKED_TRADES) return null;
    return closingLines(page.report, closersOf(trades));
  };
}

function closersOf(trades: readonly Trade[]): string {
  const isFills = trades[0]?.source === "fills";
  const closing = trades.flatMap(({ event_ids: ids }) => ids.slice(-1)).map(quoted);
  if (isFills) return `id:(${closing.join(" OR ")})`;
  return `(trade_id:(${trades.map(({ id }) => quoted(id)).join(" OR ")}) OR id:(${closing.join(" OR ")}))`;
}
