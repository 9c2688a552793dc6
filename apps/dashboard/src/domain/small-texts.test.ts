import { describe, expect, test } from "vitest";
import { codeParts } from "./code-text.ts";
import { bytesText, rateText, shareText, shortCount, trendOf } from "./count-text.ts";
import { curlExample, nodeExample } from "./first-event.ts";
import { levelClass, LEVELS_BY_SEVERITY, shortLevel } from "./level-look.ts";
import { codeOf, proofOf } from "./signin-link.ts";
import { stackLines } from "./stack-lines.ts";

describe("counts", () => {
  test.each([
    [0, "0"],
    [9_999, "9,999"],
    [12_345, "12.3k"],
    [999_960, "1.0M"],
    [1_240_000, "1.2M"],
    [250_000_000, "250M"],
  ])("%i → %s", (count, text) => {
    expect(shortCount(count)).toBe(text);
  });

  test("bytes", () => {
    expect([0, 812_000, 1_440_000_000, 250e12].map(bytesText)).toEqual(["0 B", "812 kB", "1.4 GB", "250 TB"]);
  });

  test("rates and shares", () => {
    expect([0, 0.01, 0.44, 18.4, 2_040].map(rateText)).toEqual(["0", "<0.1", "0.4", "18", "2,040"]);
    expect([shareText(0, 0), shareText(1, 3), shareText(1, 5_000), shareText(1, 100)]).toEqual([
      "0 %",
      "33 %",
      "<0.1 %",
      "1.0 %",
    ]);
  });

  test("trends against the range before", () => {
    expect(trendOf(0, 0)).toBeUndefined();
    expect(trendOf(5, 0)).toEqual({ text: "new", direction: "up" });
    expect(trendOf(112, 100)).toEqual({ text: "+12 %", direction: "up" });
    expect(trendOf(50, 100)).toEqual({ text: "−50 %", direction: "down" });
    expect(trendOf(1_001, 1_000)).toEqual({ text: "same", direction: "same" });
    expect(trendOf(4_000, 100)).toEqual({ text: "+40×", direction: "up" });
  });
});

describe("sign-in", () => {
  test.each([
    ["http://127.0.0.1:8002/#signin=abc_-1", "abc_-1"],
    ["#signin=a%2Bb", "a+b"],
    ["  dbk_key123 ", "dbk_key123"],
    ["#signin=%E0%A4%A", "%E0%A4%A"],
    ["", undefined],
    ["two words", undefined],
  ])("%s → %s", (text, code) => {
    expect(codeOf(text)).toBe(code);
  });
});

test("what is pasted at sign-in is a link, a code, or a key", () => {
  expect(proofOf("http://h/#signin=short")).toEqual({ code: "short" });
  expect(proofOf("AbCdEfGhIjKlMnOpQrStUv_-")).toEqual({ code: "AbCdEfGhIjKlMnOpQrStUv_-" });
  expect(proofOf("dbk_0123456789012345678901234567890123456789012")).toHaveProperty("key");
  expect(proofOf("my own admin key")).toBeUndefined();
  expect(proofOf("correct-horse")).toEqual({ key: "correct-horse" });
});

test("levels have short names and classes, unknown ones too", () => {
  expect(LEVELS_BY_SEVERITY[0]).toBe("CRITICAL");
  expect([shortLevel("RISK_ALERT"), levelClass("RISK_ALERT")]).toEqual(["RISK", "level-risk-alert"]);
  expect([shortLevel("NOTICEABLE"), levelClass("NOTICEABLE")]).toEqual(["NOTICE", "level-debug"]);
  expect(levelClass("constructor")).toBe("level-debug");
});

test("lines of a stack trace are told apart", () => {
  const lines = [
    "Error: x",
    "    at a (/srv/bot/a.ts:1:2)",
    "    at b (/srv/node_modules/b.js:1:2)",
    "Caused by: Y",
    '  File "/x/bot.py", line 3',
  ];
  expect(stackLines(lines).map((line) => line.kind)).toEqual(["head", "own", "library", "cause", "own"]);
});

test("hints are cut at their back-quotes", () => {
  expect(codeParts("run `daybook doctor` now")).toEqual([
    { text: "run ", isCode: false },
    { text: "daybook doctor", isCode: true },
    { text: " now", isCode: false },
  ]);
  expect(codeParts("it`s")).toEqual([{ text: "it`s", isCode: false }]);
  expect(codeParts("")).toEqual([]);
});

test("the first event's examples go to the page's own server", () => {
  expect(curlExample("http://h:1")).toContain("curl http://h:1/logs");
  expect(nodeExample("http://h:1")).toContain('fetch("http://h:1/logs"');
  const body = /-d '(\{.*\})'/s.exec(curlExample("http://h:1"))?.[1] ?? "";
  expect(JSON.parse(body)).toMatchObject({ service: "my-bot", level: "TRADE_EXECUTED", price: "64210.50" });
});
