import { afterAll, beforeAll, expect, test } from "vitest";
import { startInstallation, temporaryDir } from "../harness.mjs";
import {
  rows,
  useBrowser,
  waitForAddress,
  waitForRows,
  waitForRowsOf,
} from "../../apps/dashboard/test/page-fixture.mjs";

/** The page as the collector serves it, with the engine behind it: what the mock server of the other tests stands for. */
const browser = useBrowser();
const dir = temporaryDir("page");
let installation;

beforeAll(async () => {
  installation = await startInstallation({ dataDir: dir.path });
});
afterAll(async () => {
  await installation?.stop();
  dir.remove();
});

const send = (...events) => installation.call("/logs", { method: "POST", body: events });

const order = (n, level = "INFO") => ({
  timestamp: new Date().toISOString(),
  service: "bot-a",
  level,
  event_type: "order_filled",
  symbol: "BTCUSDT",
  order_id: `order-${n}`,
  price: "64123.50",
  message: `order ${n} filled on kraken`,
});

test("signed in by the link: stored events, live ones, a search, and the exact line", async () => {
  await send(...Array.from({ length: 30 }, (_, n) => order(n)));
  const { url } = await installation.call("/admin/signin", { method: "POST" });
  const { page, problems } = await browser.page(url);
  await waitForRows(page, 20);

  await send(order(777, "ERROR"));
  await rows(page).filter({ hasText: "order 777 filled" }).waitFor();

  await page.getByRole("combobox", { name: "Search query" }).fill("level:ERROR kraken");
  await page.keyboard.press("Enter");
  await waitForAddress(page, "q", "level:ERROR kraken");
  await waitForRowsOf(page, "ERROR");
  expect(await rows(page).count()).toBe(1);

  await rows(page).first().click();
  const detail = page.getByRole("complementary", { name: "Event detail" });
  await detail.getByText("64123.50", { exact: true }).first().waitFor();
  expect(await detail.innerText()).toContain("order-777");
  expect(problems).toEqual([]);
});

test("without a session nothing is shown, and a wrong key is refused", async () => {
  const { page } = await browser.page(installation.url);
  const field = page.getByLabel("Sign-in link, code or key");
  await field.fill("not-the-key-of-this-place");
  await page.getByRole("button", { name: "Sign in" }).click();
  await page.getByRole("alert").waitFor();
  expect(await rows(page).count()).toBe(0);
  await field.fill(installation.key);
  await page.getByRole("button", { name: "Sign in" }).click();
  await waitForRows(page, 20);
});
