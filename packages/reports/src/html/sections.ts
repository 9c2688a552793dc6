import { html } from "./markup.ts";
import type { Content, Markup } from "./markup.ts";

/** A part of a page with a heading that the list of contents leads to. */
export interface Section {
  /** Unique on the page; letters, digits and dashes. */
  readonly id: string;
  readonly title: string;
  /** One sentence below the heading. */
  readonly lead?: Content;
  readonly body: Content;
  /** `new-page`: begins a page of paper. `together`: is not broken over two. */
  readonly paper?: "new-page" | "together";
  /** Left out of the list of contents. */
  readonly isMinor?: boolean;
}

export function section({ id, title, lead, body, paper }: Section): Markup {
  const place = paper === undefined ? "" : ` ${paper}`;
  const sentence = lead === undefined ? null : html`<p class="lead">${lead}</p>`;
  return html`<section id="${id}" class="part${place}" aria-labelledby="${id}-title">
    <h2 id="${id}-title">${title}</h2>
    ${sentence}${body}
  </section> `;
}

/** A figure in a card. */
export interface KeyFigure {
  readonly label: string;
  readonly value: Content;
  /** A second line: how it comes about. */
  readonly note?: Content;
  readonly tone?: Tone;
}

export type Tone = "gain" | "loss" | "plain";

export function toneOf(sign: number): Tone {
  return sign > 0 ? "gain" : sign < 0 ? "loss" : "plain";
}

export function figures(list: readonly KeyFigure[]): Markup {
  const cards = list.map(
    ({ label, value, note, tone = "plain" }) =>
      html`<div class="card">
        <dt>${label}</dt>
        <dd>
          <span class="big ${tone}">${value}</span
          >${note === undefined ? null : html`<span class="small">${note}</span>`}
        </dd>
      </div>`,
  );
  return html`<dl class="cards">${cards}</dl>`;
}

/**
 * A column of a table. `number`: to the right, digits below each other. `name`: may be long and breaks anywhere. `bar`:
 * {@link bars}, with no title. `span`: how long something took; may take two lines on paper.
 */
export interface Column {
  readonly title: string;
  readonly kind: "number" | "name" | "text" | "time" | "bar" | "span";
  /** Not shown where the window is narrow; paper has it. */
  readonly isExtra?: boolean;
}

export interface Table {
  /** What the table is, for who cannot see it; also the name of the group that scrolls. */
  readonly caption: string;
  readonly columns: readonly Column[];
  /** Cells in the order of the columns; the first names its row. */
  readonly rows: readonly (readonly Content[])[];
  /** Said below when rows are left out. */
  readonly leftOut?: Content;
  /** What is shown without a row. */
  readonly empty?: string;
}

/** A table whose head is repeated on each page of paper, in a group that scrolls sideways by itself. */
export function table({ caption, columns, rows, leftOut, empty }: Table): Markup {
  if (rows.length === 0) return html`<p class="empty">${empty ?? "None."}</p>`;
  const classes = columns.map(({ kind, isExtra }) => (isExtra === true ? `${kind} extra` : kind));
  const head = columns.map(({ title }, at) =>
    title === "" ? html`<td class="${classes[at]}"></td>` : html`<th scope="col" class="${classes[at]}">${title}</th>`,
  );
  const body = rows.map((row) => {
    const cells = row.map((cell, at) =>
      at === 0
        ? html`<th scope="row" class="${classes[at]}">${cell}</th>`
        : html`<td class="${classes[at]}">${cell}</td>`,
    );
    return html`<tr>
      ${cells}
    </tr> `;
  });
  const more = leftOut === undefined || leftOut === null ? null : html`<p class="left-out">${leftOut}</p>`;
  return html`<div class="scroll" role="group" aria-label="${caption}" tabindex="0">
      <table>
        <caption>
          ${caption}
        </caption>
        <thead>
          <tr>
            ${head}
          </tr>
        </thead>
        <tbody>
          ${body}
        </tbody>
      </table>
    </div>
    ${more}`;
}

/** A value as a bar from the middle: to the right when won, to the left when lost. `share` of the largest, −1 … 1. */
export function bars(share: number): Markup {
  const size = Math.min(1, Math.abs(share));
  const width = Math.round(size * 30 * 10) / 10;
  const x = share < 0 ? Math.round((30 - width) * 10) / 10 : 30;
  const tone = toneOf(share);
  return html`<svg viewBox="0 0 60 10" preserveAspectRatio="none" aria-hidden="true">
    <path class="axis" d="M30 0V10" />
    <rect class="${tone}" x="${x}" y="1.5" width="${width}" height="7" rx="1" />
  </svg>`;
}
