import { isFloatSafe, parseDecimal } from "@daybook/protocol";

/**
 * JSON of a money or quantity field: a number where a float64 holds it, else the exact text as a
 * string. `undefined` when the value is not a decimal (NaN, "abc", "1,5").
 *
 * Taken are finite numbers, bigint, decimal text, and objects that print themselves as decimal text
 * (Decimal, Big, BigNumber).
 */
export function encodeDecimal(value: unknown): string | undefined {
  // The shortest text that gives the same number back: no digit is lost, none is made up.
  if (typeof value === "number") return Number.isFinite(value) ? String(value) : undefined;
  const text = parseDecimal(typeof value === "object" && value !== null ? printed(value) : value);
  if (text === undefined) return undefined;
  return isFloatSafe(text) ? text : `"${text}"`;
}

function printed(value: object): string {
  try {
    // oxlint-disable-next-line typescript/no-base-to-string -- decimal classes print their exact value
    return String(value);
  } catch {
    return "";
  }
}
