import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { DEFAULT_STATE, parseState, printSearch, printState, type PageState } from "./page-state.ts";

describe("page state in the address", () => {
  test("the default state needs no parameter", () => {
    expect(printState(DEFAULT_STATE)).toBe("");
    expect(parseState("")).toEqual(DEFAULT_STATE);
  });

  test("reads like what it means", () => {
    const state: PageState = {
      ...DEFAULT_STATE,
      query: "level:ERROR",
      filters: [{ field: "symbol", value: "BTC:USDT", exclude: true }],
      range: { kind: "last", span: "6h" },
      live: false,
    };
    expect(printState(state)).toBe("q=level%3AERROR&not=symbol%3ABTC%3AUSDT&range=6h&live=0");
    expect(parseState(printState(state))).toEqual(state);
  });

  test("what cannot be read is at its default", () => {
    expect(parseState("range=2y&theme=pink&is=nofield&is=:x&from=soon&to=late&live=yes")).toEqual(DEFAULT_STATE);
    expect(parseState("from=2024-01-02T00:00:00Z&to=2024-01-01T00:00:00Z").range).toEqual(DEFAULT_STATE.range);
  });

  test("a saved view holds the search, not the looks", () => {
    const state: PageState = { ...DEFAULT_STATE, query: "x", theme: "dark", event: "id-1", live: false };
    expect(printSearch(state)).toBe("q=x");
  });

  test("the trading page has parameters of its own, and shares the looks", () => {
    const text = "page=trading&timeframe=1w&symbol=BTC%2FUSDT&symbol=ETH%2FUSDT&theme=dark&tz=utc";
    const state = parseState(text);
    expect(state).toMatchObject({ page: "trading", theme: "dark", zone: "utc", query: "" });
    expect(state.trading).toBe("timeframe=1w&symbol=BTC%2FUSDT&symbol=ETH%2FUSDT");
    expect(printState(state)).toBe(text);
    expect(printState({ ...state, query: "left behind", trading: "theme=pink&page=x" })).toBe(
      "page=trading&theme=dark&tz=utc",
    );
    expect(parseState("page=elsewhere").page).toBe("logs");
  });

  test("property: every state survives the address", () => {
    const word = fc.string({ minLength: 1, unit: "grapheme" });
    const state: fc.Arbitrary<PageState> = fc.record({
      page: fc.constant("logs"),
      trading: fc.constant(""),
      query: fc.string({ unit: "grapheme" }),
      filters: fc.array(
        fc.record({ field: fc.stringMatching(/^[a-z_.]{1,12}$/), value: word, exclude: fc.boolean() }),
        { maxLength: 5 },
      ),
      range: fc.oneof(
        fc.constantFrom("15m", "1h", "6h", "24h", "7d").map((span) => ({ kind: "last", span }) as const),
        fc.tuple(fc.integer({ min: 0, max: 4e12 }), fc.integer({ min: 1, max: 1e9 })).map(([startMs, lengthMs]) => {
          return { kind: "fixed", startMs, endMs: startMs + lengthMs } as const;
        }),
      ),
      event: fc.option(word, { nil: null }),
      live: fc.boolean(),
      theme: fc.constantFrom("auto", "dark", "light"),
      zone: fc.constantFrom("local", "utc"),
      density: fc.constantFrom("comfortable", "compact"),
      facets: fc.boolean(),
      overview: fc.boolean(),
    });
    fc.assert(
      fc.property(state, (one) => {
        expect(parseState(printState(one))).toEqual(one);
      }),
    );
  });
});
