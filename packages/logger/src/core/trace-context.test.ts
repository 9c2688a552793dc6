import { ROOT_CONTEXT, context, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { afterEach, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { activeTrace } from "./trace-context.ts";

const REGISTRY = Symbol.for("opentelemetry.js.api.1");
const IDS = { traceId: "0af7651916cd43dd8448eb211c80319c", spanId: "b7ad6b7169203331", traceFlags: 1 };
const OURS = { trace_id: IDS.traceId, span_id: IDS.spanId };

const inSpan = <T>(ids: typeof IDS, run: () => T): T => context.with(trace.setSpanContext(ROOT_CONTEXT, ids), run);

function startOpenTelemetry(): void {
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
}

function register(value: unknown): void {
  (globalThis as Record<symbol, unknown>)[REGISTRY] = value;
}

afterEach(() => {
  context.disable();
  Reflect.deleteProperty(globalThis, REGISTRY);
});

it("has no ids without OpenTelemetry, without a context manager, and outside of a span", () => {
  expect(activeTrace()).toBeUndefined();
  inSpan(IDS, () => expect(activeTrace()).toBeUndefined());
  startOpenTelemetry();
  expect(activeTrace()).toBeUndefined();
});

it("has the active span's ids, also after an await, and the outer ones again", async () => {
  startOpenTelemetry();
  const inner = { ...IDS, spanId: "00f067aa0ba902b7" };
  await inSpan(IDS, async () => {
    expect(activeTrace()).toEqual(OURS);
    await Promise.resolve();
    await inSpan(inner, async () => {
      await new Promise(setImmediate);
      expect(activeTrace()).toEqual({ trace_id: IDS.traceId, span_id: inner.spanId });
    });
    expect(activeTrace()).toEqual(OURS);
  });
  expect(activeTrace()).toBeUndefined();
});

it("has the ids of a span that is not sampled, since the caller's logs are wanted all the same", () => {
  startOpenTelemetry();
  inSpan({ ...IDS, traceFlags: 0 }, () => expect(activeTrace()).toEqual(OURS));
});

it("keeps the spans of requests at the same time apart", async () => {
  startOpenTelemetry();
  const requests = Array.from({ length: 20 }, (_, i) => ({ ...IDS, spanId: (i + 1).toString(16).padStart(16, "0") }));
  const seen = await Promise.all(
    requests.map((ids) =>
      inSpan(ids, async () => {
        await new Promise(setImmediate);
        return activeTrace()?.span_id;
      }),
    ),
  );
  expect(seen).toEqual(requests.map((ids) => ids.spanId));
});

it.each([
  ["zeros", { ...IDS, traceId: "0".repeat(32) }],
  ["a zero span", { ...IDS, spanId: "0".repeat(16) }],
  ["other text", { ...IDS, spanId: "not a span id" }],
])("takes %s for no ids", (_, ids) => {
  startOpenTelemetry();
  inSpan(ids, () => expect(activeTrace()).toBeUndefined());
});

it.each([
  ["null", null],
  ["a number", 7],
  ["no context manager", { version: "1.0.0" }],
  ["a manager of another kind", { context: { active: 1 } }],
  [
    "a manager that throws",
    {
      context: {
        active: () => {
          throw new Error("broken");
        },
      },
    },
  ],
  ["a context without values", { context: { active: () => ({}) } }],
  ["a span of another kind", { context: { active: () => ({ getValue: () => ({}) }) } }],
  ["a null span", { context: { active: () => ({ getValue: () => null }) } }],
])("takes a registry that is %s for none", (_, registry) => {
  register(registry);
  expect(activeTrace()).toBeUndefined();
});

it("is in each event of a logger that nobody told about it", () => {
  startOpenTelemetry();
  const { log, sink } = testLogger();
  inSpan(IDS, () => log.info("within"));
  log.info("outside");
  expect(sink.records()[0]).toMatchObject(OURS);
  expect(sink.records()[1]).not.toHaveProperty("trace_id");
});
