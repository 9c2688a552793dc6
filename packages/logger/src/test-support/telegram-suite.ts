import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Logger } from "../core/logger-types.ts";
import type { TelegramLogOptions } from "../middleware/telegram-log.ts";
import type { FakeBotApi } from "./fake-bot-api.ts";
import { BOT_TOKEN, buttonUpdate, messageUpdate, startFakeBotApi } from "./fake-bot-api.ts";
import type { MemorySink } from "./memory-sink.ts";
import { testLogger } from "./test-logger.ts";

/** Rejects with what the bot's own error handling was given. */
export type HandleUpdate = (update: { update_id: number }) => Promise<void>;

/**
 * A bot behind the middleware, whose Bot API is at that address: `/buy` logs "buying" after an await and answers
 * `bought for you`; `/status` says "typing", then answers `all well`; `/broken` throws `RangeError("no such order")`; a button
 * is answered with `ok`; anything else is not handled.
 */
export type StartBot = (log: Logger, options: TelegramLogOptions, apiUrl: string) => HandleUpdate;

/** What each Telegram middleware must do, with the real framework against an API over a real socket. */
export function describeTelegramMiddleware(name: string, start: StartBot): void {
  describe(`each Telegram middleware: ${name}`, () => {
    let api: FakeBotApi;
    let sink: MemorySink;
    let log: Logger;
    beforeEach(async () => {
      api = await startFakeBotApi();
      ({ log, sink } = testLogger());
    });
    afterEach(() => api.close());

    const of = (type: string): Record<string, unknown>[] =>
      sink.records().filter(({ event_type: eventType }) => eventType === type);

    it("logs the command, what the handler did, its answer, and how it went, all under one id", async () => {
      await start(log, {}, api.url)(messageUpdate("/buy@daybook_test_bot BTCUSDT 0.5", 981));
      expect(api.calls.map(({ method, payload }) => [method, payload["text"]])).toEqual([
        ["sendMessage", "bought for you"],
      ]);
      expect(sink.records().map(({ event_type: type, level, message }) => [type, level, message])).toEqual([
        ["trading_command", "INFO", "Trading command buy"],
        ["log", "INFO", "buying"],
        ["bot_response", "INFO", expect.stringMatching(/^Answered buy in [\d.]+ ms$/)],
        ["telegram_interaction", "INFO", "Telegram buy from 7001"],
      ]);
      for (const record of sink.records()) expect(record).toMatchObject({ request_id: "tg_981", user_id: "7001" });
      expect(of("trading_command")[0]).toMatchObject({ data: { command: "buy", arguments: ["BTCUSDT", "0.5"] } });
      expect(of("bot_response")[0]).toMatchObject({
        status: "ok",
        data: {
          response_type: "sendMessage",
          response_length: 14,
          chat_id: 7001,
          response_time_ms: expect.any(Number) as number,
        },
      });
      const data = { update_type: "message", command: "buy", message_length: 33, chat_type: "private", update_id: 981 };
      expect(of("telegram_interaction")[0]).toMatchObject({ status: "ok", data });
    });

    it("logs neither texts nor names unless asked to", async () => {
      const handle = start(log, { tradingCommands: [] }, api.url);
      await handle(messageUpdate("/buy everything on red"));
      await handle(messageUpdate("a secret of mine"));
      await handle(buttonUpdate("confirm:BTC"));
      const lines = sink.lines.join("\n");
      for (const text of ["everything", "secret of mine", "bought for you", "confirm:BTC", "Ann", "ann_trades"])
        expect(lines).not.toContain(text);
      expect(of("telegram_interaction").map(({ data }) => (data as Record<string, unknown>)["message_length"])).toEqual(
        [22, 16, 11],
      );
    });

    it("logs them when asked to, the answer cut to a preview", async () => {
      const handle = start(log, { texts: true, names: true }, api.url);
      await handle(messageUpdate("/status now"));
      expect(of("bot_response")[0]).toMatchObject({ data: { response_preview: "all well", username: "ann_trades" } });
      expect(of("telegram_interaction")[0]).toMatchObject({ data: { message_text: "/status now", first_name: "Ann" } });
    });

    it("takes only the given commands for trading commands, however they are written", async () => {
      const handle = start(log, { tradingCommands: ["/STATUS"] }, api.url);
      await handle(messageUpdate("/status"));
      await handle(messageUpdate("/buy BTC"));
      expect(of("trading_command").map(({ data }) => (data as Record<string, unknown>)["command"])).toEqual(["status"]);
    });

    it("does not take typing for an answer", async () => {
      await start(log, {}, api.url)(messageUpdate("/status"));
      expect(api.calls.map(({ method }) => method)).toEqual(["sendChatAction", "sendMessage"]);
      expect(of("bot_response")).toHaveLength(1);
    });

    it("logs a button that is pressed and answered", async () => {
      await start(log, {}, api.url)(buttonUpdate("confirm", 5));
      expect(of("bot_response")[0]).toMatchObject({
        data: { response_type: "answerCallbackQuery", response_length: 2 },
      });
      expect(of("telegram_interaction")[0]).toMatchObject({ data: { update_type: "callback_query", chat_id: 7001 } });
    });

    it("logs a handler's exception, and the bot's own error handling has it", async () => {
      await expect(start(log, {}, api.url)(messageUpdate("/broken"))).rejects.toThrow("no such order");
      expect(sink.last()).toMatchObject({
        event_type: "telegram_interaction",
        level: "ERROR",
        status: "failed",
        exception_type: "RangeError",
        exception_message: "no such order",
        data: { command: "broken" },
      });
    });

    it("logs Telegram's refusal of an answer, without the answer's text", async () => {
      api.refuse = { error_code: 403, description: "Forbidden: bot was blocked by the user" };
      await expect(start(log, {}, api.url)(messageUpdate("/buy BTC"))).rejects.toThrow("blocked by the user");
      expect(of("bot_response")[0]).toMatchObject({
        level: "WARNING",
        status: "failed",
        data: { error_code: 403, reason: "Forbidden: bot was blocked by the user" },
      });
      expect(of("telegram_interaction")[0]).toMatchObject({
        level: "ERROR",
        exception_message: expect.stringContaining("bot was blocked by the user") as string,
        data: { error: { method: "sendMessage", error_code: 403 } },
      });
      expect(sink.lines.join()).not.toContain("bought for you");
    });

    it("logs that Telegram is not reached, without the bot's token", async () => {
      const handle = start(log, {}, api.url);
      await api.close();
      await expect(handle(messageUpdate("/buy BTC"))).rejects.toBeInstanceOf(Error);
      expect(of("bot_response")[0]).toMatchObject({ status: "failed", exception_type: expect.any(String) as string });
      expect(of("telegram_interaction")[0]).toMatchObject({ level: "ERROR" });
      expect(sink.lines.join()).not.toContain(BOT_TOKEN.split(":")[1]);
    });

    it("takes an update of a kind that it does not know", async () => {
      const poll = { id: "p", question: "?", options: [] };
      await start(log, {}, api.url)(Object.assign({ update_id: 3 }, { poll }));
      expect(sink.records()).toMatchObject([
        { event_type: "telegram_interaction", request_id: "tg_3", message: "Telegram", data: { update_type: "poll" } },
      ]);
    });

    it("leaves answers alone when they are not to be logged", async () => {
      await start(log, { responses: false }, api.url)(messageUpdate("/buy BTC"));
      expect(of("bot_response")).toEqual([]);
      expect(api.calls).toHaveLength(1);
    });

    it("keeps updates at the same time apart", async () => {
      const handle = start(log, {}, api.url);
      await Promise.all(Array.from({ length: 10 }, (_, i) => handle(messageUpdate(`/buy ${"x".repeat(i)}`, 100 + i))));
      const ids = Array.from({ length: 10 }, (_, i) => `tg_${100 + i}`);
      for (const type of ["trading_command", "log", "bot_response", "telegram_interaction"])
        expect(
          of(type)
            .map(({ request_id: id }) => id)
            .sort(),
        ).toEqual(ids);
    });
  });
}
