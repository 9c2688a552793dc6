import { html } from "./markup.ts";
import type { Markup } from "./markup.ts";
import { visibleSentence } from "../format/visible-text.ts";

/** Reasons why figures are missing: each is said once, below, with a number that leads to it. */
export class Footnotes {
  readonly #numbers = new Map<string, number>();

  /** A dash with the reason as its title, and the number of the footnote. */
  missing(reason: string): Markup {
    const number = this.#numberOf(reason);
    return html`<span class="none" title="${visibleSentence(reason)}">—</span
      ><sup><a href="#reason-${number}" aria-label="Reason ${number}">${number}</a></sup>`;
  }

  /** The reason for a symbol that stands in the place of a number, for example ∞. */
  marked(shown: string, reason: string): Markup {
    const number = this.#numberOf(reason);
    return html`<span title="${visibleSentence(reason)}">${shown}</span
      ><sup><a href="#reason-${number}" aria-label="Reason ${number}">${number}</a></sup>`;
  }

  get list(): Markup | null {
    if (this.#numbers.size === 0) return null;
    const items = [...this.#numbers].map(
      ([reason, number]) => html`<li id="reason-${number}">${visibleSentence(reason)}</li>`,
    );
    return html`<ol class="reasons">
      ${items}
    </ol>`;
  }

  #numberOf(reason: string): number {
    const known = this.#numbers.get(reason);
    if (known !== undefined) return known;
    const number = this.#numbers.size + 1;
    this.#numbers.set(reason, number);
    return number;
  }
}
