import { plainText, shownCount, shownMoney } from "../format/shown-value.ts";
import type { Shown } from "../format/shown-value.ts";
import { visibleSentence, visibleText } from "../format/visible-text.ts";
import { html } from "../html/markup.ts";
import type { Content } from "../html/markup.ts";
import { table } from "../html/sections.ts";
import type { Section } from "../html/sections.ts";
import { MAX_HTML_NOTES } from "../limits.ts";
import type { ReportPage } from "./report-page.ts";

/** Figures of another tool beside ours; null when none was asked for. */
export function compatSection(page: ReportPage): Section | null {
  const { compat } = page.report;
  if (compat === null) return null;
  return {
    id: "compat",
    title: `As ${compat.tool} computes it`,
    lead: `The same trades through the formulas of ${compat.tool}, and why they differ from ours.`,
    body: html`<div class="comparison">
      ${table({
        caption: `Figures of ${compat.tool} beside ours`,
        columns: [
          { title: "Figure", kind: "text" },
          { title: compat.tool, kind: "number" },
          { title: "Daybook", kind: "number" },
          { title: "Why they differ", kind: "text" },
        ],
        rows: compat.figures
          .slice(0, MAX_HTML_NOTES)
          .map(({ name, value, ours, why }): Content[] => [
            visibleText(name),
            value === null
              ? page.footnotes.missing(`${compat.tool} has no value for these trades`)
              : page.value(shownNumber(value)),
            ours === null
              ? html`<span class="none" title="no figure of ours has this name">—</span>`
              : page.value(shownNumber(ours)),
            html`<span class="muted">${visibleSentence(why)}</span>`,
          ]),
      })}
    </div>`,
  };
}

/** Seven significant digits: two tools are compared, so more than elsewhere. */
function shownNumber(value: number): Shown {
  const text = plainText(Number(value.toPrecision(7))).replace("-", "−");
  return { text, exact: plainText(value), sign: 0 };
}

/** Trades of other currencies, which are in no figure; null when there is one currency. */
export function currenciesSection(page: ReportPage): Section | null {
  const { currencies, currency: main } = page.report;
  if (currencies.length < 2) return null;
  return {
    id: "currencies",
    title: "Currencies",
    lead: `All figures are of trades in ${page.currency === "" ? "no named currency" : page.currency}; nothing is converted.`,
    body: table({
      caption: "Results by currency",
      columns: [
        { title: "Currency", kind: "name" },
        { title: "Net P&L", kind: "number" },
        { title: "Trades", kind: "number" },
        { title: "Won", kind: "number" },
        { title: "Lost", kind: "number" },
      ],
      rows: currencies
        .slice(0, MAX_HTML_NOTES)
        .map(({ currency, pnl, trades, wins, losses }): Content[] => [
          html`<bdi>${currency === "" ? "(none)" : visibleText(currency)}</bdi
            >${currency === main ? " · this report" : null}`,
          page.result(shownMoney(pnl, currency, "signed"), null),
          shownCount(trades).text,
          shownCount(wins).text,
          shownCount(losses).text,
        ]),
    }),
  };
}

/** What a reader must know; null when there is nothing to say. */
export function notesSection(page: ReportPage): Section | null {
  const { notes } = page.report;
  if (notes.length === 0) return null;
  const left = notes.length - MAX_HTML_NOTES;
  const items = notes.slice(0, MAX_HTML_NOTES).map((note) => html`<li><bdi>${visibleSentence(note)}</bdi></li>`);
  const more =
    left > 0 ? html`<p class="left-out">${shownCount(left).text} more are left out here; JSON has them.</p>` : null;
  return {
    id: "notes",
    title: "Notes",
    body: html`<ul class="notes">
        ${items}
      </ul>
      ${more}`,
  };
}

/** Why figures are missing; null when none is. Comes after everything that gives a reason. */
export function reasonsSection(page: ReportPage): Section | null {
  const { list } = page.footnotes;
  return list === null ? null : { id: "reasons", title: "Why figures are missing", body: list, isMinor: true };
}
