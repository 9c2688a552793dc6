export interface Column {
  title: string;
  align?: "left" | "right";
}

/** Rows under titles, columns two spaces apart. Cells are plain text; `paintTitle` sees the padded title. */
export function formatTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  paintTitle: (text: string) => string,
): string {
  const widths = columns.map((column, i) => Math.max(column.title.length, ...rows.map((row) => row[i]?.length ?? 0)));
  const pad = (text: string, i: number): string => {
    const width = widths[i] ?? 0;
    if (columns[i]?.align === "right") return text.padStart(width);
    return i === columns.length - 1 ? text : text.padEnd(width);
  };
  const lines = [columns.map((column, i) => paintTitle(pad(column.title, i))).join("  ")];
  for (const row of rows) lines.push(columns.map((_, i) => pad(row[i] ?? "", i)).join("  "));
  return `${lines.join("\n")}\n`;
}

/** Bars of eight heights, one for each value. */
export function sparkline(values: readonly number[]): string {
  const top = Math.max(...values, 1);
  return values.map((value) => (value === 0 ? "·" : "▁▂▃▄▅▆▇█"[Math.ceil((value / top) * 8) - 1])).join("");
}
