import { MAX_KEYWORD_LENGTH } from "@daybook/protocol";
import type { BoundContext } from "../core/bound-context.ts";
import { read } from "../core/call-arguments.ts";
import { encodeDecimal } from "./decimal-field.ts";
import { unreadable } from "./describe-value.ts";
import type { ValueEncoder } from "./encode-value.ts";
import type { Redaction } from "./redaction-options.ts";
import { encodeException, errorDetails, isError } from "./exception-fields.ts";
import type { FieldPlan } from "./field-plans.ts";
import { FieldPlans, MERGED } from "./field-plans.ts";
import type { Fields } from "../core/fields.ts";
import type { FieldEncryption } from "./field-encryption.ts";
import { quote } from "./quote.ts";

/** Sorts the fields of one call into the record's own, `data` and the exception, each encoded as it comes. */
export class FieldCollector {
  /** The record's own fields, each with a leading comma. */
  top = "";
  /** Pairs of `data`, joined by commas. */
  data = "";
  /** The exception's fields, each with a leading comma. */
  exception = "";
  /** Whether the caller wants the event on the disk before the call returns. */
  durable = false;
  readonly #values: ValueEncoder;
  readonly #redaction: Redaction;
  readonly #plans: FieldPlans;
  #merges = 0;
  #ownInvalid = false;

  constructor(values: ValueEncoder, redaction: Redaction, encryption?: FieldEncryption) {
    this.#plans = new FieldPlans(encryption);
    this.#values = values;
    this.#redaction = redaction;
  }

  /** Begins a record; `cut` as in {@link ValueEncoder.begin}. */
  begin(cut: boolean): void {
    this.#values.begin(cut);
    this.top = "";
    this.data = "";
    this.exception = "";
    this.durable = false;
    this.#merges = 0;
    this.#ownInvalid = false;
  }

  /** Takes all fields of a call in. */
  collect(fields: Fields, context: BoundContext, typed: boolean): void {
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
      case "durable":
        if (value === true) this.durable = true;
        else this.#addData(name, value);
        break;
    }
  }

  #keyword(name: string, plan: FieldPlan, value: unknown): void {
    if (typeof value === "string") {
      if (value.length <= MAX_KEYWORD_LENGTH) this.top += plan.lead + quote(value);
      else {
        // Half of an order id would be another order's.
        this.#values.note(name, `${value.length} characters, at most ${MAX_KEYWORD_LENGTH}; kept in data.${name}`);
        this.#addData(name, value);
      }
    } else if (typeof value === "number" || typeof value === "bigint" || typeof value === "boolean") {
      this.top += `${plan.lead}"${value}"`;
    } else if (value !== null) this.#addData(name, value);
  }

  #decimal(name: string, plan: FieldPlan, value: unknown): void {
    if (value === null) return;
    const text = encodeDecimal(value);
    if (text !== undefined) {
      this.top += plan.lead + text;
      return;
    }
    // A number that is none notes itself.
    if (typeof value !== "number") this.#values.note(name, `not a decimal, kept in data.${name}`);
    this.#addData(name, value);
  }

  #error(name: string, value: unknown): void {
    if (this.exception !== "" || !isError(value)) {
      if (value !== null) this.#addData(name, value);
      return;
    }
    this.exception = encodeException(value, this.#values);
    const details = errorDetails(value, this.#values);
    if (details !== "") this.append(`"error":{${details}}`);
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
      if (own !== "") this.append(own);
      // What another field of that name displaced stays under the name of where it came from.
      if (lost !== "" && !held.has(source)) this.append(`"${source}":{${lost}}`);
      held.add(source);
    }
  }

  #addData(name: string, value: unknown): void {
    if (name === "invalid") this.#ownInvalid = true;
    if (!this.#values.spend()) return this.#values.note(name, "left out, the event has too many fields");
    const pair = this.#values.pair(name, value);
    if (pair !== "") this.append(pair);
  }

  /** Adds pairs, joined by commas, to `data`. */
  append(pairs: string): void {
    this.data += this.data === "" ? pairs : `,${pairs}`;
  }

  /** Adds the notes about values that could not be kept to `data`, under this name. */
  finish(name: "invalid" | "invalid_context"): void {
    const { invalid } = this.#values;
    // A program may have a field of that name: its own stays.
    if (invalid !== "") this.append(`"${this.#ownInvalid ? "invalid_values" : name}":${invalid}`);
  }

  /** The names that fields take in the record: merged objects give those of their members. */
  namesOf(fields: Fields): Set<string> {
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
