import { afterAll, afterEach, beforeAll } from "vitest";
import { startMockServer } from "../dev/mock-server.mjs";
import { launchBrowser } from "./browser-launch.mjs";

export const WIDE = { width: 1440, height: 900 };
export const PHONE = { width: 390, height: 844 };

/** What the browser itself logs when a request is refused or cut: part of the faults that a test makes. */
const NETWORK_NOISE = /Failed to load resource|WebSocket connection to/;

/** One browser for the file; each test opens pages of its own against a mock server of its own. */
export function useBrowser() {
  let browser;
  const open = [];
  beforeAll(async () => {
    browser = await launchBrowser();
  });
  afterEach(async () => {
    for (const close of open.splice(0).reverse()) await close();
  });
  afterAll(() => browser?.close());

  return {
    async mock(options) {
      const mock = await startMockServer({ events: 3_000, rate: 0, ...options });
      open.push(() => mock.close());
      return mock;
    },
    /** `problems` gathers console errors and uncaught exceptions; a good page has none. */
    async page(url, { viewport = WIDE, ...options } = {}) {
      const context = await browser.newContext({ viewport, locale: "en-GB", timezoneId: "Europe/Zurich", ...options });
      open.push(() => context.close());
      const page = await context.newPage();
      const problems = [];
      page.on("pageerror", (error) => problems.push(String(error.stack)));
      page.on("console", (message) => {
        if (message.type() !== "error" && message.type() !== "warning") return;
        if (!NETWORK_NOISE.test(message.text())) problems.push(message.text());
      });
      await page.goto(url);
      return { page, problems };
    },
  };
}

export const rows = (page) => page.locator("[data-testid=event-list] [role=option]");

export async function waitForRows(page, least = 1) {
  await page.waitForFunction(
    (count) => document.querySelectorAll("[data-testid=event-list] [role=option]").length >= count,
    least,
  );
}

/** Waits until every row on the page is of this level, as its chip shows it. */
export async function waitForRowsOf(page, level) {
  await page.waitForFunction((wanted) => {
    const levels = [...document.querySelectorAll("[data-testid=event-list] [role=option] .level")];
    return levels.length > 0 && levels.every(({ textContent }) => textContent.trim() === wanted);
  }, level);
}

/** Waits until the address fulfils the condition, given as a function of URLSearchParams in text. */
export async function waitForAddress(page, name, value) {
  await page.waitForFunction(
    ([key, wanted]) => {
      const all = new URLSearchParams(location.search).getAll(key);
      return wanted === null ? all.length === 0 : all.includes(wanted);
    },
    [name, value],
  );
}
