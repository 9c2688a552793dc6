import { printable, stackText } from "./printable.ts";

export interface PlainTextOptions {
  /** The logger's name takes at least so many columns. */
  readonly nameWidth: number;
  /** `trading.signals:87`: with the line of the program, where the event has one (`callSites`). */
  readonly callSites: boolean;
}

/** As on a console. */
export const PLAIN_CONSOLE: PlainTextOptions = { nameWidth: 20, callSites: false };
/** As in a file. */
export const PLAIN_FILE: PlainTextOptions = { nameWidth: 0, callSites: true };

/** Columns of a level's name; longer ones push what follows. */
const LEVEL_WIDTH = 8;

/**
 * A record's line in the format that Python's trading bots write: `2025-12-18 10:30:45 | INFO     | trading.signals:87 | LONG signal`,
 * by local time, with a newline. Fields are not in it; an exception follows on lines of its own.
 */
export function formatPlainText(line: string, { nameWidth, callSites }: PlainTextOptions): string {
  const record = JSON.parse(line) as Record<string, unknown>;
  let name = printable(String(record["logger"] ?? record["service"]));
  if (callSites && typeof record["line"] === "number") name += `:${record["line"]}`;
  const parts = [
    localTime(String(record["timestamp"])),
    String(record["level"]).padEnd(LEVEL_WIDTH),
    name.padEnd(nameWidth),
    printable(String(record["message"])),
  ];
  return `${parts.join(" | ")}\n${stackText(record, (text) => text)}`;
}

function localTime(timestamp: string): string {
  const time = new Date(timestamp);
  const two = (value: number): string => String(value).padStart(2, "0");
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}:${two(time.getSeconds())}`;
}
