import { once } from "node:events";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ADMIN_KEY, FakeDaybook } from "./test-support/fake-daybook.ts";
import { runBuilt, startBuilt } from "./test-support/run-built.ts";
import { temporaryDir } from "./test-support/temporary-dir.ts";

interface Scene extends AsyncDisposable {
  fake: FakeDaybook;
  env: Record<string, string>;
  cwd: string;
}

async function setScene(): Promise<Scene> {
  const fake = await new FakeDaybook().start();
  const dir = await temporaryDir();
  return {
    fake,
    env: { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY },
    cwd: dir.path,
    async [Symbol.asyncDispose]() {
      await fake[Symbol.asyncDispose]();
      await dir[Symbol.asyncDispose]();
    },
  };
}

const LINES = 60_000;
const NUMBERED = Array.from({ length: LINES }, (_, i) => `{"n":${i + 1}}`).join("\n");

test("help, a mistake and a server that is away, by their exit codes", async () => {
  await using scene = await setScene();
  expect(await runBuilt(["--help"], {}, scene.cwd)).toMatchObject({ code: 0, err: "" });
  expect(await runBuilt(["serach"], {}, scene.cwd)).toMatchObject({
    code: 2,
    out: "",
    err: expect.stringContaining("search?"),
  });
  const away = await runBuilt(["stats"], { DAYBOOK_URL: "http://127.0.0.1:9" }, scene.cwd);
  expect(away).toMatchObject({ code: 3, err: expect.stringContaining("daybook start") });
});

test("a pipe gets no colours and no progress bar", async () => {
  await using scene = await setScene();
  await writeFile(
    join(scene.cwd, "f.ndjson"),
    '{"message":"m","level":"ERROR","service":"s","event_type":"t","timestamp":"2024-01-15T10:30:45.000000Z"}\nbad\n',
  );
  const imported = await runBuilt(["import", "f.ndjson"], scene.env, scene.cwd);
  expect(imported).toMatchObject({ code: 1, err: "" });
  const found = await runBuilt(["search", "--utc"], scene.env, scene.cwd);
  expect(found).toEqual({ code: 0, out: "2024-01-15 10:30:45.000Z ERROR           s t m\n", err: "" });
  expect(imported.out).not.toContain("\u001b");
  const coloured = await runBuilt(["search"], { ...scene.env, FORCE_COLOR: "1" }, scene.cwd);
  expect(coloured.out).toContain("\u001b[31m");
});

test("send takes what is piped into it", async () => {
  await using scene = await setScene();
  const sent = await runBuilt(["send", "--service", "bot"], scene.env, scene.cwd, '{"message":"a"}\nplain\n');
  expect(sent).toEqual({ code: 0, out: "", err: "" });
  expect(scene.fake.events).toMatchObject([
    { message: "a", service: "bot" },
    { message: "plain", service: "bot" },
  ]);
});

test("a reader that has enough ends a search quietly", async () => {
  await using scene = await setScene();
  for (let i = 0; i < 20_000; i++) scene.fake.add(`{"message":"${"x".repeat(200)}"}`);
  const run = startBuilt(["search", "--json", "--limit", "all"], scene.env, scene.cwd);
  await once(run.child.stdout!, "data");
  run.child.stdout!.destroy();
  expect(await run.ended).toBe(0);
  expect(run.texts.err).toBe("");
});

test("a reader that is slow gets all of it", async () => {
  await using scene = await setScene();
  for (let i = 0; i < 10_000; i++) scene.fake.add(`{"message":"${"x".repeat(500)}"}`);
  const run = startBuilt(["search", "--json", "--limit", "all", "--order", "asc"], scene.env, scene.cwd);
  run.child.stdout!.pause();
  await expect.poll(() => scene.fake.queries.length, { timeout: 20_000 }).toBe(1);
  run.child.stdout!.resume();
  expect(await run.ended).toBe(0);
  expect(run.texts.out).toBe(scene.fake.lines.map((line) => `${line}\n`).join(""));
});

test("Ctrl-C ends tail at once", async () => {
  await using scene = await setScene();
  const run = startBuilt(["tail", "--json"], scene.env, scene.cwd);
  await expect.poll(() => scene.fake.subscriptions.length, { timeout: 20_000 }).toBe(1);
  scene.fake.add('{"message":"live"}');
  await expect.poll(() => run.texts.out, { timeout: 20_000 }).toContain('"live"');
  run.child.kill("SIGINT");
  expect(await run.ended).toBe(0);
  expect(run.texts.err).toBe("");
});

test.each(["SIGINT", "SIGKILL"] as const)(
  "an import ended by %s in the middle goes on with the same command: nothing lost, nothing doubled",
  async (signal) => {
    await using scene = await setScene();
    await writeFile(join(scene.cwd, "f.ndjson"), NUMBERED);
    const run = startBuilt(["import", "f.ndjson"], scene.env, scene.cwd);
    await expect.poll(() => scene.fake.bodies.length, { timeout: 20_000, interval: 5 }).toBeGreaterThan(1);
    run.child.kill(signal);
    expect(await run.ended).toBe(signal === "SIGINT" ? 130 : signal);
    const kept = scene.fake.lines.length;
    expect(kept).toBeLessThan(LINES);
    const again = await runBuilt(["import", "f.ndjson", "--json"], scene.env, scene.cwd);
    expect(again.code).toBe(0);
    // A request that was under way when the command died may still have been taken in.
    const reply = JSON.parse(again.out) as { accepted: number; duplicates: number; rejected_count: number };
    expect(reply.duplicates).toBeGreaterThanOrEqual(kept);
    expect(reply.accepted + reply.duplicates).toBe(LINES);
    expect(reply.rejected_count).toBe(0);
    expect(scene.fake.events.map((event) => event.producer_seq)).toEqual(
      Array.from({ length: LINES }, (_, i) => i + 1),
    );
  },
);
