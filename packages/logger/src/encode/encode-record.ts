import { MAX_LINE_BYTES } from "@daybook/protocol";
import type { BoundContext } from "../core/bound-context.ts";
import { EMPTY_CONTEXT } from "../core/bound-context.ts";
import { copyFields, read } from "../core/call-arguments.ts";
import { FieldCollector } from "./collect-fields.ts";
import { unreadable } from "./describe-value.ts";
import type { Redaction } from "./redaction-options.ts";
import { ValueEncoder } from "./encode-value.ts";
import type { EventKind } from "../core/event-kinds.ts";
import type { Fields } from "../core/fields.ts";
import { MAX_MESSAGE_LENGTH, SAFE_LINE_LENGTH } from "../limits.ts";
import type { FieldEncryption } from "./field-encryption.ts";
import { quote } from "./quote.ts";

/** What one logger puts around each of its events; texts are encoded once for each kind of event. */
export interface LineFrame {
  /** Name of the logger. */
  readonly logger: string;
  /** `","level":…,"service":…,"logger":…,"event_type":…,"message":` */
  readonly head: (kind: EventKind) => string;
  /** `,"host":…,"pid":…}` */
  readonly tail: string;
}

/**
 * Turns a call into the record's JSON line. One pass over the caller's fields; nested values are
 * encoded and redacted on the way. Never throws.
 */
export class RecordEncoder {
  readonly #values: ValueEncoder;
  readonly #redaction: Redaction;
  readonly #encryption: FieldEncryption | undefined;
  readonly #collector: FieldCollector;
  #busy = false;
  /** Whether the last event asked to be on the disk before its call returns. */
  durable = false;

  constructor(redaction: Redaction, encryption?: FieldEncryption) {
    this.#redaction = redaction;
    this.#encryption = encryption;
    this.#values = new ValueEncoder(redaction, encryption);
    this.#collector = new FieldCollector(this.#values, redaction, encryption);
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
      return this.#other().encode(frame, kind, timestamp, id, message, context, fields, typed);
    }
    this.#busy = true;
    try {
      const lead = `{"timestamp":"${timestamp}${frame.head(kind)}`;
      let line = lead + this.#body(id, message, context, fields, typed, false) + frame.tail;
      if (isTooLong(line)) line = lead + this.#body(id, message, context, fields, typed, true) + frame.tail;
      // Many long fields in a script of three bytes a character: what happened is kept, and that there was more.
      if (isTooLong(line))
        line = lead + this.#body(id, message, { ...context, data: TOO_LONG }, undefined, typed, true) + frame.tail;
      return line;
    } finally {
      this.#busy = false;
      this.durable = this.#collector.durable;
    }
  }

  /** Encodes fields that are to go into many records; those of `base` that are not replaced stay. */
  bind(base: BoundContext, fields: Fields): BoundContext {
    if (this.#busy) return this.#other().bind(base, fields);
    return this.#bind({ ...base.fields, ...copyFields(fields) });
  }

  /** For a call that is made while a record is being encoded. */
  #other(): RecordEncoder {
    return new RecordEncoder(this.#redaction, this.#encryption);
  }

  #bind(fields: Fields): BoundContext {
    const collector = this.#collector;
    // Cut, since it is repeated in each record.
    collector.begin(true);
    collector.collect(fields, EMPTY_CONTEXT, false);
    collector.finish("invalid_context");
    return { fields, names: collector.namesOf(fields), top: collector.top, data: collector.data };
  }

  #body(
    id: string,
    message: string,
    context: BoundContext,
    fields: Fields | undefined,
    typed: boolean,
    cut: boolean,
  ): string {
    const collector = this.#collector;
    let around = context;
    if (fields === undefined) collector.begin(cut);
    else {
      try {
        if (around.names.size > 0) around = this.#without(around, fields);
        collector.begin(cut);
        collector.collect(fields, around, typed);
      } catch (error) {
        // A proxy may refuse even to name its keys.
        this.#values.note("fields", unreadable(error));
      }
    }
    const text = quote(this.#redaction.redactText(cutMessage(message)));
    collector.finish("invalid");
    let { data } = around;
    if (collector.data !== "") data += data === "" ? collector.data : `,${collector.data}`;
    const rest = data === "" ? "" : `,"data":{${data}}`;
    return `${text},"id":"${id}"${around.top}${collector.top}${rest}${collector.exception}`;
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
    return this.#bind(kept);
  }
}

/** Room that is left for what the collector sink adds to a line. */
const RESERVED_BYTES = 1024;
const TOO_LONG = `"invalid":["data: left out, the event was longer than ${MAX_LINE_BYTES} bytes"]`;

function isTooLong(line: string): boolean {
  return line.length > SAFE_LINE_LENGTH && Buffer.byteLength(line) > MAX_LINE_BYTES - RESERVED_BYTES;
}

function cutMessage(message: string): string {
  if (message.length <= MAX_MESSAGE_LENGTH) return message;
  return `${message.slice(0, MAX_MESSAGE_LENGTH)}… [cut, ${message.length} characters]`;
}
