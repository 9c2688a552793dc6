import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startInstallation, temporaryDir } from "../harness.mjs";
import { PHONE, useBrowser, waitForAddress, waitForRows } from "../../apps/dashboard/test/page-fixture.mjs";

/** The trading page against the mock server, which makes its reports with the same package as the real one. */
const browser = useBrowser();

const figure = (page, name) => page.locator(`[data-figure=${name}]`);
const tradeRows = (page) => page.locator("[data-testid=trades] [role=row]");
const ready = (page) => figure(page, "pnl").waitFor();

async function reportOf(mock, query = "timeframe=all") {
  return (await fetch(`${mock.url}/reports/performance?${query}`)).json();
}

async function open(options, search = "&timeframe=all", pageOptions = {}) {
  const mock = await browser.mock({ events: 1_000, trades: 28, ...options });
  const { page, problems } = await browser.page(`${mock.url}/?page=trading${search}`, pageOptions);
  return { mock, page, problems };
}

describe("trading page", () => {
  test("from the logs and back: the link, the key, the Back button; each has an address", async () => {
    const mock = await browser.mock({ trades: 28 });
    const { page, problems } = await browser.page(`${mock.url}/?range=24h`);
    await waitForRows(page, 3);
    await page.getByRole("link", { name: "Trading", exact: true }).click();
    await waitForAddress(page, "page", "trading");
    await ready(page);
    await page.keyboard.press("1");
    await waitForRows(page, 3);
    await waitForAddress(page, "range", "24h");
    await page.goBack();
    await ready(page);
    await page.goBack();
    await waitForRows(page, 3);
    await page.keyboard.press("2");
    await ready(page);
    expect(problems).toEqual([]);
  });

  test("the figures are those of the report, with every digit and the rule at hand", async () => {
    const { mock, page, problems } = await open();
    await ready(page);
    const { trades } = await reportOf(mock);
    const pnl = figure(page, "pnl").locator(".value");
    expect((await pnl.getAttribute("title")).replace("−", "-")).toBe(`${trades.pnl} USDT`);
    expect(await figure(page, "trades").locator(".value").innerText()).toBe("28");
    await figure(page, "sharpe").locator(".value").hover();
    await page.getByText("√365").first().waitFor();
    expect(problems).toEqual([]);
  });

  test("a figure leads to its log lines: as many as it counts", async () => {
    const { mock, page, problems } = await open({ events: 0 });
    await ready(page);
    await figure(page, "trades").getByRole("link").click();
    await waitForRows(page, 5);
    const { trades, incomplete, last_day: last } = await reportOf(mock);
    // An exit without an entry is a closing line too, when it is of a day of the report.
    const others = incomplete.filter(({ timestamp }) => timestamp.slice(0, 10) <= last);
    await page.waitForFunction(
      (count) => document.querySelector("[role=option]")?.getAttribute("aria-setsize") === String(count),
      trades.trades + others.length,
    );
    await page.goBack();
    await ready(page);
    expect(problems).toEqual([]);
  });

  test("a brush over the equity: its closes, and its log lines in the viewer", async () => {
    const { page, problems } = await open();
    const chart = page.locator("[data-testid=equity-chart] .u-over");
    await chart.waitFor();
    const box = await chart.boundingBox();
    await page.mouse.move(box.x + box.width * 0.25, box.y + 60);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width * 0.5, box.y + 60, { steps: 6 });
    await page.mouse.up();
    await page.getByRole("button", { name: "Zoom in" }).waitFor();
    await page.getByRole("link", { name: "All log lines" }).click();
    await waitForRows(page, 1);
    const { from, to } = Object.fromEntries(new URL(page.url()).searchParams);
    const days = (Date.parse(to) - Date.parse(from)) / 86_400_000;
    expect(days).toBeGreaterThan(12);
    expect(days).toBeLessThan(17);
    expect(problems).toEqual([]);
  });

  test("a day of the calendar leads to its lines, also by keyboard", async () => {
    const { mock, page, problems } = await open();
    await ready(page);
    const { days } = await reportOf(mock);
    const traded = days.findLast(({ trades }) => trades > 0);
    const last = days.at(-1).day;
    await page.locator(`a[data-day="${last}"]`).focus();
    const steps = days.length - 1 - days.indexOf(traded);
    for (let n = 0; n < steps; n++) await page.keyboard.press("ArrowUp");
    await page.keyboard.press("Enter");
    await waitForAddress(page, "from", `${traded.day}T00:00:00.000Z`);
    await waitForRows(page, traded.trades);
    expect(problems).toEqual([]);
  });

  test("period, symbol and strategy narrow the report and are in the address", async () => {
    const { mock, page, problems } = await open({ trades: 400 });
    await ready(page);
    await page.getByRole("button", { name: "Only BTC/USDT" }).click();
    await waitForAddress(page, "symbol", "BTC/USDT");
    const { trades } = await reportOf(mock, "timeframe=all&symbol=BTC/USDT");
    await page.waitForFunction(
      (count) => document.querySelector("[data-figure=trades] .value")?.textContent.trim() === String(count),
      trades.trades,
    );
    await page.getByRole("button", { name: "7 days" }).click();
    await waitForAddress(page, "timeframe", "1w");
    await page.reload();
    await ready(page);
    await page.goBack();
    await waitForAddress(page, "timeframe", "all");
    expect(problems).toEqual([]);
  });

  test("7,000 trades: few rows in the document, sorted and filtered at once", async () => {
    const { mock, page, problems } = await open({ trades: 7_000, tradeDays: 700 });
    await ready(page);
    expect(await tradeRows(page).count()).toBeLessThan(40);
    await page.getByRole("columnheader", { name: "P&L" }).getByRole("button").click();
    await waitForAddress(page, "sort", "-pnl");
    const { trade_list: list } = await reportOf(mock);
    const best = list.reduce((most, trade) => (Number(trade.pnl) > Number(most.pnl) ? trade : most));
    await page.waitForFunction(
      (id) => document.querySelector("[data-testid=trades] [role=row]")?.dataset.trade === id,
      best.id,
    );
    await page.keyboard.press("/");
    await page.keyboard.type("doge short loss");
    await page.waitForFunction(() =>
      [...document.querySelectorAll("[data-testid=trades] [role=row]")].every(
        (row) => row.textContent.includes("DOGE") && row.textContent.includes("short") && row.textContent.includes("−"),
      ),
    );
    expect(problems).toEqual([]);
  });

  test("conventions: another zone and another tool's figures, with the reason", async () => {
    const { page, problems } = await open({ trades: 60 });
    await ready(page);
    await page.keyboard.press("c");
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Time zone of the days").fill("America/New_York");
    await dialog.getByLabel("A day ends at").fill("17:00");
    await dialog.getByLabel("Other tool beside ours").selectOption("freqtrade");
    await dialog.getByRole("button", { name: "Apply" }).click();
    await waitForAddress(page, "compat", "freqtrade");
    await waitForAddress(page, "close", "17:00");
    await page.getByRole("heading", { name: "As freqtrade counts" }).waitFor();
    await page.getByText("mean a day over the deviation of trades", { exact: false }).waitFor();
    await page.getByText("Days of America/New_York ending 17:00", { exact: false }).waitFor();
    expect(problems).toEqual([]);
  });

  test("a trade's whole life, with its own address; Esc closes it", async () => {
    const { page, problems } = await open();
    await ready(page);
    await tradeRows(page).first().focus();
    await page.keyboard.press("Enter");
    const life = page.locator("[data-testid=trade]");
    await life.getByText("Decision", { exact: true }).waitFor();
    for (const step of ["Signal", "Order", "Accepted", "Fill", "Entry", "Exit"])
      await life.locator("strong").getByText(step, { exact: true }).waitFor();
    await life.getByText("momentum_1h").waitFor();
    await life.getByText("+140 ms").waitFor();
    const id = new URL(page.url()).searchParams.get("trade");
    expect(id).toMatch(/^mock-/);
    await page.reload();
    await life.getByText("momentum_1h").waitFor();
    await life.getByRole("link", { name: "Log line of Decision" }).click();
    await page.getByRole("complementary", { name: "Event detail" }).getByText("ai_decision").first().waitFor();
    await page.goBack();
    await life.waitFor();
    await page.keyboard.press("Escape");
    await life.waitFor({ state: "detached" });
    expect(problems).toEqual([]);
  });

  test("why no trade: reasons, and the lines of the signal and of the reason", async () => {
    const { page, problems } = await open();
    await ready(page);
    await page.keyboard.press("w");
    await waitForAddress(page, "view", "no_trade");
    const reasons = page.getByRole("region", { name: "Reasons" });
    const reason = reasons.getByRole("button", { name: /order rejected/ });
    await reason.click();
    const signals = page.getByRole("region", { name: "Signals" }).getByRole("listitem");
    expect(await signals.count()).toBe(Number(/\d+/.exec(await reason.locator(".count").innerText())[0]));
    await signals.first().getByRole("link", { name: "Reason" }).click();
    await page.getByRole("complementary", { name: "Event detail" }).getByText("order_rejected").first().waitFor();
    expect(problems).toEqual([]);
  });

  test("a statement: what is the same, and each difference by its name", async () => {
    const { mock, page, problems } = await open({ events: 0 }, "&timeframe=all&view=reconciliation");
    const { events } = await (await fetch(`${mock.url}/logs/search?limit=1000&query=event_type:order_filled`)).json();
    const lines = events.map((event, at) => {
      const quantity = at === 1 ? "999" : event.quantity;
      return [event.timestamp, event.symbol, event.side, quantity, event.price, event.fees, event.order_id].join(",");
    });
    const csv = ["time,symbol,side,quantity,price,fees,order_id", ...lines.slice(1), "what is this"].join("\n");
    const file = { name: "statement.csv", mimeType: "text/csv", buffer: new TextEncoder().encode(csv) };
    await page.getByLabel("Statement as CSV").setInputFiles({ ...file, buffer: Buffer.from(file.buffer) });
    await page.getByText("2 differences; 27 lines are the same").waitFor();
    await page.getByRole("button", { name: "The quantity differs" }).click();
    await page.getByText("999").waitFor();
    await page.getByText("In the log, not in the statement").waitFor();
    await page.getByText("Lines that could not be read").waitFor();
    expect(problems).toEqual([]);
  });

  test("nothing logged, nothing in the period, a refusal, a failure, a cut connection", async () => {
    const empty = await open({ trades: 0 });
    await empty.page.getByText("No trade was logged yet").waitFor();
    await empty.page.getByText("log.tradeEntry", { exact: false }).waitFor();

    const { mock, page, problems } = await open({}, "&start=2020-01-01&end=2020-01-02");
    await page.getByText("No trade in this period").waitFor();
    await page.getByRole("button", { name: "Show everything" }).click();
    await ready(page);
    mock.control({ offline: true });
    await page.keyboard.press("r");
    await page.getByRole("alert").filter({ hasText: "What is below is older" }).waitFor();
    await ready(page);
    mock.control({ offline: false });
    // It comes back by itself as well.
    await page
      .getByRole("button", { name: "Try now" })
      .click({ timeout: 2_000 })
      .catch(() => undefined);
    await page.getByRole("alert").waitFor({ state: "detached" });

    const refused = await open({}, "&time_zone=Mars");
    await refused.page.getByText('"Mars" is no time zone', { exact: false }).waitFor();
    const failing = await browser.mock();
    failing.control({ fail: "reports" });
    const failed = await browser.page(`${failing.url}/?page=trading`);
    await failed.page.getByText("DAYBOOK_STORE_UNAVAILABLE").waitFor();
    expect([...empty.problems, ...problems, ...refused.problems, ...failed.problems]).toEqual([]);
  });

  test.each([PHONE, { width: 360, height: 700 }])("nothing sticks out sideways at $width px", async (viewport) => {
    const { page, problems } = await open({ trades: 60 }, "&timeframe=all&compat=freqtrade", { viewport });
    await ready(page);
    const overflow = () =>
      page.evaluate(() =>
        Math.max(
          ...[document.documentElement, document.querySelector("main")].map((one) => one.scrollWidth - one.clientWidth),
        ),
      );
    expect(await overflow()).toBeLessThanOrEqual(0);
    for (const view of ["Why no trade", "Reconciliation"]) {
      await page.getByRole("button", { name: view }).click();
      await page.waitForLoadState("networkidle");
      expect(await overflow()).toBeLessThanOrEqual(0);
    }
    expect(problems).toEqual([]);
  });
});

describe("with the real server", () => {
  const dir = temporaryDir("trading-page");
  let installation;

  beforeAll(async () => {
    installation = await startInstallation({ dataDir: dir.path });
  });
  afterAll(async () => {
    await installation?.stop();
    dir.remove();
  });

  test("a logged trade: its figures, its life, its lines, and the signal that came to nothing", async () => {
    const startMs = Date.now() - 1_800_000;
    const at = (seconds) => new Date(startMs + seconds * 1_000).toISOString();
    const deal = { service: "bot-a", symbol: "BTC/USDT", strategy: "breakout", currency: "USDT", trade_id: "t-77" };
    const order = { ...deal, order_id: "o-1", side: "buy", quantity: "0.01", price: "64000" };
    const body = [
      { ...deal, timestamp: at(-60), event_type: "account_balance", trade_id: undefined, data: { total: "1000" } },
      { ...deal, timestamp: at(0), event_type: "signal_generated", side: "buy", price: "64000" },
      {
        ...deal,
        timestamp: at(0.2),
        event_type: "ai_decision",
        data: {
          decision: "enter",
          model: "m",
          confidence: 0.8,
          explanation: { shap_values: { momentum: 0.3, spread: -0.1 } },
        },
      },
      { ...order, timestamp: at(0.3), event_type: "order_placed" },
      { ...order, timestamp: at(0.9), event_type: "order_filled", fees: "0.64" },
      { ...order, timestamp: at(1), event_type: "trade_entry", fees: "0.64" },
      {
        ...order,
        order_id: "o-2",
        timestamp: at(600),
        event_type: "trade_exit",
        side: "sell",
        price: "65000",
        pnl: "8.71",
        fees: "0.65",
      },
      { ...deal, trade_id: "t-78", timestamp: at(700), event_type: "signal_generated", side: "buy", price: "65000" },
      {
        ...deal,
        trade_id: "t-78",
        timestamp: at(701),
        event_type: "risk_limit_hit",
        level: "RISK_ALERT",
        data: { limit_type: "max_position" },
      },
    ].map((event) => ({ message: event.event_type, ...event }));
    await installation.call("/logs", { method: "POST", body });
    const { url } = await installation.call("/admin/signin", { method: "POST" });
    const { page, problems } = await browser.page(url);
    await waitForRows(page, body.length);
    await page.keyboard.press("2");
    await ready(page);
    expect(await figure(page, "pnl").locator(".value").getAttribute("title")).toBe("8.71 USDT");
    expect(await figure(page, "profit_factor").innerText()).toContain("∞");

    await tradeRows(page).first().click();
    const life = page.locator("[data-testid=trade]");
    await life.getByText("momentum").waitFor();
    await life.getByText("+200 ms").waitFor();
    await page.keyboard.press("Escape");
    await life.waitFor({ state: "detached" });

    await figure(page, "trades").getByRole("link").click();
    await waitForRows(page, 1);
    expect(await page.locator("[data-testid=event-list] [role=option]").count()).toBe(1);
    await page.goBack();
    await ready(page);

    await page.keyboard.press("w");
    await page.getByRole("region", { name: "Reasons" }).getByText("risk limit").waitFor();
    await page.getByRole("link", { name: "Reason" }).click();
    await page.getByRole("complementary", { name: "Event detail" }).getByText("max_position").first().waitFor();
    await page.goBack();

    await page.getByRole("button", { name: "Reconciliation" }).click();
    const csv = ["time,symbol,side,quantity,price,fee,order_id", `${at(0.9)},BTC/USDT,buy,0.02,64000,0.64,o-1`].join(
      "\n",
    );
    const file = { name: "statement.csv", mimeType: "text/csv", buffer: Buffer.from(csv) };
    await page.getByLabel("Statement as CSV").setInputFiles(file);
    await page.getByText("The quantity differs").first().waitFor();
    expect(problems).toEqual([]);
  });
});
