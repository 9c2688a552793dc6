import { expect, test } from "vitest";
import { ADMIN_KEY, FakeDaybook } from "../test-support/fake-daybook.ts";
import { createTestHost, runIn, type CliResult, type TestHost } from "../test-support/test-host.ts";

/** Other work may have the machine. */
const PATIENT = { timeout: 20_000, interval: 10 };

interface Tail {
  host: TestHost;
  ended: Promise<CliResult>;
}

function tail(fake: FakeDaybook, ...argv: string[]): Tail {
  const host = createTestHost({ env: { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY } });
  return { host, ended: runIn(host, "tail", "--json", ...argv) };
}

function messages(host: TestHost): string[] {
  return host.texts.out
    .split("\n")
    .slice(0, -1)
    .map((line) => (JSON.parse(line) as { message: string }).message);
}

test("the newest events first, oldest of them on top, then what arrives", async () => {
  await using fake = await new FakeDaybook().start();
  for (const name of ["a", "b", "c"]) fake.add(`{"message":"${name}"}`);
  const { host, ended } = tail(fake, "-n", "2");
  await expect.poll(() => fake.subscriptions, PATIENT).toEqual([{ type: "subscribe", after_seq: 3 }]);
  fake.add('{"message":"d"}');
  await expect.poll(() => messages(host), PATIENT).toEqual(["b", "c", "d"]);
  host.interrupt("SIGINT");
  expect(await ended).toMatchObject({ code: 0 });
});

test("--since shows all from then on, and the live stream begins where the first page was", async () => {
  await using fake = await new FakeDaybook().start();
  for (let i = 0; i < 1_500; i++) fake.add(`{"message":"${i}"}`);
  const { host, ended } = tail(fake, "--since", "1h");
  await expect.poll(() => fake.subscriptions, PATIENT).toEqual([{ type: "subscribe", after_seq: 1_500 }]);
  expect(messages(host)).toEqual(Array.from({ length: 1_500 }, (_, i) => String(i)));
  expect(fake.queries[0]?.get("start_time")).toBe("now-1h");
  host.interrupt("SIGTERM");
  await ended;
});

test("after a cut it goes on without gap or repeat", async () => {
  await using fake = await new FakeDaybook().start();
  const { host, ended } = tail(fake, "-n", "0");
  await expect.poll(() => fake.subscriptions.length, PATIENT).toBe(1);
  fake.add('{"message":"a"}');
  await expect.poll(() => messages(host), PATIENT).toEqual(["a"]);
  fake.cutStreams();
  fake.add('{"message":"b"}');
  await expect.poll(() => messages(host), PATIENT).toEqual(["a", "b"]);
  expect(fake.subscriptions[1]).toEqual({ type: "subscribe", after_seq: 1 });
  expect(host.texts.err).toContain("nothing was missed");
  host.interrupt("SIGINT");
  await ended;
});

test("a query that cannot be read ends it with exit code 2", async () => {
  await using fake = await new FakeDaybook().start();
  const { ended } = tail(fake, "bad(");
  expect(await ended).toMatchObject({ code: 2, err: expect.stringContaining("DAYBOOK_QUERY_SYNTAX") });
});

test("a refused key ends it with exit code 4, a server that is away with 3", async () => {
  const fake = await new FakeDaybook().start();
  const env = { DAYBOOK_URL: fake.url, DAYBOOK_KEY: "wrong" };
  expect((await runIn(createTestHost({ env }), "tail")).code).toBe(4);
  await fake[Symbol.asyncDispose]();
  expect((await runIn(createTestHost({ env }), "tail")).code).toBe(3);
});

test("a reader that is too slow is told how much was left out, and memory stays bounded", async () => {
  await using fake = await new FakeDaybook().start();
  const host = createTestHost({ env: { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY } });
  const output = { waitingBytes: 17 * 1024 * 1024, asked: 0 };
  Object.defineProperty(host.out, "waitingBytes", {
    get() {
      output.asked++;
      return output.waitingBytes;
    },
  });
  const ended = runIn(host, "tail", "--json");
  await expect.poll(() => fake.subscriptions.length, PATIENT).toBe(1);
  fake.add('{"message":"a"}');
  fake.add('{"message":"b"}');
  await expect.poll(() => output.asked, PATIENT).toBe(2);
  output.waitingBytes = 0;
  fake.add('{"message":"c"}');
  await expect.poll(() => messages(host), PATIENT).toEqual(["c"]);
  expect(host.texts.err).toContain("2 events left out: this reader was too slow");
  host.interrupt("SIGINT");
  await ended;
});
