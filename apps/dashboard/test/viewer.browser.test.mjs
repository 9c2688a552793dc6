import { readFile } from "node:fs/promises";
import { expect, test } from "vitest";
import { rows, useBrowser, waitForAddress, waitForRows } from "./page-fixture.mjs";

const browser = useBrowser();

test("search, facets and chips narrow the list; every step is in the address and survives a reload", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(`${mock.url}/?range=7d`);
  await waitForRows(page, 10);

  await page.getByRole("combobox", { name: "Search query" }).fill("level:>=WARNING");
  await page.keyboard.press("Enter");
  await waitForAddress(page, "q", "level:>=WARNING");
  const facets = page.getByRole("complementary", { name: "Facets" });
  await facets.getByRole("button", { name: /^execution-gateway/ }).click();
  await waitForAddress(page, "is", "service:execution-gateway");
  await facets.getByRole("button", { name: /^BTCUSDT/ }).click({ modifiers: ["Shift"] });
  await waitForAddress(page, "not", "symbol:BTCUSDT");
  await waitForRows(page);

  await page.reload();
  await waitForRows(page);
  const texts = await rows(page).allInnerTexts();
  expect(texts.length).toBeGreaterThan(5);
  for (const text of texts) {
    expect(text).toMatch(/WARN|ERROR|RISK|CRIT/);
    expect(text).toContain("execution-gateway");
    expect(text).not.toContain("BTCUSDT");
  }

  await page.goBack();
  await waitForAddress(page, "not", null);
  await page.getByRole("button", { name: "Clear filters" }).click();
  await waitForAddress(page, "is", null);
  expect(problems).toEqual([]);
});

test("a fault in the query is marked at its place, and mending it brings the list back", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(`${mock.url}/?q=kraken%20(refused&is=level:ERROR`);
  const alert = page.getByRole("alert").filter({ hasText: "never closed" });
  await alert.waitFor();
  expect(await alert.innerText()).toContain("character 8");
  expect(await page.locator(".paint .faulty").allInnerTexts()).toEqual(["("]);
  await page.getByRole("combobox", { name: "Search query" }).fill("refused");
  await page.keyboard.press("Enter");
  await waitForRows(page);
  expect(await page.locator("mark").first().innerText()).toBe("refused");
  expect(problems).toEqual([]);
});

test("a brush over the bars becomes the time range, and the way back is one click", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(`${mock.url}/?range=24h`);
  await waitForRows(page, 10);
  await page.locator(".u-over").waitFor();
  const box = await page.locator(".u-over").boundingBox();
  await page.mouse.move(box.x + box.width * 0.5, box.y + 30);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 30, { steps: 6 });
  await page.mouse.up();
  await page.waitForFunction(() => new URLSearchParams(location.search).has("from"));
  const { from, to } = Object.fromEntries(new URL(page.url()).searchParams);
  const hours = (Date.parse(to) - Date.parse(from)) / 3_600_000;
  expect(hours).toBeGreaterThan(5);
  expect(hours).toBeLessThan(7);
  await page.getByText("Fixed range").waitFor();
  await page.getByRole("button", { name: "Back to the last range" }).first().click();
  await waitForAddress(page, "range", "24h");
  expect(problems).toEqual([]);
});

test("live: new events come by themselves, wait while paused, and come all at once after it", async () => {
  const mock = await browser.mock({ events: 50, spanHours: 0.5 });
  const { page, problems } = await browser.page(mock.url);
  await waitForRows(page, 10);
  await page.getByText(/^Connected/).waitFor();
  const newest = () => rows(page).first().getAttribute("aria-setsize");
  const before = Number(await newest());
  mock.control({ emit: 7 });
  await page.waitForFunction(
    (count) => document.querySelector("[role=option]")?.getAttribute("aria-setsize") === String(count),
    before + 7,
  );

  await page.getByRole("switch", { name: "Live" }).click();
  await waitForAddress(page, "live", "0");
  mock.control({ emit: 5 });
  await page.getByRole("button", { name: "Resume · 5 new" }).click();
  await page.waitForFunction(
    (count) => document.querySelector("[role=option]")?.getAttribute("aria-setsize") === String(count),
    before + 12,
  );
  expect(problems).toEqual([]);
});

test("the detail shows fields, data, stack and neighbours; values become filters", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(`${mock.url}/?q=level:ERROR&range=7d&live=0`);
  await waitForRows(page);
  await rows(page).first().click();
  const detail = page.getByRole("complementary", { name: "Event detail" });
  await detail.getByText("Caused by: HttpError").waitFor();
  await detail.getByText("x-mbx-used-weight").waitFor();
  await detail.getByRole("button", { name: "same process" }).click();
  await detail.locator("[aria-current=true]").waitFor();
  expect(await detail.locator("ol li").count()).toBeGreaterThan(5);

  const exchange = detail.locator(".row", { has: page.getByText("exchange", { exact: true }) });
  await exchange.hover();
  await exchange.getByRole("button", { name: /Only events/ }).click();
  await page.waitForFunction(() => new URLSearchParams(location.search).get("is")?.startsWith("exchange:"));

  const id = await rows(page)
    .first()
    .click()
    .then(() => new URL(page.url()).searchParams.get("event"));
  const direct = await browser.page(`${mock.url}/?event=${id}`);
  await direct.page.getByRole("complementary", { name: "Event detail" }).getByText("Caused by: HttpError").waitFor();
  expect([...problems, ...direct.problems]).toEqual([]);
});

test("views are saved, applied and deleted", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(`${mock.url}/?q=level:ERROR&range=24h`);
  await waitForRows(page);
  await page.getByRole("button", { name: "Saved views" }).click();
  await page.getByLabel("Name of the new view").fill("Errors of the day");
  await page.keyboard.press("Enter");
  await page.getByRole("button", { name: "Errors of the day", exact: true }).waitFor();
  await page.keyboard.press("Escape");

  const other = await browser.page(mock.url);
  await other.page.getByRole("button", { name: "Saved views" }).click();
  await other.page.getByRole("button", { name: "Errors of the day", exact: true }).click();
  await waitForAddress(other.page, "q", "level:ERROR");
  await waitForAddress(other.page, "range", "24h");
  await other.page.getByRole("button", { name: "Saved views" }).click();
  await other.page.getByRole("button", { name: "Delete the view Errors of the day" }).click();
  await other.page.getByText("No views yet").waitFor();
  expect([...problems, ...other.problems]).toEqual([]);
});

test.each(["JSON", "NDJSON", "CSV"])("export as %s holds every matching event once", async (format) => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(`${mock.url}/?range=7d&live=0&is=service:trading-engine`);
  await waitForRows(page);
  await page.keyboard.press("e");
  await page.getByRole("radio", { name: new RegExp(`^${format}`) }).check();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("dialog").getByRole("button", { name: "Export", exact: true }).click(),
  ]);
  const text = await readFile(await download.path(), "utf8");
  const { total } = await (
    await fetch(`${mock.url}/logs/search?limit=0&start_time=now-7d&query=service:trading-engine`)
  ).json();
  expect(total).toBeGreaterThan(500);
  const lines = text.trimEnd().split(/\r?\n/);
  const count = { JSON: () => JSON.parse(text).length, NDJSON: () => lines.length, CSV: () => lines.length - 1 };
  expect(count[format]()).toBe(total);
  expect(download.suggestedFilename()).toMatch(new RegExp(`^daybook-.*\\.${format.toLowerCase()}$`));
  expect(problems).toEqual([]);
});
