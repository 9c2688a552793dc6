import type { Convention } from "@daybook/analytics";
import { visibleText } from "../format/visible-text.ts";
import { html } from "../html/markup.ts";
import type { Section } from "../html/sections.ts";
import type { ReportPage } from "./report-page.ts";

/** By what rules the figures were made, in full sentences: the report is to be understood in ten years. */
export function conventionsSection(page: ReportPage): Section {
  const items = conventionLines(page.report.convention).map(
    ([name, text]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${text}</dd>
      </div>`,
  );
  return {
    id: "conventions",
    title: "Conventions",
    body: html`<dl class="conventions">${items}</dl>`,
    paper: "together",
  };
}

const SOURCES: Readonly<Record<Convention["source"], string>> = {
  auto: "Entries and exits where they were logged, else fills.",
  events: "Entries and exits as they were logged.",
  fills: "Fills; entries and exits that were logged are not used.",
};

const MATCHINGS: Readonly<Record<Convention["matching"], string>> = {
  fifo: "What was bought first is sold first (FIFO).",
  lifo: "What was bought last is sold first (LIFO).",
  average: "What is sold leaves at the average price of what is held.",
};

const ROUND_TRIPS: Readonly<Record<Convention["round_trips"], string>> = {
  flat_to_flat: "A trade of fills lasts from flat to flat.",
  per_close: "Each fill that closes something is a trade.",
  per_run: "Fills that follow each other in one direction are one; each that closes something is a trade.",
};

export function conventionLines(convention: Convention): [string, string][] {
  const { time_zone: zone, close, periods_per_year: periods, risk_free: riskFree } = convention;
  const closing = close === "00:00" ? "Calendar days" : `Days that end at ${close}`;
  return [
    ["Day", `${closing} of ${visibleText(zone)}. Results are booked on the day of the close.`],
    [
      "Return",
      "The result of a day over the equity of the evening before; every calendar day counts. Deposits and withdrawals are no return.",
    ],
    ["Year", `P = ${periods} periods a year; a risk-free rate of ${riskFree} a year; deviations with n\u{a0}−\u{a0}1.`],
    ["Drawdown", "Of the equity in the evenings, from its highest so far; the starting balance is the first peak."],
    [
      "Trades",
      `${SOURCES[convention.source]} ${MATCHINGS[convention.matching]} ${ROUND_TRIPS[convention.round_trips]}`,
    ],
    [
      "Result",
      "As the exit reports it, else computed; net of fees. A breakeven trade is a trade, neither won nor lost.",
    ],
    ["Not counted", "Open positions and incomplete trades are listed, and are in no figure."],
    [
      "Digits",
      "Money is exact: it is rounded only for display, half to even, and its title has every digit. Ratios are float64.",
    ],
  ];
}
