import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import type { Fields } from "./fields.ts";

const secret = fc.stringMatching(/^[a-z][A-Za-z0-9]{11,30}[0-9]$/);

/** The ways in which a program lets a secret into a field. */
const planted: readonly ((value: string) => unknown)[] = [
  (value) => ({ password: value }),
  (value) => ({ apiKey: value }),
  (value) => ({ "X-MBX-APIKEY": value }),
  (value) => ({ private_key: [value, value] }),
  (value) => ({ secret: { nested: { text: value } } }),
  (value) => `password=${value}`,
  (value) => ({ [`password=${value}`]: true }),
  (value) => `https://api.example/v3/order?symbol=BTCUSDT&signature=${value}`,
  (value) => new URL(`https://user:${value}@api.example/`),
  (value) => new URLSearchParams({ symbol: "BTCUSDT", api_key: value }),
  (value) => new Error(`refused: {"api_key": "${value}"}`),
  (value) => Object.assign(new Error("refused"), { config: { headers: { Authorization: `Bearer ${value}` } } }),
  (value) => new Error("outer", { cause: new Error(`token=${value}`) }),
  (value) => new Map([["password", value]]),
  (value) =>
    new Map<unknown, unknown>([
      ["password", value],
      [7, "not only texts are keys"],
    ]),
  (value) => new Set([`secret: ${value}`]),
  (value) => JSON.stringify({ body: JSON.stringify({ api_secret: value }) }),
  (value) => ({ toJSON: () => ({ password: value }) }),
  (value) => Object.create({}, { passphrase: { value, enumerable: true } }) as unknown,
];

/** What it may be wrapped in, one a level. */
const wrappings: readonly ((inner: unknown) => unknown)[] = [
  (inner) => ({ order: inner }),
  (inner) => [1, inner],
  (inner) => new Map([["response", inner]]),
  (inner) => new Map([[1, inner]]),
  (inner) => new Set([inner]),
  (inner) => Object.assign(new Error("wrapped"), { detail: inner }),
  (inner) => ({ toJSON: () => inner }),
  (inner) => ({ order_id: { inner } }),
];

const deep = fc
  .record({
    value: secret,
    plant: fc.constantFrom(...planted),
    wrap: fc.array(fc.constantFrom(...wrappings), { minLength: 0, maxLength: 7 }),
  })
  .map(({ value, plant, wrap }) => ({
    value,
    held: wrap.reduce<unknown>((inner, wrapping) => wrapping(inner), plant(value)),
  }));

describe("a secret in a field", () => {
  it("never reaches a line, at depth 1 to 8, in the event, its context, or the error", () => {
    fc.assert(
      fc.property(deep, fc.constantFrom("field", "metadata", "context", "bound", "error"), ({ value, held }, place) => {
        const { log, sink } = testLogger();
        if (place === "bound") log.child({ account: held } as Fields).info("connected");
        else if (place === "error") log.error("failed", { error: new Error("failed", { cause: held }), held });
        else if (place === "context") log.withContext({ account: held } as Fields, () => log.info("connected"));
        else log.info("connected", { [place]: held } as Fields);
        expect(sink.lines).toHaveLength(1);
        expect(sink.lines[0]).not.toContain(value);
      }),
      { numRuns: 3_000 },
    );
  });

  it("never reaches a line through the message", () => {
    fc.assert(
      fc.property(secret, fc.constantFrom("password=", "api_key: ", "Authorization: Bearer "), (value, lead) => {
        const { log, sink } = testLogger();
        log.info(`login ${lead}${value} refused`);
        log.error(new Error(`login ${lead}${value} refused`));
        log.event(`my_type`, `login ${lead}${value} refused`);
        expect(sink.lines.join("\n")).not.toContain(value);
      }),
    );
  });
});

describe("ids", () => {
  it("of orders and trades stay as they are, however much they look like card numbers", () => {
    const digits = fc.stringMatching(/^[1-9][0-9]{9,18}$/);
    fc.assert(
      fc.property(digits, digits, (order, trade) => {
        const { log, sink } = testLogger();
        log.info(`order ${order} filled by trade ${trade}`, {
          order_id: order,
          trade_id: trade,
          client_order_id: order,
          fills: [{ trade_id: trade, order_ids: [order, trade] }],
        });
        expect(sink.last()).toMatchObject({
          message: `order ${order} filled by trade ${trade}`,
          order_id: order,
          trade_id: trade,
          data: { client_order_id: order, fills: [{ trade_id: trade, order_ids: [order, trade] }] },
        });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe("a text made to cost time", () => {
  // Each would take a backtracking expression for ever; the test's own limit of time is what fails then.
  it.each([
    ["assignments", "password=".repeat(200_000)],
    ["quotes", `{"api_key":${'"\\'.repeat(200_000)}`],
    ["digits", "4111 ".repeat(200_000)],
    ["dots of tokens", `eyJ${"a.".repeat(200_000)}`],
    ["slashes", "https://a:".repeat(100_000)],
    ["spaces", `secret${" ".repeat(500_000)}x`],
    ["dashes", "-----BEGIN ".repeat(100_000)],
  ])("of many %s is logged in its turn", (_, text) => {
    const { log, sink } = testLogger();
    log.info(text, { text, nested: { text } });
    expect(sink.lines).toHaveLength(1);
  });
});
