import { expect, test } from "vitest";
import { ADMIN_KEY, FakeDaybook } from "../test-support/fake-daybook.ts";
import { createTestHost, runIn, type CliResult, type TestHostOptions } from "../test-support/test-host.ts";

function send(fake: FakeDaybook, argv: string[], input?: TestHostOptions["input"]): Promise<CliResult> {
  const host = createTestHost({ env: { DAYBOOK_URL: fake.url, DAYBOOK_KEY: ADMIN_KEY }, ...(input && { input }) });
  return runIn(host, "send", ...argv);
}

test("one event with all its flags; numbers keep their digits", async () => {
  await using fake = await new FakeDaybook().start();
  const argv = ["order", "filled", "--level", "warn", "--service", "bot", "--event-type", "order_filled"];
  const fields = [
    "--field",
    "price=1.50",
    "--field",
    "symbol=BTC=USDT",
    "--field",
    "order_id=007",
    "--data",
    '{"n": 0.10}',
  ];
  expect(await send(fake, [...argv, ...fields])).toEqual({ code: 0, out: "", err: "" });
  expect(fake.bodies).toEqual([
    '{"message":"order filled","level":"WARNING","service":"bot","event_type":"order_filled","data":{"n": 0.10},"price":1.50,"symbol":"BTC=USDT","order_id":"007"}',
  ]);
});

test("standard input: objects are events, other lines are messages, each line once and in order", async () => {
  await using fake = await new FakeDaybook().start();
  const chunks = ['{"message":"a","service":"own"}\npla', 'in "text"\n\n{"mess', 'age":"c"}'].map((text) =>
    Buffer.from(text),
  );
  expect(await send(fake, ["--service", "bot"], chunks)).toEqual({ code: 0, out: "", err: "" });
  expect(fake.events).toMatchObject([
    { message: "a", service: "own", producer_seq: 1 },
    { message: 'plain "text"', service: "bot", producer_seq: 2 },
    { message: "c", service: "bot", producer_seq: 4 },
  ]);
  expect(fake.bodies).toHaveLength(3);
});

test("rejected lines are named, and the exit code is 1", async () => {
  await using fake = await new FakeDaybook().start();
  const input = [Buffer.from('{"a":1}\n{"a":\n')];
  const { code, err } = await send(fake, [], input);
  expect(code).toBe(1);
  expect(err).toContain("1 event sent, 1 rejected\n  line 2:");
});

test("the counts as JSON", async () => {
  await using fake = await new FakeDaybook().start();
  expect(JSON.parse((await send(fake, ["hi", "--json"])).out)).toMatchObject({ accepted: 1, last_seq: 1 });
  const { out } = await send(fake, ["--json"], [Buffer.from("x\n")]);
  expect(JSON.parse(out)).toEqual({ accepted: 1, duplicates: 0, rejected_count: 0, rejected: [] });
});

test.each([
  [[], "nothing to send"],
  [["x", "--data", "[1]"], "not an object"],
  [["x", "--data", "{"], "not JSON"],
  [["x", "--field", "novalue"], "no name and value"],
  [["x", "--level", "info", "--field", "level=ERROR"], "given twice"],
])("%j says %j", async (argv, text) => {
  await using fake = await new FakeDaybook().start();
  const { code, err } = await send(fake, argv);
  expect(err).toContain(text);
  expect(code).toBe(2);
});
