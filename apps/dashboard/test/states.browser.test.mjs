import { expect, test } from "vitest";
import { PHONE, rows, useBrowser, waitForRows } from "./page-fixture.mjs";

const browser = useBrowser();

test("signed out: a wrong code is explained, a key opens the page, signing out closes it", async () => {
  const mock = await browser.mock();
  mock.control({ signedOut: true });
  const { page, problems } = await browser.page(mock.url);
  const field = page.getByLabel("Sign-in link, code or key");
  await field.fill(`${mock.url}/#signin=expired`);
  await page.keyboard.press("Enter");
  await page.getByRole("alert").filter({ hasText: "older than ten minutes" }).waitFor();
  await field.fill("dbk_key");
  await page.keyboard.press("Enter");
  await waitForRows(page);
  await page.getByRole("button", { name: "Sign out" }).click();
  await field.waitFor();
  expect(await field.inputValue()).toBe("");
  expect(problems).toEqual([]);
});

test("the code of a sign-in link is used and leaves the address", async () => {
  const mock = await browser.mock();
  mock.control({ signedOut: true });
  const { page, problems } = await browser.page(`${mock.url}/?range=6h#signin=good`);
  await waitForRows(page);
  expect(page.url()).toBe(`${mock.url}/?range=6h`);
  expect(problems).toEqual([]);
});

test("a session that ends while the page is open leads to the sign-in", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(mock.url);
  await waitForRows(page);
  mock.control({ signedOut: true });
  await page.keyboard.press("/");
  await page.keyboard.type("x");
  await page.keyboard.press("Enter");
  await page.getByLabel("Sign-in link, code or key").waitFor();
  expect(problems).toEqual([]);
});

test("no events yet: shows how to send the first, and shows it when it comes", async () => {
  const mock = await browser.mock({ events: 0 });
  const { page, problems } = await browser.page(mock.url);
  await page.getByText(`curl ${mock.url}/logs`).waitFor();
  await page.getByRole("tab", { name: "Node" }).click();
  await page.getByText("await fetch(").waitFor();
  mock.control({ emit: 1 });
  await waitForRows(page, 1);
  expect(await rows(page).count()).toBe(1);
  expect(problems).toEqual([]);
});

test("nothing matches: offers to widen and to clear", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(`${mock.url}/?q=zebra&is=symbol:BTCUSDT`);
  await page.getByText("Nothing matches").waitFor();
  await page.getByRole("button", { name: "Clear both" }).click();
  await waitForRows(page);
  expect(problems).toEqual([]);
});

test("a failing server: code and hint are shown, and the page comes back by itself", async () => {
  const mock = await browser.mock();
  mock.control({ fail: "search" });
  const { page, problems } = await browser.page(mock.url);
  await page.getByText("DAYBOOK_STORE_UNAVAILABLE").waitFor();
  await page.getByText("Nothing is lost: events are still recorded.", { exact: false }).waitFor();
  mock.control({ fail: null });
  await page.getByRole("button", { name: "Try now" }).click();
  await waitForRows(page);
  expect(problems).toEqual([]);
});

test("a cut connection: a banner, then the stream goes on without a gap and without a repeat", async () => {
  const mock = await browser.mock({ events: 20, spanHours: 0.5 });
  const { page, problems } = await browser.page(mock.url);
  await waitForRows(page, 5);
  await page.getByText(/^Connected/).waitFor();
  const before = Number(await rows(page).first().getAttribute("aria-setsize"));
  mock.control({ offline: true });
  await page.getByRole("alert").filter({ hasText: "The connection to Daybook is lost" }).waitFor();
  mock.control({ emit: 9 });
  mock.control({ offline: false });
  // It may come back by itself before the button is pressed.
  await page
    .getByRole("button", { name: "Try now" })
    .click({ timeout: 2_000 })
    .catch(() => undefined);
  await page.waitForFunction(
    (count) => document.querySelector("[role=option]")?.getAttribute("aria-setsize") === String(count),
    before + 9,
  );
  await page.getByRole("alert").waitFor({ state: "detached" });
  expect(problems).toEqual([]);
});

test("markup in an event stays text", async () => {
  const mock = await browser.mock({ events: 0 });
  mock.control({ longWords: true, emit: 3 });
  const { page, problems } = await browser.page(mock.url);
  await waitForRows(page, 3);
  await rows(page).first().click();
  await page.getByText("<img src=x onerror=alert(1)>").last().waitFor();
  expect(await page.locator("img").count()).toBe(0);
  expect(problems).toEqual([]);
});

test.each([PHONE, { width: 360, height: 640 }])("nothing sticks out sideways at $width px", async (viewport) => {
  const mock = await browser.mock();
  mock.control({ longWords: true, emit: 50 });
  const { page, problems } = await browser.page(mock.url, { viewport });
  await waitForRows(page, 3);
  const overflow = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  expect(await overflow()).toBeLessThanOrEqual(0);
  await rows(page).first().click();
  await page.getByRole("complementary", { name: "Event detail" }).waitFor();
  expect(await overflow()).toBeLessThanOrEqual(0);
  await page.getByRole("button", { name: "Close", exact: true }).click();
  await page.getByRole("complementary", { name: "Event detail" }).waitFor({ state: "detached" });
  expect(problems).toEqual([]);
});
