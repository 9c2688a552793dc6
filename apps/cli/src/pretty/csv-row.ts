/** One row after RFC 4180, ended by CRLF. Absent is empty; objects are JSON. */
export function csvRow(cells: readonly unknown[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

function csvCell(value: unknown): string {
  if (value === undefined || value === null) return "";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** `data.a.b` of an event: its key `a.b`, else key by key; undefined when it is not there. */
export function fieldAt(event: unknown, path: string): unknown {
  if (typeof event !== "object" || event === null) return undefined;
  if (Object.hasOwn(event, path)) return (event as Record<string, unknown>)[path];
  for (let dot = path.indexOf("."); dot > 0; dot = path.indexOf(".", dot + 1)) {
    const head = path.slice(0, dot);
    if (!Object.hasOwn(event, head)) continue;
    const found = fieldAt((event as Record<string, unknown>)[head], path.slice(dot + 1));
    if (found !== undefined) return found;
  }
  return undefined;
}
