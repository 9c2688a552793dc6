import { Writable } from "node:stream";
import { afterEach, describe, expect, it } from "vitest";
import type { ConsoleSinkOptions } from "./console-sink.ts";
import { consoleSink } from "./console-sink.ts";
import { CONSOLE_BUFFER_LENGTH } from "../limits.ts";
import type { Logger } from "../core/logger-types.ts";
import { memorySink } from "../test-support/memory-sink.ts";
import { testLogger } from "../test-support/test-logger.ts";

const ESCAPE = "\u001B";

class Screen extends Writable {
  readonly isTTY: boolean;
  text = "";
  writes = 0;
  stuck: (() => void) | undefined;
  slow = false;

  constructor(isTTY: boolean) {
    super({ decodeStrings: false });
    this.isTTY = isTTY;
  }

  override _write(chunk: string, _encoding: string, done: (error?: Error) => void): void {
    this.text += chunk;
    this.writes++;
    if (this.slow) this.stuck = done;
    else done();
  }
}

const environment = { ...process.env };

afterEach(() => {
  process.env = { ...environment };
});

function show(act: (log: Logger) => void, options: ConsoleSinkOptions = {}, isTTY = false): string {
  const screen = new Screen(isTTY);
  const sink = consoleSink({ stream: screen, ...options });
  const { log } = testLogger({ sinks: [sink] });
  act(log);
  sink.flushSync?.(true);
  return screen.text;
}

describe("the console", () => {
  it("is JSON for machines", () => {
    const text = show((log) => log.info("hello", { a: 1 }));
    expect(JSON.parse(text)).toMatchObject({ message: "hello", data: { a: 1 } });
  });

  it("is a line for people on a terminal", () => {
    delete process.env["NO_COLOR"];
    const text = show(
      (log) =>
        log
          .child({ logger: "trading.risk" })
          .orderFilled({ symbol: "BTCUSDT", side: "buy", quantity: "0.5", price: 43210.5, venue: "x y" }),
      {},
      true,
    );
    expect(text).toContain(`${ESCAPE}[32mTRADE_EXECUTED`);
    const plain = text.replaceAll(new RegExp(`${ESCAPE}\\[[\\d;]*m`, "g"), "");
    expect(plain).toBe(
      '09:00:00.000 TRADE_EXECUTED  trading.risk Order filled: buy 0.5 BTCUSDT @ 43210.5 order_filled symbol=BTCUSDT side=buy quantity=0.5 price=43210.5 venue="x y"\n',
    );
  });

  it("has no colours when NO_COLOR is set", () => {
    process.env["NO_COLOR"] = "1";
    expect(show((log) => log.error("x"), {}, true)).not.toContain(ESCAPE);
  });

  it("has colours without a terminal when FORCE_COLOR is set", () => {
    delete process.env["NO_COLOR"];
    process.env["FORCE_COLOR"] = "1";
    expect(show((log) => log.error("x"), { format: "pretty" })).toContain(ESCAPE);
  });

  it("shows stacks, and lets no event move the cursor", () => {
    const text = show((log) => log.error("bad", { error: new Error(`evil ${ESCAPE}[2J`), note: `\u0007${ESCAPE}[H` }), {
      format: "pretty",
      colors: false,
    });
    expect(text).toContain("\n  Error: evil \\x1b[2J\n      at ");
    expect(text).not.toContain(ESCAPE);
  });

  it("writes the lines of one turn together", async () => {
    const screen = new Screen(false);
    const { log } = testLogger({ sinks: [consoleSink({ stream: screen })] });
    for (let i = 0; i < 100; i++) log.info("x");
    expect(screen.writes).toBe(0);
    await log.flush();
    expect(screen.writes).toBe(1);
  });

  it("falls silent when its reader is gone", async () => {
    const screen = new Screen(false);
    const { log } = testLogger({ sinks: [consoleSink({ stream: screen })] });
    screen.destroy(Object.assign(new Error("write EPIPE"), { code: "EPIPE" }));
    await new Promise((resolve) => screen.once("close", resolve));
    expect(log.info("nobody reads")).not.toBe("");
    await log.close();
    expect(screen.text).toBe("");
  });

  it("drops and counts what a slow reader does not take", async () => {
    const screen = new Screen(false);
    screen.slow = true;
    const memory = memorySink();
    const { log } = testLogger({ sinks: [consoleSink({ stream: screen }), memory] });
    log.info("first");
    await log.flush();
    const filler = "x".repeat(10_000);
    const count = Math.ceil((1.5 * CONSOLE_BUFFER_LENGTH) / filler.length);
    for (let i = 0; i < count; i++) log.info("filler", { filler });
    screen.slow = false;
    screen.stuck?.();
    await log.flush();
    expect(memory.last()).toMatchObject({ event_type: "logs_dropped", data: { sink: "console" } });
    const shown = screen.text.split("\n").filter((line) => line.includes('"filler"')).length;
    expect((memory.last()["data"] as { count: number }).count).toBe(count - shown);
  });
});
