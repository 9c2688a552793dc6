import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { expect, test } from "vitest";
import { PHONE, rows, useBrowser, WIDE, waitForRows } from "./page-fixture.mjs";

const browser = useBrowser();
const axeSource = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

const STATES = {
  list: { act: (page) => waitForRows(page, 5) },
  filtered: {
    search: "&q=level:ERROR&is=symbol:ETHUSDT&not=exchange:bybit&range=24h",
    act: (page) => waitForRows(page),
  },
  detail: {
    search: "&q=level:ERROR&range=24h&live=0",
    act: async (page) => {
      await waitForRows(page);
      await rows(page).first().click();
      await page.getByText("Caused by: HttpError").waitFor();
      await page.getByRole("button", { name: "same process" }).click();
      await page.locator("ol li").first().waitFor();
    },
  },
  phone: { viewport: PHONE, act: (page) => waitForRows(page, 3) },
  help: {
    act: async (page) => {
      await waitForRows(page);
      await page.keyboard.press("?");
      await page.getByRole("heading", { name: "Help" }).waitFor();
    },
  },
  export: {
    act: async (page) => {
      await waitForRows(page);
      await page.keyboard.press("e");
      await page.getByRole("heading", { name: "Export the result" }).waitFor();
    },
  },
  range: {
    act: async (page) => {
      await waitForRows(page);
      await page.getByRole("button", { name: "Time range" }).click();
      await page.getByRole("button", { name: "Apply" }).waitFor();
    },
  },
  suggestions: {
    act: async (page) => {
      await waitForRows(page);
      await page.keyboard.press("/");
      await page.keyboard.type("ser");
      await page.getByRole("option", { name: "service:" }).waitFor();
    },
  },
  syntax: { search: "&q=(a", act: (page) => page.getByText("The query cannot be read yet").waitFor() },
  error: { state: { fail: "search" }, act: (page) => page.getByText("DAYBOOK_STORE_UNAVAILABLE").waitFor() },
  empty: { state: { clear: true }, act: (page) => page.getByText("The first page is still empty").waitFor() },
  signedOut: { state: { signedOut: true }, act: (page) => page.getByRole("heading", { name: "Sign in" }).waitFor() },
};

test.each(
  Object.keys(STATES).flatMap((name) => [
    [name, "dark"],
    [name, "light"],
  ]),
)("no serious finding: %s, %s", async (name, theme) => {
  const { search = "", viewport = WIDE, state = {}, act } = STATES[name];
  const mock = await browser.mock();
  mock.control(state);
  // The policy forbids inline scripts, and axe is one.
  const { page, problems } = await browser.page(`${mock.url}/?theme=${theme}${search}`, {
    viewport,
    bypassCSP: true,
    reducedMotion: "reduce",
  });
  await act(page);
  await page.addScriptTag({ content: axeSource });
  const { violations } = await page.evaluate(() => globalThis.axe.run(document, { resultTypes: ["violations"] }));
  const serious = violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(
      ({ id, nodes }) =>
        `${id}: ${nodes.map((node) => `${node.html.slice(0, 160)} (${node.failureSummary})`).join("\n")}`,
    );
  expect(serious).toEqual([]);
  expect(problems).toEqual([]);
});
