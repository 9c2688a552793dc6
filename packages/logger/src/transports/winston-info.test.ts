import { expect, it } from "vitest";
import { levelOfWinston, readWinstonInfo } from "./winston-info.ts";

const LEVEL = Symbol.for("level");
const SPLAT = Symbol.for("splat");

it.each([
  ["info", "INFO"],
  ["http", "DEBUG"],
  ["help", "INFO"],
  ["constructor", "INFO"],
  ["risk_alert", "RISK_ALERT"],
  [undefined, "INFO"],
] as const)("level %s is %s", (name, expected) => {
  expect(levelOfWinston({ level: name })).toBe(expected);
});

it("takes the level without colours, and the program's own table first", () => {
  expect(levelOfWinston({ level: "\u001B[31merror\u001B[39m", [LEVEL]: "error" })).toBe("ERROR");
  expect(levelOfWinston({ level: "info" }, { info: "AI_DECISION" })).toBe("AI_DECISION");
});

it("leaves out what winston adds, and its keys", () => {
  const info = { level: "info", message: "m", [LEVEL]: "info", [SPLAT]: [{}], timestamp: "t", label: "l", own: 1 };
  expect(readWinstonInfo(info)).toEqual({
    level: "INFO",
    logger: "l",
    eventType: undefined,
    message: "m",
    fields: { own: 1 },
  });
});

it("takes the error's message off the end of the text only when both are there", () => {
  const error = new Error("boom");
  const read = (message: string): unknown => readWinstonInfo({ level: "error", message, [SPLAT]: [error] }).message;
  expect(["order failed boom", "boom", " boom", "order failed"].map(read)).toEqual([
    "order failed",
    "boom",
    " boom",
    "order failed",
  ]);
});

it.each(["exception", "rejection"])("keeps the first line of an uncaught one (%s)", (kind) => {
  const error = new Error("boom");
  const info = {
    level: "error",
    message: `uncaught: boom\n${String(error.stack)}`,
    error,
    [kind]: true,
    trace: [],
    date: "d",
  };
  expect(readWinstonInfo(info)).toMatchObject({ message: "uncaught: boom", fields: { error } });
  expect(Object.keys(readWinstonInfo(info).fields)).toEqual(["error"]);
});

it.each([
  [7, "7"],
  [{ a: 1 }, '{"a":1}'],
  [undefined, ""],
  [null, "null"],
])("has the message %j as %s", (message, text) => {
  expect(readWinstonInfo({ level: "info", message }).message).toBe(text);
});
