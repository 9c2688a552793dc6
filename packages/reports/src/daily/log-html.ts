import type { LogReport } from "@daybook/analytics";
import { shownTime } from "../format/shown-value.ts";
import { visibleText } from "../format/visible-text.ts";
import { Footnotes } from "../html/footnotes.ts";
import { LogAddresses } from "../html/log-address.ts";
import { html } from "../html/markup.ts";
import { renderPage } from "../html/page.ts";
import type { Section } from "../html/sections.ts";
import type { HtmlOptions } from "../performance/performance-html.ts";
import { LogPart } from "./line-links.ts";
import { endpointsSection, errorsSection, systemFigures, uptimeSection, volumeSection } from "./system-part.ts";

/** What was logged in a time, as one HTML file. */
export function renderLogHtml(report: LogReport, options: HtmlOptions = {}): string {
  const { system, period } = report;
  const convention = { time_zone: "UTC", close: "00:00" };
  const addresses = new LogAddresses({ first_day: null, last_day: null, convention }, options.linkBase ?? null);
  const footnotes = new Footnotes();
  const part = new LogPart(addresses, period, footnotes);
  const title = visibleText(options.title ?? "Log report");
  const time = `${period.start === null ? "the first event" : shownTime(period.start).text} – ${period.end === null ? "the last event" : shownTime(period.end).text} UTC`;
  const sections = [
    { ...systemFigures(system, part), isMinor: true },
    errorsSection(system, part),
    endpointsSection(system, part),
    uptimeSection(system),
    volumeSection(system, part),
  ];
  const reasons = footnotes.list;
  const notes: Section | null = reasons === null ? null : { id: "reasons", title: "Missing figures", body: reasons };
  return renderPage({
    title: `${title} · ${time}`,
    head: html`<header class="masthead">
      <p class="brand">Daybook</p>
      <h1>${title}</h1>
      <dl class="facts">
        <div>
          <dt>Period</dt>
          <dd><b>${time}</b></dd>
        </div>
      </dl>
    </header> `,
    sections: [...sections, notes].filter((section) => section !== null),
    foot: html`Daybook · ${report.format}`,
  });
}
