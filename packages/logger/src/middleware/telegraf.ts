import type { Logger } from "../core/logger-types.ts";
import type { TelegramLogOptions } from "./telegram-log.ts";
import { TelegramUpdateLog, planTelegramLog } from "./telegram-log.ts";
import type { TelegramUpdate } from "./telegram-update.ts";

/** As much of Telegraf's context as is used. */
export interface TelegrafContextLike {
  readonly update: TelegramUpdate;
  /** Each update's own client of the Bot API. */
  readonly telegram: object;
}

interface Client {
  callApi?: (method: string, payload: unknown, ...rest: unknown[]) => Promise<unknown>;
}

/**
 * Telegraf middleware: `telegram_interaction` for each update, `trading_command` before one is carried out,
 * `bot_response` for each answer; what handlers log has `request_id` and `user_id`. `bot.use(telegrafLogger(log))`
 * before the handlers. Errors are logged and go on to `bot.catch`.
 */
export function telegrafLogger(
  logger: Logger,
  options: TelegramLogOptions = {},
): (context: TelegrafContextLike, next: () => Promise<void>) => Promise<void> {
  const plan = planTelegramLog(logger, options);
  return async (context, next) => {
    const log = new TelegramUpdateLog(plan, context.update);
    const client: Client = context.telegram;
    const call = client.callApi;
    if (plan.responses && call !== undefined) {
      client.callApi = (method, payload, ...rest) =>
        log.answer(method, payload, () => call.call(client, method, payload, ...rest));
    }
    await log.run(next);
  };
}
