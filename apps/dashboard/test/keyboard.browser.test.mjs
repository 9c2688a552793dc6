import { expect, test } from "vitest";
import { rows, useBrowser, waitForAddress, waitForRows, waitForRowsOf } from "./page-fixture.mjs";

const browser = useBrowser();
const current = (page) => page.locator("[role=option][aria-selected=true]").first();

test("the whole way without a mouse: search, complete, walk, open, close, follow", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(`${mock.url}/?range=24h`);
  await waitForRows(page, 10);

  await page.keyboard.press("/");
  await page.keyboard.type("lev");
  await page.getByRole("option", { name: "level:" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Enter");
  await page.keyboard.type("ERR");
  await page.getByRole("option", { name: "ERROR" }).waitFor();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await waitForAddress(page, "q", "level:ERROR");
  // The rows of before stay until the answer is there, and a cursor on one of those would go with it.
  await waitForRowsOf(page, "ERROR");
  await page.keyboard.press("Escape");

  await page.keyboard.press("j");
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("j");
  await page.keyboard.press("k");
  expect(await current(page).getAttribute("aria-posinset")).toBe("2");
  await page.keyboard.press("Enter");
  const detail = page.getByRole("complementary", { name: "Event detail" });
  await detail.waitFor();
  const first = new URL(page.url()).searchParams.get("event");
  await page.keyboard.press("j");
  await page.waitForFunction((id) => new URLSearchParams(location.search).get("event") !== id, first);
  await page.keyboard.press("Escape");
  await detail.waitFor({ state: "detached" });
  await page.keyboard.press("G");
  await page.waitForFunction(() => {
    const row = document.querySelector("[role=option][aria-selected=true]");
    return row !== null && row.getAttribute("aria-posinset") === row.getAttribute("aria-setsize");
  });
  await page.keyboard.press("g");
  await page.waitForFunction(() => document.querySelector("[data-testid=event-list]").scrollTop === 0);
  expect(await current(page).count()).toBe(0);
  expect(problems).toEqual([]);
});

test("the switches have keys", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(mock.url);
  await waitForRows(page, 5);
  await page.keyboard.press("p");
  await waitForAddress(page, "live", "0");
  await page.keyboard.press("p");
  await waitForAddress(page, "live", null);
  await page.keyboard.press("u");
  await waitForAddress(page, "tz", "utc");
  await page.keyboard.press("t");
  await page.waitForFunction(() => new URLSearchParams(location.search).has("theme"));
  await page.keyboard.press("o");
  await waitForAddress(page, "overview", "0");
  await page.keyboard.press("f");
  await waitForAddress(page, "facets", "0");
  await page.keyboard.press("?");
  await page.getByRole("heading", { name: "Help" }).waitFor();
  await page.keyboard.press("Escape");
  await page.getByRole("heading", { name: "Help" }).waitFor({ state: "detached" });
  expect(problems).toEqual([]);
});

test("letters that are typed into a field stay there", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(mock.url);
  await waitForRows(page, 5);
  await page.keyboard.press("/");
  await page.keyboard.type("pjkgtu?");
  expect(await page.getByRole("combobox", { name: "Search query" }).inputValue()).toBe("pjkgtu?");
  expect(new URL(page.url()).search).toBe("");
  expect(await rows(page).count()).toBeGreaterThan(5);
  expect(problems).toEqual([]);
});
