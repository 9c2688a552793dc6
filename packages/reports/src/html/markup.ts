/** A piece of HTML that is safe to put into a document. Only this module makes it. */
export class Markup {
  readonly source: string;

  constructor(source: string) {
    this.source = source;
  }
}

export type Content = Markup | string | number | readonly Content[] | null | undefined;

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** Text for an element or for an attribute in quotes. */
export function escapeText(text: string): string {
  return text.replace(/[&<>"'\0\p{Cs}]/gu, (character) => ESCAPES[character] ?? "\u{fffd}");
}

/**
 * HTML with values in it. A value that is not {@link Markup} is text and is escaped, inside of an attribute too; attributes
 * are always in double quotes. Lists are put one after the other; null and undefined are nothing.
 */
export function html(strings: TemplateStringsArray, ...values: readonly Content[]): Markup {
  const parts = withoutIndent(strings);
  let source = parts[0] ?? "";
  values.forEach((value, at) => {
    source += render(value) + (parts[at + 1] ?? "");
  });
  return new Markup(source);
}

const unindented = new WeakMap<TemplateStringsArray, readonly string[]>();

/** The indent of a template is for who reads the source; in the file it would be a third of the bytes. */
function withoutIndent(strings: TemplateStringsArray): readonly string[] {
  let parts = unindented.get(strings);
  if (parts === undefined) unindented.set(strings, (parts = strings.map((text) => text.replace(/\n\s+/g, "\n"))));
  return parts;
}

/** Markup that this package wrote itself: styles and charts. Never anything that was logged. */
export function trustedMarkup(source: string): Markup {
  return new Markup(source);
}

function render(value: Content): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Markup) return value.source;
  if (typeof value === "string") return escapeText(value);
  return typeof value === "number" ? String(value) : value.map(render).join("");
}
