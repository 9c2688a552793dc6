import { closingLines } from "@daybook/analytics";
import type { Figure, LogLink, PerformanceReport } from "@daybook/analytics";
import type { Shown } from "../format/shown-value.ts";
import { visibleText } from "../format/visible-text.ts";
import { MAX_TITLE_LENGTH } from "../limits.ts";
import { Footnotes } from "../html/footnotes.ts";
import { LogAddresses } from "../html/log-address.ts";
import { html } from "../html/markup.ts";
import type { Content, Markup } from "../html/markup.ts";
import { breakable, isolated } from "../html/name-text.ts";

/** What the parts of one page share: the report, where its links lead, and the reasons that were given so far. */
export class ReportPage {
  readonly report: PerformanceReport;
  readonly addresses: LogAddresses;
  readonly footnotes = new Footnotes();

  constructor(report: PerformanceReport, linkBase: string | null) {
    this.report = report;
    this.addresses = new LogAddresses(report, linkBase);
  }

  get currency(): string {
    return visibleText(this.report.currency);
  }

  /** A value that leads to its lines; its title has all digits, and the query where there is no address. */
  value(shown: Shown, link: LogLink | null = this.everything, covers: readonly string[] = []): Markup {
    return this.#linked(shown.text, shown.exact, toneClass(shown), link, covers);
  }

  /** A result: as {@link value}, in the colour of its sign. */
  result(shown: Shown, link: LogLink | null = this.everything, covers: readonly string[] = []): Markup {
    return this.#linked(shown.text, shown.exact, toneClass(shown, true), link, covers);
  }

  /** A name that leads to its lines. */
  name(text: string, link: LogLink | null, covers: readonly string[] = []): Markup {
    const shown = text === "" ? "(none)" : visibleText(text);
    return isolated(shown, this.#linked(breakable(shown), null, "name", link, covers));
  }

  figure(figure: Figure, show: (value: number) => Shown, isResult = false): Content {
    if (figure.value === null) return this.footnotes.missing(figure.reason ?? "not known");
    return isResult ? this.result(show(figure.value)) : this.value(show(figure.value));
  }

  get everything(): LogLink {
    return closingLines(this.report);
  }

  #linked(
    content: Content,
    exact: string | null,
    className: string,
    link: LogLink | null,
    covers: readonly string[],
  ): Markup {
    const address = link === null ? null : this.addresses.of(link, covers);
    const query = link === null || address !== null ? null : `lines: ${link.query}`;
    const title = [exact, query].filter((part) => part !== null).join(" · ");
    const attribute = title === "" ? null : html` title="${visibleText(title, MAX_TITLE_LENGTH)}"`;
    if (address === null) return html`<span class="${className}" ${attribute}>${content}</span>`;
    return html`<a class="${className}" href="${address}" ${attribute}>${content}</a>`;
  }
}

function toneClass({ sign }: Shown, isResult = false): string {
  if (!isResult || sign === 0) return "value";
  return sign > 0 ? "value gain" : "value loss";
}
