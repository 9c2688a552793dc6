import { MAX_KEYWORD_LENGTH, MAX_LINE_BYTES } from "@daybook/protocol";
import type { BoundContext } from "./bound-context.ts";
import { EMPTY_CONTEXT } from "./bound-context.ts";
import { encodeDecimal } from "./decimal-field.ts";
import type { Redaction } from "./encode-value.ts";
import { ValueEncoder, unreadable } from "./encode-value.ts";
import type { EventKind } from "./event-kinds.ts";
import { encodeException, errorDetails, isError } from "./exception-fields.ts";
import type { FieldPlan } from "./field-plans.ts";
import { FieldPlans, MERGED } from "./field-plans.ts";
import type { Fields } from "./fields.ts";
import { MAX_MESSAGE_LENGTH, SAFE_LINE_LENGTH } from "./limits.ts";
import { quote } from "./quote.ts";

/** What one logger puts around each of its events; texts are encoded once for each kind of event. */
export interface LineFrame {
  /** `","level":…,"service":…,"logger":…,"event_type":…,"message":` */
  readonly head: (kind: EventKind) => string;
  /** `,"host":…,"pid":…}` */
  readonly tail: string;
}

/** Room that is left for what the collector sink adds to a line. */
const RESERVED_BYTES = 1024;

/**
 * Turns a call into the record's JSON line. One pass over the caller's fields; nested values are
 * encoded and redacted on the way. Never throws.
 */
export class RecordEncoder {
  readonly #values: ValueEncoder;
  readonly #redaction: Redaction;
  readonly #plans = new FieldPlans();
  #top = "";
  #data = "";
  #exception = "";
  #merges = 0;
  #ownInvalid = false;
  #busy = false;

  constructor(redaction: Redaction) {
    this.#redaction = redaction;
    this.#values = new ValueEncoder(redaction);
  }

  /**
   * The line without a newline, at most MAX_LINE_BYTES with what sinks add. `typed` calls have their
   * `message` and `level` taken out of the fields already.
   */
  encode(
    frame: LineFrame,
    kind: EventKind,
    timestamp: string,
    id: string,
    message: string,
    context: BoundContext,
    fields: Fields | undefined,
    typed: boolean,
  ): string {
    // A getter of the caller's object may log: that call must not disturb the record being made.
    if (this.#busy) {
      return new RecordEncoder(this.#redaction).encode(frame, kind, timestamp, id, message, context, fields, typed);
    }
    this.#busy = true;
    try {
      const lead = `{"timestamp":"${timestamp}${frame.head(kind)}`;
      let line = lead + this.#body(id, message, context, fields, typed, false) + frame.tail;
      if (line.length > SAFE_LINE_LENGTH && Buffer.byteLength(line) > MAX_LINE_BYTES - RESERVED_BYTES) {
        line = lead + this.#body(id, message, context, fields, typed, true) + frame.tail;
      }
      return line;
    } finally {
      this.#busy = false;
    }
  }

  /** Encodes fields that are to go into many records; those of `base` that are not replaced stay. */
  bind(base: BoundContext, fields: Fields): BoundContext {
    const merged = { ...base.fields, ...fields };
    this.#start(false);
    this.#collect(merged, EMPTY_CONTEXT, false);
    return { fields: merged, names: this.#namesOf(merged), top: this.#top, data: this.#data };
  }

  #body(
    id: string,
    message: string,
    context: BoundContext,
    fields: Fields | undefined,
    typed: boolean,
    cut: boolean,
  ): string {
    this.#start(cut);
    const values = this.#values;
    let around = context;
    if (fields !== undefined) {
      try {
        if (around.names.size > 0) around = this.#without(around, fields);
        this.#start(cut);
        this.#collect(fields, around, typed);
      } catch (error) {
        // A proxy may refuse even to name its keys.
        values.note("fields", unreadable(error));
      }
    }
    const text = quote(this.#redaction.redactText(cutMessage(message)));
    const { invalid } = values;
    // A program may have a field of that name: its own stays.
    if (invalid !== "") this.#append(`"${this.#ownInvalid ? "invalid_values" : "invalid"}":${invalid}`);
    let data = around.data;
    if (this.#data !== "") data += data === "" ? this.#data : `,${this.#data}`;
    const rest = data === "" ? "" : `,"data":{${data}}`;
    return `${text},"id":"${id}"${around.top}${this.#top}${rest}${this.#exception}`;
  }

  #start(cut: boolean): void {
    this.#values.begin(cut);
    this.#top = "";
    this.#data = "";
    this.#exception = "";
    this.#merges = 0;
    this.#ownInvalid = false;
  }

  #collect(fields: Fields, context: BoundContext, typed: boolean): void {
    const names = Object.keys(fields);
    for (let i = 0; i < names.length; i++) {
      const name = names[i] as string;
      let value: unknown;
      try {
        value = fields[name];
      } catch (error) {
        value = unreadable(error);
      }
      if (value !== undefined) this.#field(name, value, fields, context, typed);
    }
    if (this.#merges > 0) this.#merge(fields, names, context);
  }

  #field(name: string, value: unknown, fields: Fields, context: BoundContext, typed: boolean): void {
    const plan = this.#plans.get(name);
    switch (plan.role) {
      case "data":
        this.#addData(name, value);
        break;
      case "keyword":
        this.#keyword(name, plan, value);
        break;
      case "prose":
        this.#keyword(name, plan, typeof value === "string" ? this.#redaction.redactText(value) : value);
        break;
      case "decimal":
        this.#decimal(name, plan, value);
        break;
      case "alias":
        if (read(fields, plan.target) !== undefined || context.names.has(plan.target)) this.#addData(name, value);
        else if (this.#plans.get(plan.target).role === "decimal") this.#decimal(name, plan, value);
        else this.#keyword(name, plan, value);
        break;
      case "merge":
        if (isMembers(value)) this.#merges++;
        else if (value !== null) this.#addData(name, value);
        break;
      case "error":
        this.#error(name, value);
        break;
      case "taken":
        if (!typed) this.#addData(name, value);
        break;
    }
  }

  #keyword(name: string, plan: FieldPlan, value: unknown): void {
    if (typeof value === "string") {
      if (value.length <= MAX_KEYWORD_LENGTH) this.#top += plan.lead + quote(value);
      else {
        // Half of an order id would be another order's.
        this.#values.note(name, `${value.length} characters, at most ${MAX_KEYWORD_LENGTH}; kept in data.${name}`);
        this.#addData(name, value);
      }
    } else if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
      this.#top += `${plan.lead}"${value}"`;
    } else if (value !== null) this.#addData(name, value);
  }

  #decimal(name: string, plan: FieldPlan, value: unknown): void {
    if (value === null) return;
    const text = encodeDecimal(value);
    if (text !== undefined) {
      this.#top += plan.lead + text;
      return;
    }
    // A number that is none notes itself.
    if (typeof value !== "number") this.#values.note(name, `not a decimal, kept in data.${name}`);
    this.#addData(name, value);
  }

  #error(name: string, value: unknown): void {
    if (this.#exception !== "" || !isError(value)) {
      if (value !== null) this.#addData(name, value);
      return;
    }
    this.#exception = encodeException(value, this.#values);
    const details = errorDetails(value, this.#values);
    if (details !== "") this.#append(`"error":{${details}}`);
  }

  #merge(fields: Fields, names: readonly string[], context: BoundContext): void {
    const held = new Set<string>();
    // A name that went to the top of the record leaves room for itself in `data`.
    for (const name of names) if (this.#plans.get(name).role === "data") held.add(name);
    for (const name of context.names) if (this.#plans.get(name).role === "data") held.add(name);
    for (const source of MERGED) {
      const members = read(fields, source);
      if (!isMembers(members)) continue;
      const taken = (key: string): boolean => held.has(key);
      const own = this.#values.pairs(members, taken);
      const lost = this.#values.pairs(members, (key) => !taken(key));
      for (const key of Object.keys(members)) held.add(key);
      if (own !== "") this.#append(own);
      // What another field of that name displaced stays under the name of where it came from.
      if (lost !== "" && !held.has(source)) this.#append(`"${source}":{${lost}}`);
      held.add(source);
    }
  }

  #addData(name: string, value: unknown): void {
    if (name === "invalid") this.#ownInvalid = true;
    if (!this.#values.spend()) return this.#values.note(name, "left out, the event has too many fields");
    const pair = this.#values.pair(name, value);
    if (pair !== "") this.#append(pair);
  }

  #append(pairs: string): void {
    this.#data += this.#data === "" ? pairs : `,${pairs}`;
  }

  /** The context without the names that the event gives itself: its own value wins. */
  #without(context: BoundContext, fields: Fields): BoundContext {
    let clash = false;
    for (const name of context.names) clash ||= name in fields && read(fields, name) !== undefined;
    if (!clash) return context;
    const kept: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(context.fields)) {
      if (read(fields, name) === undefined) kept[name] = value;
    }
    return this.bind(EMPTY_CONTEXT, kept);
  }

  /** The names that fields take in the record: merged objects give those of their members. */
  #namesOf(fields: Fields): Set<string> {
    const names = new Set<string>();
    for (const name of Object.keys(fields)) {
      const value = read(fields, name);
      if (value === undefined) continue;
      const plan = this.#plans.get(name);
      if (plan.role === "merge" && isMembers(value)) for (const member of Object.keys(value)) names.add(member);
      else names.add(name);
    }
    return names;
  }
}

function isMembers(value: unknown): value is object {
  if (typeof value !== "object" || value === null) return false;
  try {
    const prototype: unknown = Object.getPrototypeOf(value);
    return prototype === Object.prototype || prototype === null;
  } catch {
    return false;
  }
}

function read(fields: Fields, name: string): unknown {
  try {
    return fields[name];
  } catch {
    return undefined;
  }
}

function cutMessage(message: string): string {
  if (message.length <= MAX_MESSAGE_LENGTH) return message;
  return `${message.slice(0, MAX_MESSAGE_LENGTH)}… [cut, ${message.length} characters]`;
}
