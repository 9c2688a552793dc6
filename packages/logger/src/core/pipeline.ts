import type { Level } from "@daybook/protocol";
import { LEVEL_RANK } from "@daybook/protocol";
import type { BoundContext } from "./bound-context.ts";
import { copyFields } from "./call-arguments.ts";
import type { LineFrame } from "../encode/encode-record.ts";
import { RecordEncoder } from "../encode/encode-record.ts";
import type { FieldEncryption } from "../encode/field-encryption.ts";
import type { Redaction } from "../encode/redaction-options.ts";
import { unreadable } from "../encode/describe-value.ts";
import type { EventKind } from "./event-kinds.ts";
import { EventKinds } from "./event-kinds.ts";
import type { Fields } from "./fields.ts";
import type { FloodLimits } from "./flood-guard.ts";
import { FloodGuard } from "./flood-guard.ts";
import type { DropReport, Sink, SinkFault, SinkHost } from "./sink.ts";
import type { MicrosecondClock } from "../encode/timestamps.ts";
import { Timestamps } from "../encode/timestamps.ts";

export interface PipelineParts {
  readonly sinks: readonly Sink[];
  readonly redaction: Redaction;
  readonly encryption: FieldEncryption | undefined;
  readonly clock: MicrosecondClock;
  /** Makes the id of an event; `nowMs` is the time of the event that is being made. */
  readonly createIds: (nowMs: () => number) => () => string;
  readonly onFault: (fault: SinkFault) => void;
  readonly service: string;
  readonly environment: string;
  /** `undefined`: no call site is held back. */
  readonly flood: FloodLimits | undefined;
}

interface Slot {
  readonly sink: Sink;
  readonly rank: number;
}

/** The way of an event from the call to the sinks, shared by a logger and all its children. */
export class Pipeline {
  readonly kinds = new EventKinds();
  /** The lowest rank that any sink takes; infinite when there is none. */
  readonly lowestRank: number;
  readonly #encoder: RecordEncoder;
  readonly #encryption: FieldEncryption | undefined;
  readonly #timestamps: Timestamps;
  readonly #nextId: () => string;
  readonly #slots: readonly Slot[];
  readonly #onFault: (fault: SinkFault) => void;
  /** Counts the lines of a call site that writes too many. */
  readonly flood: FloodGuard | undefined;
  #reporting = false;
  /** Logs a drop report; set by the logger, whose own call it is. */
  logDropped: (report: DropReport) => void = () => {};

  constructor(parts: PipelineParts) {
    this.#encryption = parts.encryption;
    this.#encoder = new RecordEncoder(parts.redaction, parts.encryption);
    this.#timestamps = new Timestamps(parts.clock);
    this.#nextId = parts.createIds(() => this.#timestamps.lastMs);
    this.#slots = parts.sinks.map((sink) => ({ sink, rank: sink.level === undefined ? 0 : LEVEL_RANK[sink.level] }));
    this.lowestRank = Math.min(...this.#slots.map((slot) => slot.rank));
    this.#onFault = parts.onFault;
    this.flood = parts.flood === undefined ? undefined : new FloodGuard(parts.flood);
    const host: SinkHost = {
      service: parts.service,
      environment: parts.environment,
      dropped: (report) => this.#dropped(report),
      fault: (fault) => this.fault(fault),
    };
    for (const { sink } of this.#slots) this.#guard(sink, () => sink.attach?.(host));
  }

  /**
   * Makes the record and hands it to each sink that wants it. Never throws; returns the event's id, or an empty text when
   * the flood guard only counted it.
   */
  emit(
    frame: LineFrame,
    kind: EventKind,
    message: string,
    context: BoundContext,
    fields: Fields | undefined,
    typed: boolean,
  ): string {
    const timestamp = this.#timestamps.next();
    const flood = kind.guarded ? this.flood : undefined;
    if (flood !== undefined && !flood.admits(kind, frame.logger, message, this.#timestamps.lastMs)) return "";
    const id = this.#nextId();
    let line: string;
    try {
      line = this.#encoder.encode(frame, kind, timestamp, id, message, context, fields, typed);
    } catch (error) {
      // Not known to happen; the event is kept without its fields rather than lost.
      const text = JSON.stringify(`${message} [fields lost: ${unreadable(error)}]`);
      line = `{"timestamp":"${timestamp}${frame.head(kind)}${text},"id":"${id}"${frame.tail}`;
    }
    // Reading a character makes the engine join the parts of the line. Unjoined, a line that waits in a sink keeps
    // some forty small strings alive: 43 % of the time of a call went to the garbage collector.
    if (line.charCodeAt(0) !== 0x7b) return id;
    const nowMs = this.#timestamps.lastMs;
    if (flood !== undefined && flood.repeats(kind, frame.logger, message, line, id, nowMs)) return "";
    const slots = this.#slots;
    for (let i = 0; i < slots.length; i++) {
      const slot = slots[i] as Slot;
      if (kind.rank < slot.rank) continue;
      try {
        slot.sink.write(line, kind);
      } catch (error) {
        this.#sinkThrew(slot.sink, error);
      }
    }
    if (this.#encoder.durable) this.sync();
    return id;
  }

  /**
   * Brings everything logged so far to the disk (fsync) in the sinks that can promise that. False when one of them failed, or
   * when there is none; the reason is reported as a fault.
   */
  sync(): boolean {
    let kept: boolean | undefined;
    for (const { sink } of this.#slots) {
      if (sink.syncDurable === undefined) continue;
      try {
        sink.syncDurable();
        kept ??= true;
      } catch (error) {
        kept = false;
        this.#sinkThrew(sink, error);
      }
    }
    if (kept === undefined) {
      const message = "no sink can bring events to the disk: durable calls need one that can, such as fileSink";
      this.fault({ sink: "logger", code: "DAYBOOK_LOGGER_NOT_DURABLE", message });
    }
    return kept === true;
  }

  /** The fields that may stand in the text of an event: not those that are encrypted. */
  inClear(fields: Fields): Fields {
    const encryption = this.#encryption;
    if (encryption === undefined) return fields;
    const clear: Record<string, unknown> = {};
    for (const [name, value] of Object.entries(copyFields(fields))) if (!encryption.covers(name)) clear[name] = value;
    return clear;
  }

  bind(base: BoundContext, fields: Fields): BoundContext {
    return this.#encoder.bind(base, fields);
  }

  fault(fault: SinkFault): void {
    try {
      this.#onFault(fault);
    } catch {
      // The program's own handler failed: there is nobody left to tell.
    }
  }

  async flush(timeoutMs: number): Promise<void> {
    this.flood?.flush();
    await this.#each(async (sink) => sink.flush?.(timeoutMs));
  }

  async close(timeoutMs: number): Promise<void> {
    this.flood?.flush();
    await this.#each(async (sink) => (sink.close === undefined ? sink.flush?.(timeoutMs) : sink.close(timeoutMs)));
  }

  flushSync(last: boolean): void {
    this.flood?.flush();
    for (const { sink } of this.#slots) this.#guard(sink, () => sink.flushSync?.(last));
  }

  async #each(act: (sink: Sink) => Promise<void>): Promise<void> {
    await Promise.all(
      this.#slots.map(async ({ sink }) => {
        try {
          await act(sink);
        } catch (error) {
          this.#sinkThrew(sink, error);
        }
      }),
    );
  }

  #guard(sink: Sink, act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#sinkThrew(sink, error);
    }
  }

  #sinkThrew(sink: Sink, cause: unknown): void {
    this.fault({ sink: sink.name, code: "DAYBOOK_LOGGER_SINK", message: unreadable(cause), cause });
  }

  #dropped(report: DropReport): void {
    // The report of a loss may itself be lost: that must not go round in circles.
    if (this.#reporting) return;
    this.#reporting = true;
    try {
      this.logDropped(report);
    } finally {
      this.#reporting = false;
    }
  }
}

/** The minimum of one logger: the longest configured name that it begins with decides. */
export function minimumRank(name: string, level: Level, byName: Readonly<Record<string, Level>>): number {
  let found = level;
  let length = -1;
  for (const [prefix, own] of Object.entries(byName)) {
    const covers = name === prefix || name.startsWith(`${prefix}.`);
    if (covers && prefix.length > length) {
      found = own;
      length = prefix.length;
    }
  }
  return LEVEL_RANK[found];
}
