import { execFileSync } from "node:child_process";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import { useBrowser } from "../../apps/dashboard/test/page-fixture.mjs";
import { DAMAGES } from "../audit/damage.mjs";
import { evidenceOf, makeTrail, proofOf } from "../audit/make-trail.mjs";
import { temporaryDir } from "../harness.mjs";

/** The verifier as one file, opened from disk, with the network cut. */
const SIZE = 5_000;
const browser = useBrowser();
const dir = temporaryDir("page-verifier");
const build = fileURLToPath(new URL("../../packages/verify/scripts/build-standalone.mjs", import.meta.url));
let trail;

beforeAll(async () => {
  execFileSync(process.execPath, [build, "--out", dir.path]);
  trail = await makeTrail(dir.path, { size: SIZE, heads: 3 });
  writeFileSync(join(dir.path, "fill.tlog-proof"), await proofOf(trail, 1_234));
});
afterAll(() => dir.remove());

async function open() {
  const { page, problems } = await browser.page(pathToFileURL(join(dir.path, "daybook-verify.html")).href, {
    offline: true,
  });
  return { page, problems, card: page.locator("article").first() };
}

test("a sound trail", async () => {
  const { page, problems, card } = await open();
  await page.locator("#keys").fill(trail.vkey);
  await page.locator("#folder").setInputFiles(trail.dir);
  await card.waitFor();
  expect(await card.getAttribute("class")).toBe("card sound");
  const text = await card.innerText();
  expect(text).toContain("everything that is there is what was signed");
  expect(text).toContain("nothing that was signed or counted is missing");
  expect(text).toContain("5,000, 5,000 looked at");
  expect(text).not.toContain("compare it");
  expect(problems).toEqual([]);
});

test.each(["a changed entry", "a missing bundle", "a flipped bit in a tile of leaves", "a changed signature"])(
  "%s",
  async (damage) => {
    const damaged = join(dir.path, damage, "audit");
    cpSync(trail.dir, damaged, { recursive: true });
    DAMAGES[damage](damaged, SIZE);
    const { page, problems, card } = await open();
    await page.locator("#folder").setInputFiles(join(dir.path, damage));
    await card.waitFor();
    expect(await card.getAttribute("class")).toBe("card damaged");
    expect(await card.locator(".findings li").count()).toBeGreaterThan(0);
    expect(await card.innerText()).toContain("compare it with what your operator publishes");
    expect(problems).toEqual([]);
  },
);

test("one event, with a key that is trusted or with those of the trail", async () => {
  const { page, problems, card } = await open();
  const proof = join(dir.path, "fill.tlog-proof");
  await page.locator("#files").setInputFiles(proof);
  await page.getByText("which key signed it?").waitFor();
  await page.locator("#folder").setInputFiles(join(trail.dir, "keys"));
  await page.getByText("The keys in keys are used for proofs.").waitFor();
  await page.locator("#files").setInputFiles(proof);
  await page.locator(".card.sound").waitFor();
  const text = await card.innerText();
  expect(text).toContain('"message":"order 1234 filled ü"');
  expect(text).toContain("these bytes are what was committed to");
  expect(problems).toEqual([]);
});

test("evidence of a time, whole and with a changed record", async () => {
  const file = join(dir.path, "evidence.ndjson");
  const text = await evidenceOf(trail, 1_000, 3_000);
  writeFileSync(file, text);
  const { page, problems, card } = await open();
  await page.locator("#keys").fill(trail.vkey);
  await page.locator("#files").setInputFiles(file);
  await page.locator(".card.sound").waitFor();
  const found = await card.innerText();
  expect(found).toContain("no audited event of this time is missing");
  expect(found).toContain("2,000: 2,000 with their record, 0 without");
  writeFileSync(file, text.replace("order 2000 filled", "order 2001 filled"));
  await page.locator("#files").setInputFiles(file);
  await page.locator(".card.damaged").waitFor();
  expect(await card.locator(".findings li").first().innerText()).toContain(
    "the record is not the one that was committed to",
  );
  expect(problems).toEqual([]);
});

test("a proof of another place", async () => {
  const changed = join(dir.path, "changed.tlog-proof");
  writeFileSync(changed, (await proofOf(trail, 77)).replace(/^index 76$/m, "index 77"));
  const { page, card } = await open();
  await page.locator("#keys").fill(trail.vkey);
  await page.locator("#files").setInputFiles(changed);
  await card.waitFor();
  expect(await card.getAttribute("class")).toBe("card damaged");
  expect(await card.innerText()).toContain("the entry is not the one at this place of the signed tree");
});

test("a head that was kept must be contained", async () => {
  const short = await makeTrail(join(dir.path, "short"), { size: 10, heads: 0 });
  const head = join(dir.path, "kept.head");
  writeFileSync(head, readFileSync(join(trail.dir, "checkpoint")));
  const { page, card } = await open();
  await page.locator("#files").setInputFiles(head);
  await page.getByText("a head of 5000 entries").waitFor();
  await page.locator("#folder").setInputFiles(short.dir);
  await card.waitFor();
  expect(await card.getAttribute("class")).toBe("card damaged");
});

test("nothing may be loaded and nothing sent", async () => {
  const { page } = await open();
  const refused = await page.evaluate(() =>
    fetch("http://127.0.0.1:9/").then(
      () => "sent",
      () => "refused",
    ),
  );
  expect(refused).toBe("refused");
  const policy = await page.locator("meta[http-equiv]").getAttribute("content");
  expect(policy).toMatch(/^default-src 'none'; script-src 'sha256-[^']+'; style-src 'sha256-[^']+'; base-uri 'none'/);
});

test("a narrow page and a dark one", async () => {
  const url = pathToFileURL(join(dir.path, "daybook-verify.html")).href;
  const options = { viewport: { width: 360, height: 700 }, colorScheme: "dark" };
  const { page, problems } = await browser.page(url, options);
  const [inner, width] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  expect(inner).toBeLessThanOrEqual(width);
  expect(await page.evaluate(() => getComputedStyle(document.body).backgroundColor)).toBe("rgb(18, 21, 26)");
  expect(problems).toEqual([]);
});
