import type { DecimalText, JsonValue } from "@daybook/protocol";
import { money } from "../decimal/money.ts";
import type { TradingEvent } from "../events/trading-event.ts";
import { dataDecimal, dataNumber, dataText } from "../events/trading-event.ts";
import { MAX_TEXT_LENGTH } from "./limits.ts";

/** An event with the fields that tell where it was written. */
export interface LoggedEvent extends TradingEvent {
  readonly logger?: string;
  readonly host?: string;
}

/** The first of the fields of `data` that holds a text. */
export function firstText(event: TradingEvent, ...names: readonly string[]): string | undefined {
  for (const name of names) {
    const text = dataText(event, name);
    if (text !== undefined) return text;
  }
  return undefined;
}

/** The first of the fields of `data` that holds a number. */
export function firstNumber(event: TradingEvent, ...names: readonly string[]): number | undefined {
  for (const name of names) {
    const number = dataNumber(event, name);
    if (number !== undefined) return number;
  }
  return undefined;
}

/** The first of the fields of `data` that holds an exact decimal. */
export function firstDecimal(event: TradingEvent, ...names: readonly string[]): DecimalText | undefined {
  for (const name of names) {
    const decimal = dataDecimal(event, name);
    if (decimal !== undefined) return decimal;
  }
  return undefined;
}

/** Whether a decimal is there and greater than zero: what may be divided by, as a price. */
export function isPositive(text: DecimalText | undefined): text is DecimalText {
  return text !== undefined && money(text).gt(0);
}

export function isObject(value: JsonValue | undefined): value is { readonly [key: string]: JsonValue } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A text of bounded length that does not end within a character. */
export function cut(text: string, length = MAX_TEXT_LENGTH): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

/** Milliseconds that an event reports by itself. */
export function loggedMs(event: TradingEvent): number | undefined {
  const ms = firstNumber(event, "latency_ms", "response_time_ms", "duration_ms", "response_time", "inference_ms");
  if (ms !== undefined) return ms;
  const us = firstNumber(event, "latency_us", "duration_us");
  return us === undefined ? undefined : us / 1_000;
}

/** What an error says: an exception may have an empty message, and the event around it says more. */
export function errorText({ exception_message, message }: TradingEvent): string | undefined {
  return [exception_message, message].find((text) => text !== undefined && text.trim() !== "");
}

export function statusOf(event: TradingEvent): string | undefined {
  return event.status ?? dataText(event, "status");
}

export function reasonIn(event: TradingEvent): string | undefined {
  const reason = firstText(event, "reason", "reject_reason", "cancel_reason", "error_message", "error");
  return reason === undefined ? undefined : cut(reason);
}
