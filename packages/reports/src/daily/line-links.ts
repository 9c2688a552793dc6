import { quoted } from "@daybook/analytics";
import type { Figure, Period } from "@daybook/analytics";
import type { Shown } from "../format/shown-value.ts";
import { visibleText } from "../format/visible-text.ts";
import type { Footnotes } from "../html/footnotes.ts";
import type { LogAddresses } from "../html/log-address.ts";
import { html } from "../html/markup.ts";
import type { Content } from "../html/markup.ts";

/** What the parts about logs share: where links lead, the time that they cover, and the reasons that were given. */
export class LogPart {
  readonly #addresses: LogAddresses;
  readonly #period: Period;
  readonly #footnotes: Footnotes;

  constructor(addresses: LogAddresses, period: Period, footnotes: Footnotes) {
    this.#addresses = addresses;
    this.#period = period;
    this.#footnotes = footnotes;
  }

  /** Text that leads to the lines of a query within the report's time. */
  lines(text: string, query: string, exact?: string): Content {
    const { start, end } = this.#period;
    const address = this.#addresses.of({ query, start, end });
    const title = address === null ? `lines: ${query}` : (exact ?? "");
    const attribute = title === "" ? null : html` title="${visibleText(title, 500)}"`;
    if (address === null) return html`<span${attribute}>${text}</span>`;
    return html`<a href="${address}" ${attribute}>${text}</a>`;
  }

  /** A name that leads to its lines. */
  name(text: string, query: string): Content {
    return html`<bdi>${this.lines(text === "" ? "(none)" : visibleText(text), query)}</bdi>`;
  }

  figure(value: Figure, show: (value: number) => Shown): Content {
    if (value.value === null) return this.#footnotes.missing(value.reason ?? "not known");
    const { text, exact } = show(value.value);
    return html`<span title="${exact}">${text}</span>`;
  }
}

/** `field:"value"` of the search language; absence for an empty value. */
export function fieldQuery(field: string, value: string): string {
  return value === "" ? `-${field}:*` : `${field}:${quoted(value)}`;
}
