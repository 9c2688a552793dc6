import { GrammyError } from "grammy";
import { TelegramError } from "telegraf";
import { expect, it } from "vitest";
import { apiFailure, withoutPayload } from "./telegram-error.ts";

const REFUSED = { ok: false as const, error_code: 403, description: "Forbidden" };
const PAYLOAD = { chat_id: 7, text: "your balance is 12" };

it.each([
  ["grammY's", new GrammyError("Call failed", REFUSED, "sendMessage", PAYLOAD)],
  ["Telegraf's", new TelegramError(REFUSED, { method: "sendMessage", payload: PAYLOAD })],
])("%s refusal has method, code and reason, and not the text", (_, error) => {
  const shown = withoutPayload(error) as Error;
  expect(Object.entries(shown)).toEqual([
    ["method", "sendMessage"],
    ["error_code", 403],
    ["description", "Forbidden"],
  ]);
  expect([shown instanceof Error, shown.message, shown.stack]).toEqual([true, error.message, error.stack]);
  expect(apiFailure(error)).toEqual({ error_code: 403, reason: "Forbidden" });
});

it("leaves other errors, and what is none, as they are", () => {
  const error = new RangeError("x");
  expect(withoutPayload(error)).toBe(error);
  expect(withoutPayload("text")).toBe("text");
  expect(apiFailure(error)).toEqual({ error });
  expect(apiFailure(null)).toEqual({ error: null });
  expect(apiFailure(undefined)).toEqual({});
});
