import type { PerformanceReport } from "@daybook/analytics";
import { visibleText } from "../format/visible-text.ts";
import { html } from "../html/markup.ts";
import { renderPage } from "../html/page.ts";
import type { Section } from "../html/sections.ts";
import { calendarSection, distributionSection, equitySection } from "./charts-part.ts";
import { conventionsSection } from "./conventions-part.ts";
import { allFigures } from "./figures-part.ts";
import {
  exitReasonsSection,
  hoursSection,
  sidesSection,
  strategiesSection,
  symbolsSection,
  weekdaysSection,
} from "./groups-part.ts";
import { keyFigures } from "./key-figures.ts";
import { masthead, periodText } from "./masthead.ts";
import { daysSection, drawdownsSection, monthsSection } from "./periods-part.ts";
import { incompleteSection, openSection } from "./positions-part.ts";
import { compatSection, currenciesSection, notesSection, reasonsSection } from "./remarks-part.ts";
import { ReportPage } from "./report-page.ts";
import { tradesSection } from "./trades-part.ts";

export interface HtmlOptions {
  /** Default: "Performance report". */
  readonly title?: string | undefined;
  /** When it was made, as it is to be printed. Without it the same report gives the same bytes at any time. */
  readonly generatedAt?: string | null | undefined;
  /** Where the page of the server is, for links to the lines; without it titles have the queries. */
  readonly linkBase?: string | null | undefined;
}

/**
 * A performance report as one HTML file that needs nothing else: no script, no request; for windows of any width, light and
 * dark, and for paper. The same report and options give the same bytes. Throws RangeError for a `linkBase` that is no
 * http(s) address or path.
 */
export function renderPerformanceHtml(report: PerformanceReport, options: HtmlOptions = {}): string {
  const page = new ReportPage(report, options.linkBase ?? null);
  const title = options.title ?? "Performance report";
  const sections = performanceSections(page);
  return renderPage({
    title: `${visibleText(title)} · ${periodText(page)}`,
    head: masthead(page, title, options.generatedAt ?? null),
    // The reasons are known when everything else is made.
    sections: [...sections, ...present([notesSection(page), reasonsSection(page), conventionsSection(page)])],
    foot: html`Daybook · ${report.format}`,
  });
}

/** The sections of a performance report, for other reports too. */
export function performanceSections(page: ReportPage): Section[] {
  return present(page.report.trades.trades === 0 ? emptySections(page) : fullSections(page));
}

function fullSections(page: ReportPage): (Section | null)[] {
  return [
    keyFigures(page),
    equitySection(page),
    calendarSection(page),
    distributionSection(page),
    monthsSection(page),
    symbolsSection(page),
    strategiesSection(page),
    // The longest first: it stands to the right of the other three.
    hoursSection(page),
    sidesSection(page),
    exitReasonsSection(page),
    weekdaysSection(page),
    allFigures(page),
    compatSection(page),
    drawdownsSection(page),
    daysSection(page),
    openSection(page),
    incompleteSection(page),
    currenciesSection(page),
    tradesSection(page),
  ];
}

function emptySections(page: ReportPage): (Section | null)[] {
  const nothing: Section = {
    id: "nothing",
    title: "No closed trades",
    isMinor: true,
    body: html`<p class="empty">
      No trade was closed in this period, so there is nothing to measure. Trades come from <code>trade_entry</code> and
      <code>trade_exit</code> events, or from <code>order_filled</code> events.
    </p>`,
  };
  return [keyFigures(page), nothing, openSection(page), incompleteSection(page), currenciesSection(page)];
}

function present(sections: readonly (Section | null)[]): Section[] {
  return sections.filter((section) => section !== null);
}
