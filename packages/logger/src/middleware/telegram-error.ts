import type { Fields } from "../core/fields.ts";

/** What the Bot API says of a call that it refused; both frameworks' errors have it. */
interface Refusal {
  readonly error_code?: unknown;
  readonly code?: unknown;
  readonly description?: unknown;
  readonly method?: unknown;
  readonly payload?: unknown;
  readonly on?: { readonly method?: unknown } | undefined;
}

/** Fields of an answer that did not arrive: Telegram's reason, or the exception when Telegram was not reached. */
export function apiFailure(failure: unknown): Fields {
  if (failure === undefined) return {};
  const { description, error_code: code, code: alsoCode } = (failure ?? {}) as Refusal;
  if (typeof description !== "string") return { error: failure };
  return { error_code: code ?? alsoCode, reason: description };
}

/**
 * The error without the message that it was raised for: grammY's `payload` and Telegraf's `on` hold the whole text that
 * the bot was about to send.
 */
export function withoutPayload(error: unknown): unknown {
  if (!(error instanceof Error)) return error;
  const { payload, on, description, error_code: code, code: alsoCode, method } = error as Refusal;
  if (payload === undefined && on === undefined) return error;
  const details = { method: method ?? on?.method, error_code: code ?? alsoCode, description };
  // Defined, since Telegraf's class has getters of these names, which cannot be assigned to.
  return Object.create(
    error,
    Object.fromEntries(Object.entries(details).map(([name, value]) => [name, { value, enumerable: true }])),
  );
}
