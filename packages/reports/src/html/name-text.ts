import { visibleText } from "../format/visible-text.ts";
import { html } from "./markup.ts";
import type { Content, Markup } from "./markup.ts";

/** Names up to so many UTF-16 units stay on one line; longer ones break anywhere. */
const SHORT_NAME = 18;

/** A name from outside, in a direction of its own, so that it cannot turn what stands around it. */
export function nameText(name: string): Markup {
  return isolated(name, visibleText(name));
}

/** Content that shows a name, kept together when the name is short. */
export function isolated(name: string, content: Content): Markup {
  return html`<bdi class="${name.length <= SHORT_NAME ? "short" : "long"}">${content}</bdi>`;
}
