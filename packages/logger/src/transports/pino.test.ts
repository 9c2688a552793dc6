import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { once } from "node:events";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pino from "pino";
import { afterEach, beforeEach, expect, it } from "vitest";
import pinoTransport, { pinoDestination } from "./pino.ts";

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "daybook-pino-"));
});
afterEach(() => rmSync(dir, { recursive: true, force: true }));

const records = (): Record<string, unknown>[] =>
  readFileSync(join(dir, "audit.log"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it("takes pino's lines in the same thread, with its names for things, and flushes", async () => {
  const stream = pinoDestination({ service: "bot", dir });
  const log = pino({ messageKey: "text", customLevels: { risk_alert: 45 } }, stream);
  log.risk_alert({ symbol: "BTC" }, "drawdown");
  await new Promise<void>((resolve) => log.flush(() => resolve()));
  expect(records()).toMatchObject([{ message: "drawdown", level: "RISK_ALERT", symbol: "BTC" }]);
  stream.end();
  await once(stream, "finish");
});

it("has the time of the line, to the microsecond, not of its arrival", async () => {
  const stream = pinoDestination({ service: "bot", dir });
  stream.end(
    '{"level":30,"time":"2026-11-21T09:00:00.123456Z","msg":"x"}\n{"level":30,"time":1795251601000,"msg":"y"}\n',
  );
  await once(stream, "finish");
  expect(records().map(({ timestamp }) => timestamp)).toEqual([
    "2026-11-21T09:00:00.123456Z",
    "2026-11-21T09:00:01.000000Z",
  ]);
});

it("takes lines in any pieces, empty ones, and a last one without a newline", async () => {
  const stream = pinoDestination({ service: "bot", dir });
  for (const piece of [
    '{"level":30,"ms',
    'g":"a"}\n\n{"level"',
    ":30",
    ',"msg":"b"}\n',
    Buffer.from('{"level":30,"msg":"c"}'),
  ]) {
    stream.write(piece);
  }
  stream.end();
  await once(stream, "finish");
  expect(records().map(({ message }) => message)).toEqual(["a", "b", "c"]);
});

it("gives a line up that has no end, says so, and goes on behind it", async () => {
  const stream = pinoDestination({ service: "bot", dir });
  const megabyte = "x".repeat(1024 * 1024);
  for (let i = 0; i < 9; i++) stream.write(megabyte);
  stream.write('tail\n{"level":30,"msg":"next"}\n');
  stream.end();
  await once(stream, "finish");
  expect(records()).toMatchObject([
    { event_type: "logs_dropped", data: { count: 1, by: "pino" } },
    { message: "next" },
  ]);
});

it("is a transport that does not wait where pino has nothing to say", async () => {
  const stream = await pinoTransport({ service: "bot", dir });
  stream.end('{"level":50,"msg":"x"}\n');
  await once(stream, "finish");
  expect(records()).toMatchObject([{ level: "ERROR", message: "x" }]);
});
