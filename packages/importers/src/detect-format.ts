import { likelyDelimiter } from "./csv/csv-records.ts";
import { looksLikeHummingbot } from "./csv/hummingbot-csv.ts";
import { plainName } from "./csv/table-columns.ts";
import { looksLikeTrades } from "./csv/trades-csv.ts";
import { beginsFix } from "./fix/fix-message.ts";
import { isZip } from "./freqtrade/backtest-zip.ts";
import type { ImportFormat } from "./open-import.ts";

const SQLITE_MAGIC = "SQLite format 3\0";

/**
 * The format that the first bytes and the name tell; undefined when it is none of ours. A table is one of trades only when every column
 * that a trade needs is there and none that says that its records are events already.
 */
export function detectFormat(head: Buffer, fileName: string): ImportFormat | undefined {
  if (head.toString("latin1", 0, SQLITE_MAGIC.length) === SQLITE_MAGIC) return "freqtrade";
  if (isZip(head)) return "freqtrade-backtest";
  if (isBacktestJson(head, fileName)) return "freqtrade-backtest";
  if (beginsFix(head)) return "fix";
  const header = headerOf(head);
  if (header === undefined) return undefined;
  if (looksLikeHummingbot(header)) return "hummingbot";
  return looksLikeTrades(header) && !isEventTable(header) ? "trades-csv" : undefined;
}

/** `metadata` first could be an event of another tool too: there the name must fit. */
function isBacktestJson(head: Buffer, fileName: string): boolean {
  const text = head.toString("utf8").replace(/^\uFEFF/, "");
  const isNamed = /(^|[/\\])backtest[^/\\]*\.json(\.gz)?$/i.test(fileName);
  if (/^\s*\{\s*"strategy"\s*:\s*\{/.test(text)) return true;
  return isNamed && /^\s*[[{]/.test(text);
}

function headerOf(head: Buffer): string[] | undefined {
  const [first = ""] = head
    .toString("utf8")
    .replace(/^\uFEFF/, "")
    .split(/\r?\n/, 1);
  if (/^\s*[[{]/.test(first) || first.length === head.length) return undefined;
  const columns = first.split(likelyDelimiter(head)).map((name) => name.trim().replace(/^"(.*)"$/, "$1"));
  return columns.length > 2 ? columns : undefined;
}

function isEventTable(header: readonly string[]): boolean {
  const names = header.map(plainName);
  return ["eventtype", "message", "level"].some((name) => names.includes(name));
}
