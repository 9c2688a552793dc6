import type { Logger } from "../core/logger-types.ts";
import type { TelegramLogOptions } from "./telegram-log.ts";
import { TelegramUpdateLog, planTelegramLog } from "./telegram-log.ts";
import type { TelegramUpdate } from "./telegram-update.ts";

/** As much of grammY's context as is used. */
export interface GrammyContextLike {
  readonly update: TelegramUpdate;
  readonly api: {
    /** A transformer's type is generic over the Bot API's methods, which only grammY's own types can say. */
    readonly config: { use(...transformers: never[]): void };
  };
}

type Transformer = (call: Call, method: string, payload: unknown, signal: unknown) => Promise<ApiReply>;

type Call = (method: string, payload: unknown, signal: unknown) => Promise<ApiReply>;

interface ApiReply {
  readonly ok: boolean;
}

/**
 * grammY middleware: `telegram_interaction` for each update, `trading_command` before one is carried out,
 * `bot_response` for each answer; what handlers log has `request_id` and `user_id`. `bot.use(grammyLogger(log))` before
 * the handlers. Errors are logged and go on to `bot.catch`.
 */
export function grammyLogger(
  logger: Logger,
  options: TelegramLogOptions = {},
): (context: GrammyContextLike, next: () => Promise<void>) => Promise<void> {
  const plan = planTelegramLog(logger, options);
  return async (context, next) => {
    const log = new TelegramUpdateLog(plan, context.update);
    // Each update has an `api` of its own, so this ends with it.
    if (plan.responses) {
      const transformer: Transformer = (call, method, payload, signal) =>
        log.answer(method, payload, () => call(method, payload, signal), refusal);
      context.api.config.use(transformer as never);
    }
    await log.run(next);
  };
}

/** grammY makes an error of it only behind its transformers. */
function refusal(reply: ApiReply): unknown {
  return reply.ok ? undefined : reply;
}
