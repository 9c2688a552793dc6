import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { TelegramUpdateLog, planTelegramLog } from "./telegram-log.ts";

const UPDATE = Object.assign({ update_id: 1 }, { message: { from: { id: 7 }, chat: { id: 7 } } });

it.each([
  ["sendMessage", 1],
  ["sendPhoto", 1],
  ["editMessageText", 1],
  ["answerCallbackQuery", 1],
  ["copyMessage", 1],
  ["forwardMessage", 1],
  ["sendChatAction", 0],
  ["getFile", 0],
  ["deleteMessage", 0],
  ["setMyCommands", 0],
])("%s makes %i answers", async (method, count) => {
  const { log, sink } = testLogger();
  const update = new TelegramUpdateLog(planTelegramLog(log, {}), UPDATE);
  expect(await update.answer(method, { caption: "abc" }, async () => "reply")).toBe("reply");
  expect(sink.lines).toHaveLength(count);
});

it("takes no more words of a command than it says", async () => {
  const { log, sink } = testLogger();
  const text = `/buy ${"x ".repeat(500)}`;
  const entities = [{ type: "bot_command", offset: 0, length: 4 }];
  const update = Object.assign({ update_id: 1 }, { message: { from: { id: 7 }, text, entities } });
  await new TelegramUpdateLog(planTelegramLog(log, {}), update).run(async () => {});
  expect(sink.records()[0]).toMatchObject({ data: { arguments: Array.from({ length: 20 }, () => "x") } });
});
