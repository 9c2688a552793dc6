import { html, trustedMarkup } from "./markup.ts";
import type { Content, Markup } from "./markup.ts";
import { section } from "./sections.ts";
import type { Section } from "./sections.ts";
import { pageStyle } from "./style.ts";

/** A document of sections. All text in it is escaped by whoever made the parts. */
export interface PageParts {
  readonly title: string;
  readonly head: Markup;
  readonly sections: readonly Section[];
  readonly foot: Content;
}

/** Nothing may be loaded, run, framed or sent: what a reader sees is in the file. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/** One self-contained HTML file. */
export function renderPage({ title, head, sections, foot }: PageParts): string {
  const listed = sections.filter(({ isMinor }) => isMinor !== true);
  const contents = listed.map(({ id, title: name }) => html`<li><a href="#${id}">${name}</a></li>`);
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="${trustedMarkup(POLICY)}" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <meta name="referrer" content="no-referrer" />
        <title>${title}</title>
        <style>
          ${trustedMarkup(pageStyle())}
        </style>
      </head>
      <body>
        ${head}
        <nav class="contents" aria-label="Contents">
          <ul>
            ${contents}
          </ul>
        </nav>
        <main>${sections.map(section)}</main>
        <footer class="foot">${foot}</footer>
      </body>
    </html> `;
  return `${page.source.trim()}\n`;
}
