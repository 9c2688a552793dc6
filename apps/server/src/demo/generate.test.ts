import { describe, expect, it } from "vitest";
import { generateDemoEvents, generateDemoLines } from "./generate.ts";

type Event = Record<string, unknown> & { readonly data?: Record<string, unknown> };

interface Explanation {
  readonly base_value: number;
  readonly contributions: Readonly<Record<string, number>>;
  readonly output_value: number;
}

const START_MS = Date.UTC(2026, 10, 21, 8);
const lines = generateDemoLines({ seed: 7, startMs: START_MS, count: 20_000 });
const events = lines.map((line) => JSON.parse(line) as Event);

function of(eventType: string): Event[] {
  return events.filter((event) => event["event_type"] === eventType);
}

describe("the demo's events", () => {
  it("are the same for the same seed, and others for another", () => {
    expect(generateDemoLines({ seed: 7, startMs: START_MS, count: 3_000 })).toEqual(lines.slice(0, 3_000));
    expect(generateDemoEvents({ seed: 7, startMs: START_MS, count: 100 })).toEqual(events.slice(0, 100));
    expect(generateDemoLines({ seed: 8, startMs: START_MS, count: 3_000 })).not.toEqual(lines.slice(0, 3_000));
  });

  it("have unique ids and times that go on", () => {
    expect(new Set(events.map((event) => event["id"])).size).toBe(events.length);
    const last = Math.max(...events.map((event) => Date.parse(String(event["timestamp"]))));
    expect(last - START_MS).toBeGreaterThan(20 * 60_000);
  });

  it("come from all services and say all kinds of things", () => {
    expect(new Set(events.map((event) => event["service"])).size).toBe(6);
    const levels = new Set(events.map((event) => event["level"]));
    for (const level of ["DEBUG", "INFO", "SIGNAL_RECEIVED", "AI_DECISION", "TRADE_EXECUTED", "WARNING", "ERROR"]) {
      expect(levels).toContain(level);
    }
    expect(new Set(events.map((event) => event["event_type"])).size).toBeGreaterThan(30);
    expect(events.every((event) => event.data?.["demo"] === true)).toBe(true);
  });

  it("tell each trade from its signal to its exit", () => {
    const exits = of("trade_exit");
    expect(exits.length).toBeGreaterThan(10);
    for (const exit of exits) {
      const life = events.filter((event) => event["trade_id"] === exit["trade_id"]);
      const types = life.map((event) => event["event_type"]);
      for (const type of [
        "entry_signal",
        "ai_decision",
        "position_size_calculated",
        "order_placed",
        "order_accepted",
        "order_filled",
        "trade_entry",
      ]) {
        expect(types).toContain(type);
      }
      expect(new Set(life.map((event) => event["request_id"]).filter((id) => id !== undefined)).size).toBe(1);
      expect(life.find((event) => event["event_type"] === "trade_entry")?.["quantity"]).toBeDefined();
    }
  });

  it("fill each order for exactly its size", () => {
    const parts = of("order_partially_filled");
    const filled = of("order_filled");
    expect(parts.length).toBeGreaterThan(10);
    for (const order of filled) {
      const placed = of("order_placed").find((event) => event["order_id"] === order["order_id"]);
      expect(String(order["quantity"])).toBe(String(placed?.["quantity"]));
    }
  });

  it("account for every cent: balance is start plus results less the fees of open trades", () => {
    const upTo = of("account_balance").at(-1) as Event;
    const before = events.slice(0, events.indexOf(upTo));
    const scale = (value: unknown): bigint => BigInt(Math.round(Number(value) * 1e8));
    const closed = new Set(
      before.filter((event) => event["event_type"] === "trade_exit").map((event) => event["trade_id"]),
    );
    let expected = 100_000n * 100_000_000n;
    for (const event of before) {
      if (event["event_type"] === "trade_exit" || event["event_type"] === "trade_partial_exit")
        expected += scale(event["pnl"]);
      if (event["event_type"] === "trade_entry" && !closed.has(event["trade_id"])) expected -= scale(event["fees"]);
    }
    expect(scale(upTo.data?.["total"])).toBe(expected);
  });

  it("explain each decision so that the shares add up", () => {
    for (const decision of of("ai_decision")) {
      const explanation = decision.data?.["explanation"] as Explanation;
      const sum = Object.values(explanation.contributions).reduce((a, b) => a + b, explanation.base_value);
      expect(sum).toBeCloseTo(explanation.output_value, 6);
    }
  });

  it("name nothing of this machine", () => {
    for (const event of events) {
      expect(String(event["host"])).toMatch(/^demo-[ab]$/);
      for (const line of (event["stack_trace"] ?? []) as string[]) expect(line).not.toContain(process.cwd());
    }
  });
});
