#!/usr/bin/env node
/**
 * Pictures of the page's states against the mock server, to be looked at.
 *
 *   npm run build && node dev/screenshots.mjs OUT_DIR [name …]
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { launchBrowser } from "../test/browser-launch.mjs";
import { startMockServer } from "./mock-server.mjs";

const [outDir = "screenshots", ...wanted] = process.argv.slice(2);
const WIDE = { width: 1440, height: 900 };
const PHONE = { width: 390, height: 844 };

const list = (page) => page.locator("[data-testid=event-list] [role=option]");
const openRow = async (page, text) => {
  await list(page).filter({ hasText: text }).first().click();
  await page.waitForTimeout(300);
};

const SHOTS = {
  dark: { path: "/?theme=dark" },
  light: { path: "/?theme=light" },
  "dark-day": { path: "/?theme=dark&range=24h" },
  "dark-detail": { path: "/?theme=dark&live=0&q=level%3AERROR&range=24h", act: (page) => openRow(page, "refused") },
  "light-detail": {
    path: "/?theme=light&live=0&range=6h&is=event_type:trade_exit",
    act: (page) => openRow(page, "Closed"),
  },
  narrow: { path: "/?theme=dark", view: PHONE },
  "narrow-light": { path: "/?theme=light", view: PHONE },
  "narrow-detail": {
    path: "/?theme=dark&live=0&is=event_type:trade_exit&range=24h",
    view: PHONE,
    act: (page) => openRow(page, "Closed"),
  },
  "narrow-360": { path: "/?theme=light", view: { width: 360, height: 700 } },
  tablet: { path: "/?theme=dark", view: { width: 1024, height: 768 } },
  empty: { path: "/?theme=dark", state: { clear: true, rate: 0 } },
  "empty-light": { path: "/?theme=light", state: { clear: true, rate: 0 } },
  "no-match": { path: "/?theme=dark&q=zebra&is=symbol:BTCUSDT" },
  error: { path: "/?theme=dark", state: { fail: "search" } },
  syntax: {
    path: "/?theme=dark&q=level:>=WARNING%20(kraken%20OR%20%22timeout",
    act: (page) => page.waitForTimeout(200),
  },
  disconnected: {
    path: "/?theme=light",
    act: async (page, mock) => {
      mock.control({ offline: true });
      await page.locator(".banner").waitFor();
    },
  },
  unreachable: {
    path: "/?theme=dark",
    act: async (page, mock) => {
      mock.control({ offline: true });
      await page.reload();
      await page.waitForTimeout(600);
    },
  },
  "signed-out": { path: "/?theme=dark", state: { signedOut: true } },
  "signed-out-light": {
    path: "/?theme=light#signin=expired",
    state: { signedOut: true },
  },
  "long-words": {
    path: "/?theme=dark",
    state: { longWords: true, rate: 40 },
    act: (page) => openRow(page, "Unbroken"),
  },
  help: { path: "/?theme=dark", act: (page) => page.keyboard.press("?") },
  export: { path: "/?theme=light", act: (page) => page.keyboard.press("e") },
  suggestions: {
    path: "/?theme=dark",
    act: async (page) => {
      await page.keyboard.press("/");
      await page.keyboard.type('symbol:BTCUSDT -service:risk-manager "limit order" le');
    },
  },
  status: { path: "/?theme=dark", act: (page) => page.getByRole("button", { name: /state of the server/ }).click() },
  cleared: { path: "/?theme=light&live=0", act: (page) => page.keyboard.press("c") },
  range: { path: "/?theme=light", act: (page) => page.getByRole("button", { name: "Time range" }).click() },
  views: {
    path: "/?theme=dark&q=level:ERROR",
    act: async (page) => {
      await page.getByRole("button", { name: "Saved views" }).click();
      await page.getByPlaceholder("Name of this search").fill("Errors of the day");
      await page.keyboard.press("Enter");
    },
  },
  filtered: {
    path: "/?theme=dark&is=level:ERROR&is=level:CRITICAL&is=service:execution-gateway&not=symbol:BTCUSDT&range=24h&live=0",
  },
  compact: { path: "/?theme=light&density=compact&overview=0&live=0", act: (page) => page.keyboard.press("j") },
  scrolled: {
    path: "/?theme=dark",
    act: async (page) => {
      await page.locator("[data-testid=event-list]").hover();
      await page.mouse.wheel(0, 900);
      await page.waitForTimeout(1200);
    },
  },
  "facets-sheet": {
    path: "/?theme=dark",
    view: PHONE,
    act: (page) => page.getByRole("button", { name: "Facets" }).click(),
  },
};

mkdirSync(outDir, { recursive: true });
const browser = await launchBrowser();
for (const [name, shot] of Object.entries(SHOTS)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  const mock = await startMockServer({ rate: 12 });
  mock.control(shot.state ?? {});
  const page = await browser.newPage({ viewport: shot.view ?? WIDE, locale: "en-GB", timezoneId: "Europe/Zurich" });
  page.on("console", (message) => {
    if (message.type() === "error") process.stdout.write(`${name}: ${message.text()}\n`);
  });
  page.on("pageerror", (error) => process.stdout.write(`${name}: ${error.stack}\n`));
  await page.goto(mock.url + shot.path);
  await page.waitForTimeout(900);
  await shot.act?.(page, mock);
  await page.waitForTimeout(400);
  await page.screenshot({ path: join(outDir, `${name}.png`) });
  await page.close();
  await mock.close();
}
await browser.close();
