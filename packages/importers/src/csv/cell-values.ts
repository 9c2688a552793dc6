import { parseTimestamp, type DecimalText, type JsonValue } from "@daybook/protocol";
import { amountOf } from "../exact.ts";
import { MAX_SOURCE_TEXT_LENGTH } from "../limits.ts";

export interface AmountCell {
  amount: DecimalText;
  /** `BTC` of `0.5BTC`, as exchanges write it. */
  unit: string | undefined;
}

const WITH_UNIT = /^([+-]?[\d.,]+(?:[eE][+-]?\d+)?)\s*([A-Za-z$][\w$.]*)?$/;
const GROUPED = /^[+-]?\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/** `1,234.50`, `0.5BTC`, `$12`: the digits stay as they are. A comma alone could be a point or not: that is no amount. */
export function amountCell(cell: string | undefined): AmountCell | undefined {
  const text = (cell ?? "").trim().replace(/^([+-]?)[$€£]/, "$1");
  const [, digits, unit] = WITH_UNIT.exec(text) ?? [];
  if (digits === undefined) return undefined;
  const amount = amountOf(GROUPED.test(digits) ? digits.replaceAll(",", "") : digits);
  return amount === undefined ? undefined : { amount, unit };
}

/** A time of ISO 8601 or epoch digits; `2024-01-15 10:30:45` and `… UTC` are UTC. Day and month by turns are not guessed. */
export function timeCell(cell: string | undefined): string | undefined {
  const text = (cell ?? "").trim();
  return parseTimestamp(text.replace(/^(\d{4})\/(\d\d)\/(\d\d)/, "$1-$2-$3"));
}

const BUY = new Set(["buy", "b", "bid", "long", "bought", "buyer", "openlong", "closeshort"]);
const SELL = new Set(["sell", "s", "ask", "short", "sold", "seller", "openshort", "closelong"]);

export function sideCell(cell: string | undefined): "buy" | "sell" | undefined {
  const text = (cell ?? "")
    .toLowerCase()
    .replaceAll(/[^a-z]/g, "")
    .replace(/^tradetype/, "");
  if (BUY.has(text)) return "buy";
  return SELL.has(text) ? "sell" : undefined;
}

/** The record as it stands, column → cell, empty cells left out. */
export function sourceRow(header: readonly string[], cells: readonly string[]): Record<string, JsonValue> {
  const row: Record<string, JsonValue> = {};
  for (const [i, cell] of cells.entries()) {
    if (cell === "") continue;
    const name = header[i] || `column_${i + 1}`;
    row[name] =
      cell.length <= MAX_SOURCE_TEXT_LENGTH
        ? cell
        : `${cell.slice(0, MAX_SOURCE_TEXT_LENGTH)}… (${cell.length} characters)`;
  }
  return row;
}
