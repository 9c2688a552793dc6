import { expect, test } from "vitest";
import { rows, useBrowser, waitForRows } from "./page-fixture.mjs";

const browser = useBrowser();

const TRACE = { categories: ["devtools.timeline", "disabled-by-default-devtools.timeline"] };

/**
 * Frames as the page sees them, and the main thread's tasks with the CPU time that each took itself: on a machine that
 * is busy with other things only the second says something about the page.
 */
async function watchFrames(page) {
  await page.evaluate(() => {
    const frames = [];
    globalThis.seenFrames = frames;
    let last = performance.now();
    const next = (now) => {
      frames.push(now - last);
      last = now;
      requestAnimationFrame(next);
    };
    requestAnimationFrame(next);
  });
  await page.context().browser().startTracing(page, TRACE);
}

async function report(page, title) {
  const { traceEvents } = JSON.parse(String(await page.context().browser().stopTracing()));
  const frames = (await page.evaluate(() => globalThis.seenFrames)).sort((a, b) => a - b);
  const isMain = (thread) => thread.name === "thread_name" && thread.args.name === "CrRendererMain";
  const mains = new Set(traceEvents.filter(isMain).map(({ pid, tid }) => `${pid} ${tid}`));
  const cpuMs = traceEvents
    .filter(({ name, pid, tid, tdur }) => name === "RunTask" && tdur && mains.has(`${pid} ${tid}`))
    .map(({ tdur }) => tdur / 1_000)
    .sort((a, b) => a - b);
  const at = (list, share) => (list[Math.floor((list.length - 1) * share)] ?? 0).toFixed(1);
  const long = (list) => list.filter((ms) => ms > 50).length;
  process.stdout.write(
    `${title}: ${frames.length} frames, p50 ${at(frames, 0.5)} ms, p99 ${at(frames, 0.99)} ms, longest ${at(frames, 1)} ms, ` +
      `${long(frames)} over 50 ms; main thread: longest task ${at(cpuMs, 1)} ms of CPU, ${long(cpuMs)} over 50 ms\n`,
  );
}

test("2,000 events a second: the list follows with a bounded document", async () => {
  const mock = await browser.mock();
  const { page, problems } = await browser.page(mock.url);
  await waitForRows(page, 10);
  await page.getByText(/^Connected/).waitFor();
  mock.control({ rate: 2_000 });
  await watchFrames(page);
  // Full: the live part holds its most, and the loaded page has gone.
  await page.waitForFunction(() => document.querySelector("[role=option]")?.getAttribute("aria-setsize") === "5000");
  await page.waitForFunction(() => globalThis.seenFrames.length > 300);
  await report(page, "live at 2,000 events/s");
  expect(await rows(page).count()).toBeLessThan(60);

  await page.keyboard.press("p");
  await page.waitForFunction(() => /Resume · [\d,]{5,} new/.test(document.querySelector(".newer")?.textContent ?? ""));
  mock.control({ rate: 0 });
  await page.locator(".newer").click();
  await page.getByRole("switch", { name: "Live" }).and(page.locator("[aria-checked=true]")).waitFor();
  await waitForRows(page, 10);
  expect(problems).toEqual([]);
});

test("100,000 events: scrolls from end to end, the document stays small", async () => {
  const mock = await browser.mock({ events: 101_000, spanHours: 100 });
  const { page, problems } = await browser.page(`${mock.url}/?range=7d&live=0&overview=0`);
  await waitForRows(page, 10);
  const list = page.locator("[data-testid=event-list]");
  await watchFrames(page);
  await page.keyboard.press("j");
  // To the end again and again: each time the next page is loaded behind it.
  const size = () => document.querySelector("[role=option]")?.getAttribute("aria-setsize");
  let loaded = 0;
  while (loaded < 100_000) {
    await list.evaluate((element) => (element.scrollTop = element.scrollHeight));
    await page.waitForFunction(
      (before) => Number(document.querySelector("[role=option]")?.ariaSetSize) > before,
      loaded,
    );
    loaded = Number(await page.evaluate(size));
  }
  await page.getByText("The page holds 100,000 events.", { exact: false }).waitFor();
  await list.evaluate((element) => (element.scrollTop = 0));
  for (let i = 0; i < 20; i++) {
    await list.hover();
    await page.mouse.wheel(0, 60_000);
  }
  await report(page, "scrolling 100,000 events");
  expect(await rows(page).count()).toBeLessThan(60);
  await page.keyboard.press("G");
  await page.waitForFunction(
    () => document.querySelector("[role=option][aria-selected=true]")?.ariaPosInSet === "100000",
  );
  expect(problems).toEqual([]);
});
