/** A text without control characters: no event can move the cursor or forge a line. */
export function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, (unit) => `\\x${unit.charCodeAt(0).toString(16).padStart(2, "0")}`);
}

/** The exception of a record, a line for each line of its stack; `paint` colours one. */
export function stackText(record: Record<string, unknown>, paint: (text: string) => string): string {
  const lines = record["stack_trace"];
  if (Array.isArray(lines)) return lines.map((line) => `  ${paint(printable(String(line)))}\n`).join("");
  const { exception_type: type, exception_message: message } = record;
  return typeof type === "string" ? `  ${paint(printable(`${type}: ${String(message)}`))}\n` : "";
}
