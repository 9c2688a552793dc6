import { shownMoney, shownTime } from "../format/shown-value.ts";
import { visibleText } from "../format/visible-text.ts";
import { html, trustedMarkup } from "../html/markup.ts";
import type { Content, Markup } from "../html/markup.ts";
import type { ReportPage } from "./report-page.ts";

/** A book with a day's line in it. */
const SIGN = trustedMarkup(
  '<svg class="sign" viewBox="0 0 24 24" aria-hidden="true"><path d="M4 3h13a3 3 0 0 1 3 3v15H7a3 3 0 0 1-3-3z" fill="none" stroke="currentColor" stroke-width="2" stroke-linejoin="round"/><path d="M8 14l3-4 2.5 3L17 8" fill="none" stroke="var(--brand)" stroke-width="2" stroke-linecap="round" stroke-linejoin="round"/></svg>',
);

/** The head of the page: what this is a report of. */
export function masthead(page: ReportPage, title: string, generatedAt: string | null): Markup {
  const facts = factsOf(page, generatedAt).map(
    ([name, value]) =>
      html`<div>
        <dt>${name}</dt>
        <dd>${value}</dd>
      </div>`,
  );
  return html`<header class="masthead">
    <p class="brand">${SIGN}<span>Daybook</span></p>
    <h1><bdi>${visibleText(title)}</bdi></h1>
    <dl class="facts">${facts}</dl>
  </header> `;
}

/** `1 Jan 2024 – 31 Jan 2024` is for people of one country: days are written as everywhere in Daybook. */
export function periodText(page: ReportPage): string {
  const { first_day: first, last_day: last, period } = page.report;
  if (first !== null && last !== null) return first === last ? first : `${first} – ${last}`;
  if (period.start === null && period.end === null) return "everything logged";
  const [start, end] = [period.start, period.end].map((time) => (time === null ? null : shownTime(time).text));
  return `${start ?? "the first event"} – ${end ?? "the last event"} UTC`;
}

function factsOf(page: ReportPage, generatedAt: string | null): [string, Content][] {
  const { convention, days, currency, starting_equity: start, ending_equity: end } = page.report;
  const facts: [string, Content][] = [
    ["Period", html`<b>${periodText(page)}</b>${days.length > 1 ? ` · ${days.length} days` : ""}`],
  ];
  facts.push([
    "Days end",
    `${convention.close === "00:00" ? "midnight" : convention.close}, ${visibleText(convention.time_zone)}`,
  ]);
  facts.push(["Currency", html`<bdi>${currency === "" ? "not logged" : page.currency}</bdi>`]);
  if (start !== null) {
    const from = page.report.starting_equity_from === "account_balance" ? "as logged" : "as set";
    facts.push([
      "Equity at start",
      html`${page.value(shownMoney(start, currency), null)} <span class="muted">${from}</span>`,
    ]);
  }
  if (end !== null)
    facts.push(["Equity at end", html`${page.value(shownMoney(end, currency), null)} ${balanceCheck(page)}`]);
  if (generatedAt !== null) facts.push(["Made", visibleText(generatedAt)]);
  return facts;
}

/** Whether the computed equity is what the account said last. */
function balanceCheck(page: ReportPage): Markup | null {
  const logged = page.report.logged_balance;
  if (logged === null || logged.difference === null) return null;
  const shown = shownMoney(logged.difference, page.report.currency, "signed");
  if (shown.sign === 0) return html`<span class="muted">as logged</span>`;
  return html`<span class="muted">logged: ${page.value(shown, null)}</span>`;
}
