import { spawn } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { eventually } from "../e2e/harness.mjs";

const START = fileURLToPath(new URL("start.mjs", import.meta.url));

/** `npm start` as it stands, on a free port and a directory of its own. */
function start() {
  const dataDir = mkdtempSync(join(tmpdir(), "daybook-start-"));
  const child = spawn(process.execPath, [START, "--port", "0", "--data", dataDir], {
    env: { ...process.env, DAYBOOK_DISK_RESERVE_MB: "16", NO_COLOR: "1" },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let output = "";
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding("utf8").on("data", (text) => (output += text));
  const exited = new Promise((done) => child.once("exit", (code, signal) => done({ code, signal })));
  onTestFinished(async () => {
    if (child.exitCode === null && child.signalCode === null) child.kill("SIGKILL");
    await exited;
    rmSync(dataDir, { recursive: true, force: true, maxRetries: 5 });
  });
  return { child, exited, output: () => output };
}

test("npm start prints an address and a sign-in link; the demo's trades arrive; Ctrl-C ends it well", async () => {
  const { child, exited, output } = start();
  const link = () => /(http:\/\/127\.0\.0\.1:\d+)\/#signin=(\S+)/.exec(output());
  await eventually("a sign-in link, or an early end", () => link() ?? child.exitCode !== null, 60_000);
  expect(link(), output()).not.toBeNull();
  const [, url, code] = link();

  const page = await fetch(url);
  expect(page.status).toBe(200);
  expect(await page.text()).toContain("<title>");

  const signIn = () =>
    fetch(`${url}/session`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: url },
      body: JSON.stringify({ code }),
    });
  const session = await signIn();
  expect(session.status).toBe(200);
  const cookie = session.headers.get("set-cookie").split(";")[0];
  expect((await signIn()).status, "the link works once").not.toBe(200);

  const trades = await eventually(
    "the demo bot trades",
    async () => {
      const answer = await fetch(`${url}/logs/search?query=${encodeURIComponent("event_type:order_filled")}&limit=5`, {
        headers: { cookie },
      });
      const { events } = await answer.json();
      return events.length > 0 && events;
    },
    60_000,
  );
  expect(trades[0]).toMatchObject({ event_type: "order_filled", symbol: expect.any(String), price: expect.anything() });

  child.kill("SIGINT");
  expect(await exited).toEqual({ code: 0, signal: null });
  expect(output()).not.toMatch(/DAYBOOK_[A-Z]+_[A-Z]+:/);
});
