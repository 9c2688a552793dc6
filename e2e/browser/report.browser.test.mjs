import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useBrowser } from "../../apps/dashboard/test/page-fixture.mjs";
import { ReportBuilder } from "../../packages/analytics/dist/index.js";
import { renderPerformanceHtml } from "../../packages/reports/dist/index.js";
import { temporaryDir } from "../harness.mjs";

/** Performance reports as files on disk: read in windows of each kind, and printed. */
const axeSource = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const browser = useBrowser();
const dir = temporaryDir("reports");
const HOSTILE = [
  '"><script>document.title="run"</script>',
  "</title></style><img src=x onerror=\"document.title='run'\">",
  "\u202edesrever\u2066",
  "A".repeat(10_000),
];

const SETTINGS = {
  full: { report: () => makeReport(400), options: { linkBase: "http://127.0.0.1:9" } },
  short: { report: () => makeReport(20, (at) => (at % 4 === 0 ? "-3.25" : "0.00004")), options: {} },
  hostile: {
    report: () => makeReport(30, undefined, (at) => HOSTILE[at % HOSTILE.length]),
    options: { title: HOSTILE[1], linkBase: "https://daybook.example" },
  },
  empty: { report: () => makeReport(0), options: {} },
};
const NAMES = Object.keys(SETTINGS);

beforeAll(() => {
  for (const name of NAMES) {
    const { report, options } = SETTINGS[name];
    writeFileSync(join(dir.path, `${name}.html`), renderPerformanceHtml(report(), options));
  }
});
afterAll(() => dir.remove());

/** A trade every seven hours from the first of January 2024. */
function makeReport(count, pnlOf = (at) => (at % 3 === 2 ? `-${20 + (at % 7)}.5` : `${9 + (at % 11)}.125`), nameOf) {
  const builder = new ReportBuilder({ startingEquity: "1000", currency: "USDT", convention: { compat: "quantstats" } });
  for (let at = 0; at < count; at++) {
    const time = (hours) => `${new Date(Date.UTC(2024, 0, 1, at * 7 + hours)).toISOString().slice(0, -1)}000Z`;
    const symbol = nameOf?.(at) ?? ["BTC/USDT", "ETH/USDT", "1000PEPE/USDT:USDT"][at % 3];
    const strategy = nameOf?.(at + 1) ?? ["momentum", "a_strategy_with_a_long_name_of_many_words"][at % 2];
    const shared = {
      trade_id: `t${at}`,
      symbol,
      strategy,
      side: at % 5 === 0 ? "short" : "long",
      quantity: "0.123456789",
    };
    const money = { currency: "USDT", fees: "0.05" };
    builder.add({
      ...shared,
      ...money,
      id: `${at}a`,
      timestamp: time(0),
      event_type: "trade_entry",
      price: "43210.987654",
    });
    const exit = { id: `${at}b`, timestamp: time(5), event_type: "trade_exit", price: "43300.1", pnl: pnlOf(at) };
    builder.add({
      ...shared,
      ...money,
      ...exit,
      data: { exit_reason: nameOf?.(at + 2) ?? ["roi", "stop_loss"][at % 2] },
    });
  }
  return builder.finish();
}

/** The page, and what it asked for besides itself. */
async function open(name, settings = {}) {
  const url = pathToFileURL(join(dir.path, `${name}.html`)).href;
  const { page, problems } = await browser.page("about:blank", { ...settings });
  const requests = [];
  page.on("request", (request) => requests.push(request.url()));
  await page.goto(url);
  return { page, problems, requests: () => requests.filter((asked) => asked !== url) };
}

const WINDOWS = [
  ["light and wide", { colorScheme: "light", viewport: { width: 1280, height: 900 } }],
  ["dark and wide", { colorScheme: "dark", viewport: { width: 1280, height: 900 } }],
  ["light and narrow", { colorScheme: "light", viewport: { width: 400, height: 800 } }],
  ["dark and narrow", { colorScheme: "dark", viewport: { width: 400, height: 800 } }],
];

test.each(NAMES.flatMap((name) => WINDOWS.map(([kind, settings]) => [name, kind, settings])))(
  "%s, %s: nothing is asked for, nothing sticks out, nothing is out of reach",
  async (name, _kind, settings) => {
    // The policy lets no script run, and axe is one.
    const { page, problems, requests } = await open(name, { ...settings, bypassCSP: true });
    const [inner, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
    expect(inner).toBeLessThanOrEqual(width);
    const background = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    expect(background).toBe(settings.colorScheme === "dark" ? "rgb(11, 15, 21)" : "rgb(244, 245, 247)");
    await page.addScriptTag({ content: axeSource });
    const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`)).toEqual([]);
    expect(requests()).toEqual([]);
    expect(problems).toEqual([]);
  },
);

test("with its policy in force there is no complaint, and nothing of a hostile name runs", async () => {
  const { page, problems } = await open("hostile");
  expect(await page.title()).not.toBe("run");
  expect(await page.locator("script, img").count()).toBe(0);
  expect(problems).toEqual([]);
  expect(await page.locator("h1").innerText()).toContain("<img src=x");
  expect(await page.locator("body").innerText()).toContain("… (10,000 characters)");
});

test("figures lead to their lines", async () => {
  const { page } = await open("full");
  const address = new URL(await page.locator("#key-figures .big a").first().getAttribute("href"));
  expect(address.origin).toBe("http://127.0.0.1:9");
  expect(Object.fromEntries(address.searchParams)).toEqual({
    q: "event_type:(trade_exit OR position_closed)",
    from: "2024-01-01T00:00:00.000000Z",
    to: "2024-04-27T00:00:00.000000Z",
  });
});

test.each([
  ["full", "A4"],
  ["full", "Letter"],
  ["hostile", "A4"],
  ["empty", "A4"],
])("%s prints on %s, on white", async (name, format) => {
  const { page } = await open(name, { colorScheme: "dark" });
  const pdf = await page.pdf({ format });
  const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
  expect(pages).toBeGreaterThan(0);
  await page.emulateMedia({ media: "print", colorScheme: "dark" });
  const colours = await page.evaluate(() => [
    getComputedStyle(document.documentElement).getPropertyValue("--page"),
    getComputedStyle(document.documentElement).getPropertyValue("--c-text"),
  ]);
  expect(colours).toEqual(["#ffffff", "#1b2028"]);
  // What sticks out of a sheet is lost: 186 mm are left between the margins of A4.
  await page.setViewportSize({ width: 703, height: 1_000 });
  const [inner, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(inner).toBeLessThanOrEqual(width);
});
