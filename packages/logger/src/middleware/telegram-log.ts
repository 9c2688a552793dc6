import type { Fields } from "../core/fields.ts";
import type { Logger } from "../core/logger-types.ts";
import { MAX_COMMAND_WORDS, TEXT_PREVIEW_LENGTH } from "../limits.ts";
import { apiFailure, withoutPayload } from "./telegram-error.ts";
import type { TelegramUpdate, UpdateSummary } from "./telegram-update.ts";
import { summariseUpdate } from "./telegram-update.ts";

export interface TelegramLogOptions {
  /** Commands that are logged as `trading_command`, with the words behind them, before they are carried out. */
  readonly tradingCommands?: readonly string[];
  /** Log what people write and what the bot answers. Default false: only how long it is. */
  readonly texts?: boolean;
  /** Log `username` and `first_name` beside `user_id`. Default false. */
  readonly names?: boolean;
  /** Log an event for each answer of the bot. Default true. */
  readonly responses?: boolean;
}

const TRADING_COMMANDS = ["buy", "sell", "long", "short", "close", "cancel"];

/** Decided once for a bot. */
export interface TelegramLogPlan {
  readonly logger: Logger;
  readonly tradingCommands: ReadonlySet<string>;
  readonly texts: boolean;
  readonly names: boolean;
  readonly responses: boolean;
}

export function planTelegramLog(logger: Logger, options: TelegramLogOptions): TelegramLogPlan {
  const { tradingCommands = TRADING_COMMANDS, texts = false, names = false, responses = true } = options;
  return { logger, tradingCommands: new Set(tradingCommands.map(plainCommand)), texts, names, responses };
}

/** `/Buy` is the same command as `buy`. */
function plainCommand(command: string): string {
  return command.replace(/^\//, "").toLowerCase();
}

/** Methods of the Bot API by which a bot answers; "typing …" is none. */
const ANSWERS = /^(?:send|edit|answer|copy|forward)(?!ChatAction$)/;

/** One update on its way through a bot's handlers. Its own work never throws. */
export class TelegramUpdateLog {
  readonly #plan: TelegramLogPlan;
  readonly #update: UpdateSummary;
  readonly #requestId: string;
  readonly #updateId: number;
  readonly #startMs = performance.now();

  constructor(plan: TelegramLogPlan, update: TelegramUpdate) {
    this.#plan = plan;
    this.#update = summariseUpdate(update);
    this.#updateId = update.update_id;
    this.#requestId = `tg_${this.#updateId}`;
  }

  /** Runs the bot's handlers, and logs how it went. What they throw, they throw. */
  async run(next: () => Promise<void>): Promise<void> {
    const { logger } = this.#plan;
    const { userId } = this.#update;
    const context = userId === undefined ? {} : { user_id: userId };
    await logger.withContext({ request_id: this.#requestId, ...context }, async () => {
      this.#logTradingCommand();
      try {
        await next();
      } catch (error) {
        this.#logInteraction({ status: "failed", error: this.#shown(error) }, "ERROR");
        throw error;
      }
      this.#logInteraction({ status: "ok" });
    });
  }

  /** Makes one call of the Bot API, and logs it when it is an answer. `failed`: the reason in a reply that is no success. */
  async answer<T>(
    method: string,
    payload: unknown,
    call: () => Promise<T>,
    failed: (reply: T) => unknown = () => undefined,
  ): Promise<T> {
    if (!this.#plan.responses || !ANSWERS.test(method)) return call();
    let reply: T;
    try {
      reply = await call();
    } catch (error) {
      this.#logAnswer(method, payload, error);
      throw error;
    }
    this.#logAnswer(method, payload, failed(reply));
    return reply;
  }

  #logInteraction(outcome: Fields, level?: "ERROR"): void {
    const { text } = this.#update;
    const fields: Fields = {
      ...this.#who(),
      update_id: this.#updateId,
      update_type: this.#update.kind,
      command: this.#update.command,
      message_length: text?.length,
      message_text: this.#plan.texts ? text : undefined,
      duration_ms: this.#elapsedMs(),
      ...outcome,
    };
    this.#plan.logger.event("telegram_interaction", undefined, fields, level);
  }

  #logTradingCommand(): void {
    const { command, words } = this.#update;
    if (command === undefined || !this.#plan.tradingCommands.has(command.toLowerCase())) return;
    const fields = { ...this.#who(), command, arguments: words.slice(0, MAX_COMMAND_WORDS), update_id: this.#updateId };
    this.#plan.logger.event("trading_command", undefined, fields);
  }

  #logAnswer(method: string, payload: unknown, failure: unknown): void {
    const text = textOf(payload);
    const fields: Fields = {
      ...this.#who(),
      request_id: this.#requestId,
      command: this.#update.command,
      response_type: method,
      response_length: text?.length,
      response_preview: this.#plan.texts ? preview(text) : undefined,
      response_time_ms: this.#elapsedMs(),
      status: failure === undefined ? "ok" : "failed",
      ...apiFailure(failure),
    };
    this.#plan.logger.event("bot_response", undefined, fields, failure === undefined ? "INFO" : "WARNING");
  }

  #who(): Fields {
    const { userId, username, firstName, chatId, chatType } = this.#update;
    const who: Fields = { user_id: userId, chat_id: chatId, chat_type: chatType };
    return this.#plan.names ? { ...who, username, first_name: firstName } : who;
  }

  #shown(error: unknown): unknown {
    return this.#plan.texts ? error : withoutPayload(error);
  }

  #elapsedMs(): number {
    return Math.round((performance.now() - this.#startMs) * 1000) / 1000;
  }
}

function textOf(payload: unknown): string | undefined {
  if (typeof payload !== "object" || payload === null) return undefined;
  const { text, caption } = payload as { text?: unknown; caption?: unknown };
  const found = text ?? caption;
  return typeof found === "string" ? found : undefined;
}

function preview(text: string | undefined): string | undefined {
  return text !== undefined && text.length > TEXT_PREVIEW_LENGTH ? `${text.slice(0, TEXT_PREVIEW_LENGTH)}...` : text;
}
