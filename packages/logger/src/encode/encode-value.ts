import { MAX_DEPTH, MAX_FIELDS, MAX_KEY_LENGTH } from "@daybook/protocol";
import type { JsonValue } from "@daybook/protocol";
import {
  CUT_FIELDS,
  CUT_STACK_LINES,
  CUT_STRING_LENGTH,
  MAX_INVALID_NOTES,
  MAX_STACK_LINES,
  MAX_STRING_LENGTH,
} from "../limits.ts";
import { describeBytes, errorMessage, errorName, isBytes, safeName, unreadable } from "./describe-value.ts";
import type { FieldEncryption } from "./field-encryption.ts";
import type { Redaction } from "./redaction-options.ts";
import type { KeyPlan } from "./key-plans.ts";
import { KeyPlans } from "./key-plans.ts";
import { NO_REDACTION } from "./redaction-options.ts";
import { quote } from "./quote.ts";

/** Fields of the record itself, notes and marks of what was cut count towards the collector's limit too. */
const RESERVED_FIELDS = 100;

/**
 * JSON text of any JavaScript value, redacted on the way. Never throws: what cannot be read is
 * described in its place. State belongs to one record: call {@link ValueEncoder.begin} first.
 */
export class ValueEncoder {
  readonly #redaction: Redaction;
  readonly #encryption: FieldEncryption | undefined;
  readonly #keys: KeyPlans;
  /** Lines of a stack trace that this record may have. */
  maxStackLines = MAX_STACK_LINES;
  #ancestors: object[] = [];
  #fieldsLeft = MAX_FIELDS;
  #maxStringLength = MAX_STRING_LENGTH;
  #invalid = "";
  #invalidCount = 0;

  constructor(redaction: Redaction, encryption?: FieldEncryption) {
    this.#redaction = redaction;
    this.#encryption = encryption;
    this.#keys = new KeyPlans(redaction, encryption);
  }

  /** Starts a record. `cut` shortens everything: for a record that was too large at first. */
  begin(cut: boolean): void {
    this.#fieldsLeft = cut ? CUT_FIELDS : MAX_FIELDS - RESERVED_FIELDS;
    this.maxStackLines = cut ? CUT_STACK_LINES : MAX_STACK_LINES;
    this.#maxStringLength = cut ? CUT_STRING_LENGTH : MAX_STRING_LENGTH;
    this.#invalid = "";
    this.#invalidCount = 0;
    if (this.#ancestors.length > 0) this.#ancestors = [];
  }

  /** The notes as JSON list, or an empty text when every value could be kept. */
  get invalid(): string {
    return this.#invalid === "" ? "" : `[${this.#invalid}]`;
  }

  /** Remembers that the value at `key` could not be kept as it was. */
  note(key: string, what: string): void {
    if (this.#invalidCount >= MAX_INVALID_NOTES) return;
    this.#invalidCount++;
    this.#invalid += `${this.#invalid === "" ? "" : ","}${quote(`${key.slice(0, MAX_KEY_LENGTH)}: ${what}`)}`;
  }

  /** Whether the record may have one more key or element. */
  spend(): boolean {
    return --this.#fieldsLeft >= 0;
  }

  /** `"key":value`, or an empty text for `undefined`. */
  pair(key: string, value: unknown): string {
    if (value === undefined) return "";
    const plan = this.#keys.get(key);
    const { keyClass } = plan;
    if (keyClass === "plain")
      return plan.lead + (typeof value === "string" ? this.text(value) : this.value(value, key));
    if (keyClass === "exempt") return plan.lead + this.#exempt(value, key);
    if (keyClass === "encrypted") return plan.lead + this.#encrypted(value, key);
    return plan.lead + this.#secret(keyClass, value, key);
  }

  /** Nothing inside is redacted: who has the key sees what was logged. */
  #encrypted(value: unknown, key: string): string {
    const clear = new ValueEncoder(NO_REDACTION);
    clear.begin(this.#maxStringLength < MAX_STRING_LENGTH);
    return (this.#encryption as FieldEncryption).encrypt(this.#keys.get(key).name, clear.value(value, key));
  }

  /** Ids, numbers, symbols and hashes look like secrets and are none. */
  #exempt(value: unknown, key: string): string {
    if (typeof value === "string") return quote(this.cut(value));
    if (Array.isArray(value) && value.length <= this.#fieldsLeft && value.every((one) => typeof one === "string")) {
      this.#fieldsLeft -= value.length;
      return `[${value.map((one) => quote(this.cut(one))).join(",")}]`;
    }
    return this.value(value, key);
  }

  #secret(rule: Exclude<KeyPlan["keyClass"], "plain" | "exempt" | "encrypted">, value: unknown, key: string): string {
    const held = typeof value === "string" ? this.cut(value) : (JSON.parse(this.value(value, key)) as JsonValue);
    return JSON.stringify(this.#redaction.redactSecret(rule, held));
  }

  /** A string for people: redacted, cut, quoted. */
  text(text: string): string {
    return quote(this.#redaction.redactText(this.cut(text)));
  }

  cut(text: string): string {
    const limit = this.#maxStringLength;
    return text.length <= limit ? text : `${text.slice(0, limit)}… [cut, ${text.length} characters]`;
  }

  value(value: unknown, key: string): string {
    switch (typeof value) {
      case "string":
        return this.text(value);
      case "number":
        if (Number.isFinite(value)) return String(value);
        this.note(key, `${value} is not a number, kept as null`);
        return "null";
      case "boolean":
        return value ? "true" : "false";
      case "bigint":
        return `"${value}"`;
      case "undefined":
        return "null";
      case "symbol":
        return this.text(String(value));
      case "function":
        return this.text(`[function ${safeName(value)}]`);
      case "object":
      default:
        return value === null ? "null" : this.#object(value as object, key);
    }
  }

  #object(value: object, key: string): string {
    if (this.#ancestors.includes(value)) return '"[circular]"';
    if (this.#ancestors.length >= MAX_DEPTH - 1) return `"[deeper than ${MAX_DEPTH} levels]"`;
    this.#ancestors.push(value);
    try {
      if (Array.isArray(value)) return this.#array(value, key);
      const prototype: unknown = Object.getPrototypeOf(value);
      if (prototype === Object.prototype || prototype === null) return this.#plain(value);
      return this.#special(value, key);
    } catch (error) {
      return this.text(unreadable(error));
    } finally {
      this.#ancestors.pop();
    }
  }

  #array(values: ArrayLike<unknown>, key: string): string {
    let text = "[";
    const { length } = values;
    for (let i = 0; i < length; i++) {
      if (!this.spend()) {
        text += `${i > 0 ? "," : ""}"[cut, ${length} elements]"`;
        break;
      }
      if (i > 0) text += ",";
      let element: unknown;
      try {
        element = values[i];
      } catch (error) {
        element = unreadable(error);
      }
      text += this.value(element, key);
    }
    return `${text}]`;
  }

  #plain(value: object): string {
    const toJson: unknown = (value as { toJSON?: unknown }).toJSON;
    if (typeof toJson === "function") return this.value((toJson as () => unknown).call(value), "toJSON");
    return `{${this.pairs(value)}}`;
  }

  /** The pairs of an object's own enumerable keys, without braces; keys in `except` are left out. */
  pairs(value: object, except?: (key: string) => boolean): string {
    let text = "";
    const keys = Object.keys(value);
    for (let i = 0; i < keys.length; i++) {
      const key = keys[i] as string;
      if (except?.(key) === true) continue;
      if (!this.spend()) {
        return `${text}${text === "" ? "" : ","}"[cut]":"${keys.length} keys"`;
      }
      let member: unknown;
      try {
        member = (value as Record<string, unknown>)[key];
      } catch (error) {
        member = unreadable(error);
      }
      const pair = this.pair(key, member);
      if (pair !== "") text += text === "" ? pair : `,${pair}`;
    }
    return text;
  }

  #special(value: object, key: string): string {
    if (value instanceof Date) {
      if (!Number.isNaN(value.getTime())) return `"${value.toISOString()}"`;
      this.note(key, "an invalid date, kept as null");
      return "null";
    }
    if (value instanceof Error) return this.#error(value);
    if (value instanceof Map) return this.#map(value, key);
    if (value instanceof Set) return this.#array([...value], key);
    if (isBytes(value)) return describeBytes(value);
    if (ArrayBuffer.isView(value)) return this.#array(value as Float64Array, key);
    if (value instanceof RegExp || value instanceof URL || value instanceof URLSearchParams) {
      return this.text(String(value));
    }
    // Wrapped primitives: new String("x"), Object(1n).
    const inner: unknown = value.valueOf();
    if (typeof inner !== "object") return this.value(inner, key);
    if (value instanceof Promise || value instanceof WeakMap || value instanceof WeakSet) {
      return this.text(Object.prototype.toString.call(value));
    }
    return this.#plain(value);
  }

  #map(map: Map<unknown, unknown>, key: string): string {
    const entries = [...map];
    if (entries.every(([name]) => typeof name === "string")) {
      return `{${this.pairs(Object.fromEntries(entries) as object)}}`;
    }
    return this.#array(
      // A secret is known by its key, so an entry with a name stays a pair.
      entries.map(([name, held]) => (typeof name === "string" ? { [name]: held } : [name, held])),
      key,
    );
  }

  #error(error: Error): string {
    const own = this.pairs(error, (key) => key === "stack" || key === "message" || key === "name" || key === "cause");
    let text = `{"type":${this.text(errorName(error))},"message":${this.text(errorMessage(error))}`;
    if (own !== "") text += `,${own}`;
    if (error.cause !== undefined) text += `,"cause":${this.value(error.cause, "cause")}`;
    return `${text}}`;
  }
}
