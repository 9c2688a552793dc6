import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { PHONE, useBrowser, WIDE } from "../../apps/dashboard/test/page-fixture.mjs";

/** Every state of the trading page, against the mock server, under all rules of axe. */
const browser = useBrowser();
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const ready = (page) => page.locator("[data-figure=pnl]").waitFor();

const STATES = {
  report: { search: "&timeframe=all&compat=freqtrade", act: ready },
  one: { options: { trades: 1, tradeDays: 3 }, search: "&timeframe=all", act: ready },
  empty: {
    options: { trades: 0 },
    search: "&timeframe=all",
    act: (page) => page.getByText("No trade was logged").waitFor(),
  },
  phone: { search: "&timeframe=all", pageOptions: { viewport: PHONE }, act: ready },
  trade: { search: "&timeframe=all&trade=mock-9", act: (page) => page.getByText("momentum_1h").waitFor() },
  conventions: {
    search: "&timeframe=all",
    act: async (page) => {
      await ready(page);
      await page.keyboard.press("c");
      await page.getByLabel("A day ends at").waitFor();
    },
  },
  dates: {
    search: "&timeframe=all",
    act: async (page) => {
      await ready(page);
      await page.getByRole("button", { name: "Dates, choose them" }).click();
      await page.getByLabel("First day").waitFor();
    },
  },
  symbols: {
    search: "&timeframe=all&symbol=BTC/USDT",
    act: async (page) => {
      await ready(page);
      await page.getByRole("button", { name: "BTC/USDT, filter by symbol" }).click();
      await page.getByRole("checkbox").first().waitFor();
    },
  },
  noTrade: { search: "&timeframe=all&view=no_trade", act: (page) => page.getByText("Reasons").waitFor() },
  reconciliation: { search: "&view=reconciliation", act: (page) => page.getByText("exchange's statement").waitFor() },
  error: {
    search: "",
    state: { fail: "reports" },
    act: (page) => page.getByText("DAYBOOK_STORE_UNAVAILABLE").waitFor(),
  },
};

test.each(Object.keys(STATES).flatMap((name) => ["dark", "light"].map((theme) => [name, theme])))(
  "axe finds nothing: %s, %s",
  async (name, theme) => {
    const { search, options, state = {}, pageOptions = {}, act } = STATES[name];
    const mock = await browser.mock({ events: 500, trades: 28, ...options });
    mock.control(state);
    // The policy forbids inline scripts, and axe is one.
    const settings = { viewport: WIDE, bypassCSP: true, reducedMotion: "reduce", ...pageOptions };
    const { page, problems } = await browser.page(`${mock.url}/?page=trading&theme=${theme}${search}`, settings);
    await act(page);
    await page.waitForLoadState("networkidle");
    await page.addScriptTag({ content: axeSource });
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    const found = violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary})`).join("\n")}`,
    );
    expect(found).toEqual([]);
    expect(problems).toEqual([]);
  },
);
