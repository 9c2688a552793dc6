import type { DailyReport } from "@daybook/analytics";
import { visibleText } from "../format/visible-text.ts";
import { html } from "../html/markup.ts";
import { renderPage } from "../html/page.ts";
import type { Section } from "../html/sections.ts";
import { conventionsSection } from "../performance/conventions-part.ts";
import { masthead, periodText } from "../performance/masthead.ts";
import type { HtmlOptions } from "../performance/performance-html.ts";
import { performanceSections } from "../performance/performance-html.ts";
import { notesSection, reasonsSection } from "../performance/remarks-part.ts";
import { ReportPage } from "../performance/report-page.ts";
import { LogPart } from "./line-links.ts";
import { endpointsSection, errorsSection, systemFigures, uptimeSection, volumeSection } from "./system-part.ts";
import { executionSection, modelsSection, riskSection } from "./trading-parts.ts";

/** Sections that say something of many days, which one day has not. */
const OF_MANY_DAYS: ReadonlySet<string> = new Set(["equity", "calendar", "months", "weekdays", "drawdowns", "days"]);

/** A daily report as one HTML file, as `renderPerformanceHtml` makes them. */
export function renderDailyHtml(report: DailyReport, options: HtmlOptions = {}): string {
  const page = new ReportPage(report.performance, options.linkBase ?? null);
  const part = new LogPart(page.addresses, report.period, page.footnotes);
  const title = options.title ?? "Daily report";
  const isOneDay = report.performance.days.length <= 1;
  const trading = performanceSections(page).filter(({ id }) => !isOneDay || !OF_MANY_DAYS.has(id));
  const rest: (Section | null)[] = [
    executionSection(report, part),
    modelsSection(report, part),
    riskSection(report, part),
    systemFigures(report.system, part),
    errorsSection(report.system, part),
    endpointsSection(report.system, part),
    uptimeSection(report.system),
    volumeSection(report.system, part),
  ];
  const sections = [...trading, ...present(rest)];
  return renderPage({
    title: `${visibleText(title)} · ${periodText(page)}`,
    head: masthead(page, title, options.generatedAt ?? null),
    sections: [...sections, ...present([notesSection(page), reasonsSection(page), conventionsSection(page)])],
    foot: html`Daybook · ${report.format}`,
  });
}

function present(sections: readonly (Section | null)[]): Section[] {
  return sections.filter((section) => section !== null);
}
