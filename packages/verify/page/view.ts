/** An element with a class and children. Text is always text: nothing that a trail says can become markup. */
export function element(tag: string, className: string, ...children: readonly (Node | string)[]): HTMLElement {
  const node = document.createElement(tag);
  if (className !== "") node.className = className;
  node.append(...children);
  return node;
}

/** The element of the page with this id. */
export function byId(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no ${id}`);
  return found;
}

/** Names and values in two columns; those without a value are left out. */
export function facts(rows: readonly (readonly [name: string, value: string | undefined])[]): HTMLElement {
  const described = element("dl", "facts");
  for (const [name, value] of rows) {
    if (value !== undefined && value !== "") described.append(element("dt", "", name), element("dd", "", value));
  }
  return described;
}

export type Colour = "sound" | "damaged" | "unchecked";

/** A verdict on its own line. */
export function verdictLine(name: string, verdict: Colour, meaning: string): HTMLElement {
  const line = element("p", `verdict ${verdict}`, element("span", "name", name));
  line.append(element("strong", "", verdict), element("span", "meaning", meaning));
  return line;
}

/** The result of one check. */
export function card(title: string, verdict: Colour, ...children: readonly Node[]): HTMLElement {
  return element("article", `card ${verdict}`, element("h2", "", title), ...children);
}

export function list(className: string, items: readonly (Node | string)[]): HTMLElement {
  return element("ul", className, ...items.map((item) => element("li", "", item)));
}
