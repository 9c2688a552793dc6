import fc from "fast-check";
import { expect, test } from "vitest";
import { csvCell, csvLine } from "./csv-cell.ts";

test.each([
  ["BTC/USDT", "BTC/USDT"],
  ["", ""],
  ['say "no", or not', '"say ""no"", or not"'],
  ["two\r\nlines", '"two\r\nlines"'],
  ["-12.5", "-12.5"],
  ["+1e-7", "+1e-7"],
  ["-x", "'-x"],
  ["=1+1", "'=1+1"],
  ["@SUM(A1)", "'@SUM(A1)"],
  ['=HYPERLINK("x","y")', `"'=HYPERLINK(""x"",""y"")"`],
  ["\t=1", "'\t=1"],
  ["\r=1", '"\'\r=1"'],
  ["-1+1", "'-1+1"],
])("%j is written as %j", (text, cell) => expect(csvCell(text)).toBe(cell));

test("a reader gets every cell back, and none that is a formula", () => {
  const cell = fc.oneof(
    fc.string({ unit: "grapheme" }),
    fc.constantFrom("=", "+1", "-1", "@", "\t", '"', ",", "\n", "\r\n"),
  );
  fc.assert(
    fc.property(fc.array(fc.array(cell, { minLength: 2, maxLength: 4 }), { minLength: 1 }), (rows) => {
      const read = parseCsv(rows.map(csvLine).join(""));
      expect(read.map((row) => row.length)).toEqual(rows.map((row) => row.length));
      read.forEach((row, at) =>
        row.forEach((text, column) => {
          const written = rows[at]?.[column] ?? "";
          expect([written, `'${written}`]).toContain(text);
          if (/^[=+\-@\t\r]/.test(text)) expect(Number.isFinite(Number(text))).toBe(true);
        }),
      );
    }),
  );
});

/** RFC 4180, as plain as it is written there. */
function parseCsv(text: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  while (at < text.length) {
    let cell = "";
    if (text[at] === '"') {
      for (at++; text[at] !== '"' || text[at + 1] === '"'; at++) {
        if (text[at] === '"') at++;
        cell += text[at];
      }
      at++;
    } else {
      while (text[at] !== "," && text.slice(at, at + 2) !== "\r\n") cell += text[at++];
    }
    row.push(cell);
    if (text[at] === ",") {
      at++;
      continue;
    }
    at += 2;
    rows.push(row);
    row = [];
  }
  return rows;
}
