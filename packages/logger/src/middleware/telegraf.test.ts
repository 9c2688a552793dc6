import { Telegraf } from "telegraf";
import { BOT_INFO, BOT_TOKEN } from "../test-support/fake-bot-api.ts";
import { describeTelegramMiddleware } from "../test-support/telegram-suite.ts";
import { telegrafLogger } from "./telegraf.ts";

describeTelegramMiddleware("telegrafLogger", (log, options, apiUrl) => {
  const bot = new Telegraf(BOT_TOKEN, { telegram: { apiRoot: apiUrl } });
  bot.botInfo = BOT_INFO;
  bot.use(telegrafLogger(log, options));
  bot.command("buy", async (context) => {
    await new Promise(setImmediate);
    log.info("buying");
    await context.reply("bought for you");
  });
  bot.command("status", async (context) => {
    await context.sendChatAction("typing");
    await context.reply("all well");
  });
  bot.command("broken", () => {
    throw new RangeError("no such order");
  });
  bot.on("callback_query", (context) => context.answerCbQuery("ok"));
  bot.catch((error) => {
    throw error;
  });
  return (update) => bot.handleUpdate(update as Parameters<typeof bot.handleUpdate>[0]);
});
