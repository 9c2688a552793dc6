import { visibleText } from "../format/visible-text.ts";
import { html } from "./markup.ts";
import type { Content, Markup } from "./markup.ts";

/** Names up to so many UTF-16 units stay on one line of a window; longer ones break anywhere. */
const SHORT_NAME = 18;
/** Where a name may break when it must: `BTC/USDT:USDT`, `stop_loss`; never a date or a time. */
const PARTS = /(?<=[/:_-])(?=\p{L})/u;

/** A name from outside, in a direction of its own, so that it cannot turn what stands around it. */
export function nameText(name: string): Markup {
  return isolated(name, breakable(visibleText(name)));
}

/** Content that shows a name, kept together when the name is short. */
export function isolated(name: string, content: Content): Markup {
  return html`<bdi class="${name.length <= SHORT_NAME ? "short" : "long"}">${content}</bdi>`;
}

/** Text with places at which it may break. */
export function breakable(text: string): Content {
  return text.split(PARTS).map((part, at) => (at === 0 ? part : html`<wbr />${part}`));
}
