import { Bot, BotError } from "grammy";
import { BOT_INFO, BOT_TOKEN } from "../test-support/fake-bot-api.ts";
import { describeTelegramMiddleware } from "../test-support/telegram-suite.ts";
import { grammyLogger } from "./grammy.ts";

describeTelegramMiddleware("grammyLogger", (log, options, apiUrl) => {
  const bot = new Bot(BOT_TOKEN, { botInfo: BOT_INFO as Bot["botInfo"], client: { apiRoot: apiUrl } });
  bot.use(grammyLogger(log, options));
  bot.command("buy", async (context) => {
    await new Promise(setImmediate);
    log.info("buying");
    await context.reply("bought for you");
  });
  bot.command("status", async (context) => {
    await context.replyWithChatAction("typing");
    await context.reply("all well");
  });
  bot.command("broken", () => {
    throw new RangeError("no such order");
  });
  bot.on("callback_query:data", (context) => context.answerCallbackQuery("ok"));
  return async (update) => {
    try {
      await bot.handleUpdate(update);
    } catch (error) {
      throw error instanceof BotError ? error.error : error;
    }
  };
});
