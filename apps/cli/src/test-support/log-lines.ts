/** A line as the logger writes it; `n` makes its id and time, the later the greater. */
export function logLine(n: number, fields: Record<string, unknown> = {}): string {
  const { timestamp, level = "INFO", ...rest } = fields;
  const event = {
    timestamp: timestamp ?? `2026-01-15T10:00:00.${String(n).padStart(6, "0")}Z`,
    level,
    service: "bot",
    event_type: "log",
    message: `event ${n}`,
    id: idOf(n),
    ...rest,
    host: "h",
    pid: 7,
  };
  return JSON.stringify(event);
}

/** The end names the thread that writes. */
export function idOf(n: number, thread = "00000000000a"): string {
  return `${String(n).padStart(8, "0")}-0000-7000-8000-${thread}`;
}

/** As {@link logLine} for each number, as the text of a file. */
export function logText(...numbers: number[]): string {
  return numbers.map((n) => `${logLine(n)}\n`).join("");
}
