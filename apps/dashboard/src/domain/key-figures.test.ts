import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { addDecimals, keyFigures, scopeFilter } from "./key-figures.ts";
import { sampleReport } from "./test-support/sample-report.ts";

const figureOf = (results: readonly string[], name: string, balance = "1000") =>
  keyFigures(sampleReport(results, { balance }), "").find((figure) => figure.name === name);

describe("key figures", () => {
  test("each has a rule, a title and lines", () => {
    const figures = keyFigures(sampleReport(["10", "-4.123456789", "6"], { balance: "1000" }), "");
    expect(figures.map(({ name }) => name)).toEqual([
      "pnl",
      "return",
      "win_rate",
      "profit_factor",
      "sharpe",
      "max_drawdown",
      "trades",
      "fees",
    ]);
    for (const { rule, title, lines, text } of figures) {
      expect([rule, title, lines.query, text].every((one) => one !== "" && !one.includes("NaN"))).toBe(true);
    }
    expect(figures[0]).toMatchObject({ text: "+11.88", title: "11.876543211 USDT", sign: "gain" });
    expect(figures[5]?.lines).toMatchObject({ start: "2024-01-05T00:00:00.000Z", end: "2024-01-07T00:00:00.000Z" });
    expect(figures[7]).toMatchObject({ title: "0.6 USDT" });
  });

  test("no loss: infinite; no trades: a dash with the reason", () => {
    expect(figureOf(["10", "4"], "profit_factor")).toMatchObject({ text: "∞", title: "Infinite: no trade lost" });
    expect(figureOf([], "profit_factor")).toMatchObject({ text: "—", title: "No figure: no trades" });
    expect(figureOf(["10"], "sharpe")).toMatchObject({ text: "—", title: "No figure: fewer than two returns" });
  });

  test("the lines keep to what the report is of", () => {
    expect(scopeFilter(["BTC/USDT"], [])).toBe('symbol:"BTC/USDT"');
    expect(scopeFilter(["A", 'B"'], ["s"])).toBe('symbol:("A" OR "B\\"") strategy:"s"');
    const [pnl] = keyFigures(sampleReport(["1"]), 'symbol:"BTC/USDT"');
    expect(pnl?.lines.query).toBe('event_type:(trade_exit OR position_closed) symbol:"BTC/USDT"');
  });
});

test("decimals are added exactly", () => {
  expect(addDecimals("2.8086698360000001", "2.83900737460000009")).toBe("5.64767721060000019");
  expect(addDecimals("-0.5", "0.25")).toBe("-0.25");
  expect(addDecimals("10", "90")).toBe("100");
  const cents = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
  const text = (value: bigint): string => {
    const digits = String(value < 0n ? -value : value).padStart(3, "0");
    return `${value < 0n ? "-" : ""}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      const plain = (one: string): string => (one.includes(".") ? one.replace(/\.?0+$/, "") : one);
      expect(addDecimals(text(a), text(b))).toBe(plain(text(a + b)).replace(/^-0$/, "0"));
    }),
  );
});
