import { quoted, tradeLines } from "@daybook/analytics";
import type { IncompleteTrade, OpenPosition } from "@daybook/analytics";
import { shownCount, shownMoney, shownQuantity, shownTime } from "../format/shown-value.ts";
import type { Content } from "../html/markup.ts";
import { nameText } from "../html/name-text.ts";
import { table } from "../html/sections.ts";
import type { Section } from "../html/sections.ts";
import { MAX_HTML_POSITIONS } from "../limits.ts";
import type { ReportPage } from "./report-page.ts";

/** What was not closed; null when there is nothing. */
export function openSection(page: ReportPage): Section | null {
  const { open_positions: open } = page.report;
  if (open.length === 0) return null;
  const left = open.length - MAX_HTML_POSITIONS;
  return {
    id: "open",
    title: "Open positions",
    lead: "Listed, not counted: no figure above has them in it.",
    body: table({
      caption: "Open positions",
      columns: [
        { title: "Symbol", kind: "name" },
        { title: "Strategy", kind: "name", isExtra: true },
        { title: "Side", kind: "text" },
        { title: "Since, UTC", kind: "time" },
        { title: "Quantity", kind: "number" },
        { title: "Entry", kind: "number" },
        { title: "Last price", kind: "number" },
        { title: "Unrealised", kind: "number" },
        { title: "Realised", kind: "number", isExtra: true },
        { title: "Fees", kind: "number", isExtra: true },
      ],
      rows: open.slice(0, MAX_HTML_POSITIONS).map((position) => openRow(page, position)),
      leftOut: left > 0 ? `${shownCount(left).text} more are left out here; JSON has them.` : null,
    }),
  };
}

function openRow(page: ReportPage, position: OpenPosition): Content[] {
  const { currency } = position;
  // The opening line of a position from fills is the one with its id, so both kinds are asked for alike.
  const link = tradeLines({ id: position.id, source: "events", event_ids: [] });
  const noPrice = "no price was logged since";
  return [
    page.name(position.symbol, link, [position.entry_time]),
    nameText(position.strategy),
    position.side,
    page.value(shownTime(position.entry_time), link, [position.entry_time]),
    page.value(shownQuantity(position.quantity), null),
    page.value(shownQuantity(position.entry_price), null),
    position.mark_price === null
      ? page.footnotes.missing(noPrice)
      : page.value(shownQuantity(position.mark_price), null),
    position.unrealised === null
      ? page.footnotes.missing(noPrice)
      : page.result(shownMoney(position.unrealised, currency, "signed"), null),
    page.result(shownMoney(position.realised, currency, "signed"), null),
    page.value(shownMoney(position.fees, currency), null),
  ];
}

/** Exits whose entry was never logged; null when there is none. */
export function incompleteSection(page: ReportPage): Section | null {
  const { incomplete } = page.report;
  if (incomplete.length === 0) return null;
  const left = incomplete.length - MAX_HTML_POSITIONS;
  return {
    id: "incomplete",
    title: "Incomplete trades",
    lead: "Not counted: a part of them was never logged.",
    body: table({
      caption: "Incomplete trades",
      columns: [
        { title: "Time, UTC", kind: "time" },
        { title: "Symbol", kind: "name" },
        { title: "Strategy", kind: "name", isExtra: true },
        { title: "Problem", kind: "text" },
        { title: "Reported P&L", kind: "number" },
        { title: "Trade", kind: "name", isExtra: true },
      ],
      rows: incomplete.slice(0, MAX_HTML_POSITIONS).map((trade) => incompleteRow(page, trade)),
      leftOut: left > 0 ? `${shownCount(left).text} more are left out here; JSON has them.` : null,
    }),
  };
}

function incompleteRow(page: ReportPage, trade: IncompleteTrade): Content[] {
  const link = { query: `id:${quoted(trade.event_id)}`, start: null, end: null };
  return [
    page.value(shownTime(trade.timestamp), link, [trade.timestamp]),
    nameText(trade.symbol),
    nameText(trade.strategy),
    trade.problem,
    trade.pnl === null
      ? page.footnotes.missing("the exit reports no result")
      : page.result(shownMoney(trade.pnl, trade.currency, "signed"), link, [trade.timestamp]),
    nameText(trade.id),
  ];
}
