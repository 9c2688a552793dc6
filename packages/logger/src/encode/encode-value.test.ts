import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";

function data(fields: unknown): Record<string, unknown> {
  const { log, sink } = testLogger();
  log.info("x", fields as Record<string, unknown>);
  return (sink.last()["data"] ?? {}) as Record<string, unknown>;
}

function circle(): unknown {
  const a: Record<string, unknown> = { name: "a" };
  a["self"] = { deeper: a };
  return a;
}

function nested(depth: number): unknown {
  let value: unknown = "bottom";
  for (let i = 0; i < depth; i++) value = { in: value };
  return value;
}

class Money {
  readonly #text: string;
  constructor(text: string) {
    this.#text = text;
  }
  toString(): string {
    return this.#text;
  }
  toJSON(): string {
    return this.#text;
  }
}

describe("values of data", () => {
  it.each<[string, unknown, unknown]>([
    ["a bigint", 2n ** 70n, "1180591620717411303424"],
    ["a date", new Date(0), "1970-01-01T00:00:00.000Z"],
    ["a map", new Map([["a", 1]]), { a: 1 }],
    ["a map with other keys", new Map([[1, "a"]]), [[1, "a"]]],
    ["a set", new Set([1, "b"]), [1, "b"]],
    ["a buffer", Buffer.from("hi"), "<2 bytes 6869>"],
    ["an array buffer", new ArrayBuffer(1), "<1 bytes 00>"],
    ["numbers of one kind", new Float64Array([0.5, 1]), [0.5, 1]],
    ["a symbol", Symbol("s"), "Symbol(s)"],
    ["a function", function named() {}, "[function named]"],
    ["a regular expression", /a+/g, "/a+/g"],
    ["an address", new URL("http://h/p"), "http://h/p"],
    ["a wrapped primitive", Object(7n), "7"],
    ["something that prints itself", new Money("1.10"), "1.10"],
    [
      "an own class",
      new (class Point {
        x = 1;
        y = [2];
      })(),
      { x: 1, y: [2] },
    ],
    ["an object without prototype", Object.assign(Object.create(null), { a: null }), { a: null }],
    ["a circle", circle(), { name: "a", self: { deeper: "[circular]" } }],
    ["holes and nothing", Object.assign([], { 0: undefined, 2: null }), [null, null, null]],
    [
      "a key that JavaScript minds",
      JSON.parse('{"__proto__":1,"constructor":2}'),
      JSON.parse('{"__proto__":1,"constructor":2}'),
    ],
    [
      "text with everything in it",
      'quote " back \\ line \n nul \0 \u{1F600}',
      'quote " back \\ line \n nul \0 \u{1F600}',
    ],
    ["nothing known", Promise.resolve(1), "[object Promise]"],
  ])("%s", (_, value, expected) => {
    expect(data({ value })).toEqual({ value: expected });
  });

  it("that are no numbers become null, with a note", () => {
    expect(data({ a: Number.NaN, b: [Number.POSITIVE_INFINITY], c: new Date(Number.NaN) })).toEqual({
      a: null,
      b: [null],
      c: null,
      invalid: [
        "a: NaN is not a number, kept as null",
        "b: Infinity is not a number, kept as null",
        "c: an invalid date, kept as null",
      ],
    });
  });

  it("leave an own field named invalid alone", () => {
    expect(data({ invalid: "mine", a: Number.NaN })).toEqual({
      invalid: "mine",
      a: null,
      invalid_values: ["a: NaN is not a number, kept as null"],
    });
  });

  it("that throw are described in their place", () => {
    const hostile = {
      get bad(): never {
        throw new Error("no");
      },
      good: 1,
      toJSON: undefined,
    };
    const proxy = new Proxy(
      {},
      {
        ownKeys: () => {
          throw new Error("closed");
        },
      },
    );
    expect(
      data({
        hostile,
        proxy,
        json: {
          toJSON: () => {
            throw new Error("never");
          },
        },
      }),
    ).toEqual({
      hostile: { bad: "[unreadable: no]", good: 1 },
      proxy: "[unreadable: closed]",
      json: "[unreadable: never]",
    });
  });

  it("that are too deep, too many or too long are cut, and it is said", () => {
    const text = JSON.stringify(data({ deep: nested(100) }));
    expect(text).toContain("[deeper than 32 levels]");
    expect(data({ list: Array(5_000).fill(1) })["list"]).toContain("[cut, 5000 elements]");
    expect(data({ long: "x".repeat(100_000) })["long"]).toMatch(/^x{16384}… \[cut, 100000 characters\]$/);
  });

  it("of an error keep its message, own fields and cause", () => {
    const error = Object.assign(new TypeError("bad", { cause: new Error("root") }), { code: "E1" });
    expect(data({ failure: error })["failure"]).toEqual({
      type: "TypeError",
      message: "bad",
      code: "E1",
      cause: { type: "Error", message: "root" },
    });
  });
});

describe("a record", () => {
  it("is never longer than a collector takes", () => {
    const { log, sink } = testLogger();
    const fields = Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, "\u{1F600}".repeat(8_000)]));
    log.info("€".repeat(50_000), fields);
    expect(Buffer.byteLength(sink.lines[0] ?? "")).toBeLessThanOrEqual(256 * 1024 - 1024);
    expect(sink.last()["message"]).toContain("[cut, 50000 characters]");
  });

  it.each<[string, Record<string, unknown>]>([
    ["keys", Object.fromEntries(Array.from({ length: 900 }, (_, i) => [`${"€".repeat(250)}${i}`, "€".repeat(600)]))],
    ["an exception", { error: Object.assign(new Error("€".repeat(20_000)), { stack: "€€€€€€€\n".repeat(90_000) }) }],
    ["lists", { list: Array.from({ length: 900 }, () => "\u0001".repeat(5_000)) }],
  ])("is never longer than a collector takes, also with huge %s", (_, fields) => {
    const { log, sink } = testLogger({ context: { heavy: "€".repeat(30_000) } });
    log.error("what happened", fields);
    expect(Buffer.byteLength(sink.lines[0] ?? "")).toBeLessThanOrEqual(256 * 1024 - 1024);
    expect(sink.last()["message"]).toBe("what happened");
  });

  it("survives a context that cannot be read", () => {
    const { log, sink } = testLogger();
    const hostile = {
      get bad(): never {
        throw new Error("no");
      },
      good: Number.NaN,
      request_id: "r1",
    };
    log.withContext(hostile, () => log.child(hostile).info("x", { also: Number.NaN }));
    expect(log.withContext(null as never, () => 5)).toBe(5);
    expect(sink.last()).toMatchObject({
      request_id: "r1",
      data: {
        good: null,
        also: null,
        invalid_context: ["good: NaN is not a number, kept as null"],
        invalid: ["also: NaN is not a number, kept as null"],
      },
    });
  });

  it("survives fields that are no object", () => {
    const { log, sink } = testLogger();
    for (const fields of [
      "text",
      7,
      true,
      [1, 2],
      Symbol("s"),
      null,
      new Proxy(
        {},
        {
          getPrototypeOf: () => {
            throw new Error("x");
          },
        },
      ),
    ]) {
      expect(log.info("still logged", fields as never)).not.toBe("");
    }
    expect(sink.records().map((record) => record["message"])).toEqual(Array(7).fill("still logged"));
  });

  it("is whole although a getter logs while it is being made", () => {
    const { log, sink } = testLogger();
    log.info("outer", {
      before: 1,
      get noisy() {
        log.info("inner", { own: true });
        return 2;
      },
      after: 3,
    });
    expect(sink.records().map(({ message, data: held }) => [message, held])).toEqual([
      ["inner", { own: true }],
      ["outer", { before: 1, noisy: 2, after: 3 }],
    ]);
  });
});

describe("fields of the record", () => {
  function record(fields: Record<string, unknown>): Record<string, unknown> {
    const { log, sink } = testLogger();
    log.info("x", fields);
    return sink.last();
  }

  it.each<[unknown, unknown]>([
    [0.1, 0.1],
    ["0.10", 0.1],
    [100, 100],
    [-0, 0],
    [1e21, 1e21],
    [12345678901234567890n, "12345678901234567890"],
    ["0.12345678901234567890123", "0.12345678901234567890123"],
    ["+1.5", 1.5],
    [new Money("42.000000000000000000001"), "42.000000000000000000001"],
  ])("a price of %s is %s", (price, expected) => {
    expect(record({ price })["price"]).toEqual(expected);
  });

  it.each(["abc", "1,5", {}, [], true, ""])("a price of %j goes into data with a note", (price) => {
    const { data: held, ...rest } = record({ price });
    expect(rest).not.toHaveProperty("price");
    expect(held).toMatchObject({ price, invalid: ["price: not a decimal, kept in data.price"] });
  });

  it("are text where the record has text", () => {
    expect(record({ order_id: 17n, user_id: 42, symbol: null, trade_id: undefined })).toMatchObject({
      order_id: "17",
      user_id: "42",
    });
    expect(record({ symbol: null })).not.toHaveProperty("symbol");
    expect(record({ symbol: { base: "BTC" } })["data"]).toEqual({ symbol: { base: "BTC" } });
  });

  it("that are too long go into data whole: half of an id would be another's", () => {
    const order_id = "o".repeat(2_000);
    const made = record({ order_id });
    expect(made).not.toHaveProperty("order_id");
    expect(made["data"]).toMatchObject({ order_id });
  });

  it("merge metadata, extra_data and context into data, the event's own first, and keep what loses", () => {
    expect(
      record({
        a: 1,
        metadata: { a: 2, b: 2 },
        extra_data: { b: 3, c: 3 },
        context: { d: 4, symbol: "X" },
        symbol: "Y",
      }),
    ).toMatchObject({
      symbol: "Y",
      data: { a: 1, b: 2, c: 3, d: 4, symbol: "X", metadata: { a: 2 }, extra_data: { b: 3 } },
    });
  });

  it("take other spellings when the real field is absent", () => {
    expect(record({ strategy_name: "a", execution_price: "1.5", client_ip: "192.0.2.1" })).toMatchObject({
      strategy: "a",
      price: 1.5,
      ip_address: "192.0.2.1",
    });
    expect(record({ strategy: "a", strategy_name: "b" })).toMatchObject({
      strategy: "a",
      data: { strategy_name: "b" },
    });
  });
});

describe("exceptions", () => {
  it("bring their class, message, stack and causes", () => {
    const { log, sink } = testLogger();
    class ExchangeError extends Error {
      override name = "ExchangeError";
      readonly status = 502;
    }
    const error = new ExchangeError("bad gateway", { cause: new Error("socket hang up", { cause: "reset" }) });
    log.error("Call failed", { error, endpoint: "/order" });
    const record = sink.last();
    expect(record).toMatchObject({
      exception_type: "ExchangeError",
      exception_message: "bad gateway",
      data: { endpoint: "/order", error: { status: 502 } },
    });
    const stack = record["stack_trace"] as string[];
    expect(stack[0]).toContain("bad gateway");
    expect(stack.filter((line) => line.startsWith("Caused by: "))).toEqual([
      "Caused by: Error: socket hang up",
      "Caused by: reset",
    ]);
  });

  it("may be several at once, in a circle, of another realm, or not errors at all", () => {
    const { log, sink } = testLogger();
    const circular: Error & { cause?: unknown } = new Error("a");
    circular.cause = circular;
    log.error("1", { error: new AggregateError([new Error("x"), "y"], "both") });
    log.error("2", { error: circular });
    log.error("3", { error: runInNewContext("new RangeError('other realm')") });
    log.error("4", { error: "just text" });
    log.error("5", { err: new Error("as pino users write it") });
    const records = sink.records();
    const stack = (records[0]?.["stack_trace"] ?? []) as string[];
    expect(stack.filter((line) => line.startsWith("One of: "))).toHaveLength(2);
    expect(records[1]).toMatchObject({ exception_message: "a" });
    expect(records[2]).toMatchObject({ exception_type: "RangeError", exception_message: "other realm" });
    expect(records[3]).toMatchObject({ data: { error: "just text" } });
    expect(records[4]).toMatchObject({ exception_message: "as pino users write it" });
  });

  it("with hostile parts do no harm", () => {
    const { log, sink } = testLogger();
    const error = new Error("x");
    Object.defineProperty(error, "stack", {
      get: () => {
        throw new Error("no stack");
      },
    });
    Object.defineProperty(error, "message", { value: Symbol("odd") });
    log.error("kept", { error });
    expect(sink.last()["message"]).toBe("kept");
  });
});

describe("redaction", () => {
  it("reaches keys at any depth, texts, messages and exceptions, and leaves ids alone", () => {
    const { log, sink } = testLogger();
    const secret = "hunter2-hunter2";
    log.error(`login failed: password=${secret}`, {
      error: new Error(`Authorization: Bearer ${secret}abc123`),
      order_id: "4111111111111111",
      api_key: secret,
      request: {
        headers: [{ authorization: secret }],
        body: `{"password": "${secret}"}`,
        client: new Map([["apiSecret", secret]]),
      },
      tx_hash: "0x4111111111111111",
      credentials: { password: { old: secret, new: 5 } },
    });
    expect(sink.lines[0]).not.toContain("hunter2");
    expect(sink.last()).toMatchObject({ order_id: "4111111111111111", data: { tx_hash: "0x4111111111111111" } });
  });

  it("can be turned off, and extended by own keys", () => {
    const off = testLogger({ redaction: false });
    off.log.info("x", { password: "shown" });
    expect(off.sink.last()["data"]).toEqual({ password: "shown" });
    const more = testLogger({ redaction: { keys: ["account_pin"] } });
    more.log.info("x", { accountPin: "1234" });
    expect(more.sink.lines[0]).not.toContain('1234"');
  });
});
