import type { WireRecord } from "@daybook/protocol";
import picocolors from "picocolors";
import { describe, expect, test } from "vitest";
import { csvRow, fieldAt } from "./csv-row.ts";
import { formatEvent, formatTime } from "./event-text.ts";
import { plainLine, plainText } from "./plain-text.ts";
import { formatBytes, formatCount, formatDuration, plural } from "./quantities.ts";
import { formatTable, sparkline } from "./table.ts";

const EVENT = {
  seq: 1,
  id: "01",
  timestamp: "2024-01-15T10:30:45.123456Z",
  level: "TRADE_EXECUTED",
  service: "engine",
  event_type: "order_filled",
  message: "filled",
  symbol: "BTCUSDT",
  side: "buy",
  quantity: "0.10000000000000000001",
  price: 42_000.5,
  pnl: "-1.5",
  collected_at: "2024-01-15T10:30:45.200000Z",
} satisfies WireRecord;

const plain = picocolors.createColors(false);
const coloured = picocolors.createColors(true);

describe("an event", () => {
  test("is one line with what traders look at", () => {
    expect(formatEvent(EVENT, { paint: plain, utc: true })).toBe(
      "10:30:45.123Z TRADE_EXECUTED  engine order_filled filled symbol=BTCUSDT side=buy quantity=0.10000000000000000001 price=42000.5 pnl=-1.5\n",
    );
  });

  test("has more lines for a long message, an exception, and --full", () => {
    const event = {
      ...EVENT,
      message: "a\nb",
      exception_type: "Error",
      exception_message: "x",
      stack_trace: ["at f"],
      data: { n: [1] },
      host: "h",
    };
    const lines = formatEvent(event, { paint: plain, utc: true, full: true }).split("\n");
    expect(lines.slice(1)).toEqual([
      "    b",
      "    Error: x",
      "      at f",
      `    seq=1 id=01 collected_at=${EVENT.collected_at} host=h`,
      "    data.n=[1]",
      "",
    ]);
  });

  test("shows the head of a traceback only, unless --full", () => {
    const event = { ...EVENT, message: Array.from({ length: 20 }, (_, i) => `l${i}`).join("\n") };
    const lines = formatEvent(event, { paint: plain }).split("\n");
    expect(lines.slice(1)).toEqual(["    l1", "    l2", "    l3", "    l4", "    … 15 more lines: --full", ""]);
    expect(formatEvent(event, { paint: plain, full: true })).toContain("\n    l19\n");
  });

  test("has colours by level, side and sign", () => {
    const line = formatEvent({ ...EVENT, pnl: 2, level: "ERROR" }, { paint: coloured });
    expect(line).toContain(coloured.red("ERROR".padEnd(15)));
    expect(line).toContain(coloured.green("buy"));
    expect(line).toContain(coloured.green("+2"));
    expect(formatEvent({ ...EVENT, pnl: 0 }, { paint: coloured })).not.toContain("+0");
    expect(formatEvent(EVENT, { paint: coloured })).toContain(coloured.red("-1.5"));
  });

  test("cannot clear the screen, forge a line, or turn the text around", () => {
    const event = { ...EVENT, message: "a\u001b[2Jb\rc\u202ed", service: "x\ny", symbol: "\u009b1m" };
    const text = formatEvent(event, { paint: plain });
    expect(text).toContain("a\\u001b[2Jb\\u000dc\\u202ed");
    expect(text).toContain("x⏎y");
    expect(text).toContain("symbol=\\u009b1m");
    expect(text.split("\n")).toHaveLength(2);
  });
});

test("a timestamp that is none is shown as it is", () => {
  expect(formatTime("no\ntime", {})).toBe("no⏎time");
  expect(formatTime(EVENT.timestamp, { utc: true, day: true })).toBe("2024-01-15 10:30:45.123Z");
});

test("plain text keeps tabs and newlines, a plain line does not", () => {
  expect(plainText("a\tb\r\nc\u0000")).toBe("a\tb\nc\\u0000");
  expect(plainLine("a\tb\nc")).toBe("a b⏎c");
});

test("quantities", () => {
  expect([0, 999, 1_000, 999_499, 999_500, 123_456_789, 5e12].map(formatBytes)).toEqual([
    "0 B",
    "999 B",
    "1.0 kB",
    "999 kB",
    "1.0 MB",
    "123 MB",
    "5.0 TB",
  ]);
  expect([0, 9_940, 12_400, 65_000, 7_260_000].map(formatDuration)).toEqual([
    "0.0 s",
    "9.9 s",
    "12 s",
    "1 min 5 s",
    "2 h 1 min",
  ]);
  expect(formatCount(1_234_567)).toBe("1,234,567");
  expect([plural(1, "event"), plural(0, "event")]).toEqual(["1 event", "0 events"]);
});

test("a table and a sparkline", () => {
  const columns = [{ title: "name" }, { title: "n", align: "right" as const }, { title: "last" }];
  expect(
    formatTable(
      columns,
      [
        ["a", "10", "x"],
        ["bcdef", "1"],
      ],
      (text) => text,
    ),
  ).toBe("name    n  last\na      10  x\nbcdef   1  \n");
  expect(sparkline([0, 1, 4, 8])).toBe("·▁▄█");
  expect(sparkline([])).toBe("");
});

test("CSV cells after RFC 4180", () => {
  expect(csvRow(["a", 'b"c', "d,e", "f\ng", 1.5, null, undefined, { x: 1 }])).toBe(
    'a,"b""c","d,e","f\ng",1.5,,,"{""x"":1}"\r\n',
  );
});

test("fields of data, with and without dots in their names", () => {
  const event = { data: { "a.b": 1, a: { b: 2, c: 3 } } };
  expect(fieldAt(event, "data.a.b")).toBe(1);
  expect(fieldAt(event, "data.a.c")).toBe(3);
  expect(fieldAt(event, "data.x")).toBeUndefined();
  expect(fieldAt(event, "data.constructor")).toBeUndefined();
});
