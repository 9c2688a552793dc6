import type { AsyncLocalStorage } from "node:async_hooks";
import type { Level } from "@daybook/protocol";
import { LEVEL_RANK, canonicalEventType } from "@daybook/protocol";
import type { BoundContext } from "./bound-context.ts";
import { EMPTY_CONTEXT } from "./bound-context.ts";
import { callSite, withCallSite } from "./call-site.ts";
import { asFields, copyFields, levelOr, messageText, read } from "./call-arguments.ts";
import type { LineFrame } from "../encode/encode-record.ts";
import type { EventDefinition } from "./event-definitions.ts";
import { EVENT_DEFINITIONS, textOf } from "./event-definitions.ts";
import type { EventKind } from "./event-kinds.ts";
import { isError } from "../encode/exception-fields.ts";
import type { Fields } from "./fields.ts";
import { EXIT_FLUSH_MS } from "../limits.ts";
import type { LineFrames } from "../encode/line-frames.ts";
import type { ChildBindings, Logger } from "./logger-types.ts";
import type { Pipeline } from "./pipeline.ts";
import { minimumRank } from "./pipeline.ts";
import type { TraceIds } from "./trace-context.ts";
import type { TimedEvent } from "./timing.ts";
import { timed } from "./timing.ts";
import { camelCase } from "./typed-calls.ts";

/** What all loggers of one `createLogger` call share. */
export interface LoggerRoot {
  readonly pipeline: Pipeline;
  readonly level: Level;
  readonly levels: Readonly<Record<string, Level>>;
  readonly plainKinds: PlainKinds;
  readonly frames: LineFrames;
  readonly storage: AsyncLocalStorage<AsyncContext>;
  /** Stops the flush at the process's end. */
  readonly release: () => void;
  /** Gives the ids of the active trace. */
  readonly traceContext: (() => TraceIds | undefined) | undefined;
  /** Whether events say in which file and line they were logged. */
  readonly callSites: boolean;
  /** Set by the first withContext call: looking into the storage costs time that most programs need not pay. */
  contextUsed: boolean;
}

/** The kinds of events that name no type. */
export type PlainKinds = Readonly<Record<Level, EventKind>>;

/** Fields of a `withContext` call, and the result of joining them with a logger's own, remembered. */
interface AsyncContext {
  readonly fields: Fields;
  joined: WeakMap<BoundContext, BoundContext>;
}

const NO_FIELDS: Fields = {};
/** From `#around` over `#emit` and the public method to the program. */
const CALL_DEPTH = 3;

/** The methods of {@link Logger} that are not typed calls; those are put onto the prototype below. */
export class LoggerCore {
  readonly name: string;
  readonly #root: LoggerRoot;
  readonly #context: BoundContext;
  readonly #frame: LineFrame;
  readonly #minimum: number;
  readonly #plain: PlainKinds;
  /** The last trace and context, joined: events of one span follow each other. */
  #traced: { trace: TraceIds; context: BoundContext; joined: BoundContext } | undefined;

  constructor(root: LoggerRoot, name: string, context: BoundContext) {
    this.name = name;
    this.#root = root;
    this.#context = context;
    this.#frame = root.frames.get(name);
    // A level that no sink takes is as good as off.
    this.#minimum = Math.max(minimumRank(name, root.level, root.levels), root.pipeline.lowestRank);
    this.#plain = root.plainKinds;
  }

  debug(message: unknown, fields?: unknown): string {
    return LEVEL_RANK.DEBUG < this.#minimum ? "" : this.#emit(this.#plain.DEBUG, message, fields);
  }

  info(message: unknown, fields?: unknown): string {
    return LEVEL_RANK.INFO < this.#minimum ? "" : this.#emit(this.#plain.INFO, message, fields);
  }

  warning(message: unknown, fields?: unknown): string {
    return LEVEL_RANK.WARNING < this.#minimum ? "" : this.#emit(this.#plain.WARNING, message, fields);
  }

  warn(message: unknown, fields?: unknown): string {
    return LEVEL_RANK.WARNING < this.#minimum ? "" : this.#emit(this.#plain.WARNING, message, fields);
  }

  error(message: unknown, fields?: unknown): string {
    return LEVEL_RANK.ERROR < this.#minimum ? "" : this.#emit(this.#plain.ERROR, message, fields);
  }

  critical(message: unknown, fields?: unknown): string {
    return LEVEL_RANK.CRITICAL < this.#minimum ? "" : this.#emit(this.#plain.CRITICAL, message, fields);
  }

  log(level: Level, message: unknown, fields?: unknown): string {
    const kind = this.#plain[level] ?? this.#plain[levelOr(level, "INFO")];
    return kind.rank < this.#minimum ? "" : this.#emit(kind, message, fields);
  }

  event(type: unknown, message?: string, fields?: unknown, level?: Level): string {
    const eventType = canonicalEventType(messageText(type));
    const call = EVENT_DEFINITIONS.get(eventType);
    const kind = this.#root.pipeline.kinds.get(eventType, levelOr(level, call?.level ?? "INFO"));
    if (kind.rank < this.#minimum) return "";
    const given = asFields(fields);
    return this.#emit(kind, message ?? this.#textOf(call, given, eventType), given);
  }

  logTrade(action: unknown, data?: unknown): string {
    const name = messageText(action);
    const eventType = canonicalEventType(name);
    const call = EVENT_DEFINITIONS.get(eventType);
    const kind = this.#root.pipeline.kinds.get(eventType, call?.level ?? "TRADE_EXECUTED", "trade");
    if (kind.rank < this.#minimum) return "";
    const given = asFields(data);
    return this.#emit(kind, this.#textOf(call, given, name), given);
  }

  isEnabled(level: Level): boolean {
    return LEVEL_RANK[levelOr(level, "CRITICAL")] >= this.#minimum;
  }

  child(bindings: ChildBindings): Logger {
    const { logger, ...fields } = copyFields(bindings);
    const context = Object.keys(fields).length === 0 ? this.#context : this.#root.pipeline.bind(this.#context, fields);
    return createCore(this.#root, typeof logger === "string" ? logger : this.name, context);
  }

  withContext<T>(fields: Fields, run: () => T): T {
    const { storage } = this.#root;
    this.#root.contextUsed = true;
    const outer = storage.getStore();
    const inner: Fields = { ...outer?.fields, ...copyFields(fields) };
    return storage.run({ fields: inner, joined: new WeakMap() }, run);
  }

  time<T>(operation: unknown, run: () => T, fields?: unknown): T {
    const ended = (eventType: TimedEvent, given: Fields): void =>
      void this.typedCall(eventType, EVENT_DEFINITIONS.get(eventType) as EventDefinition, given);
    return timed(ended, messageText(operation), run, asFields(fields) ?? NO_FIELDS);
  }

  sync(): boolean {
    return this.#root.pipeline.sync();
  }

  async flush(timeoutMs = EXIT_FLUSH_MS): Promise<void> {
    await this.#root.pipeline.flush(timeoutMs);
  }

  async close(timeoutMs = EXIT_FLUSH_MS): Promise<void> {
    this.#root.release();
    await this.#root.pipeline.close(timeoutMs);
  }

  /** One typed call; the methods that are made below come here. */
  typedCall(eventType: string, call: EventDefinition, fields: unknown): string {
    const given = asFields(fields) ?? NO_FIELDS;
    const level = levelOr(read(given, "level"), call.level);
    if (LEVEL_RANK[level] < this.#minimum) return "";
    const kind = this.#root.pipeline.kinds.get(eventType, level);
    const own = read(given, "message");
    const message = typeof own === "string" ? own : this.#textOf(call, given, call.name);
    return this.#root.pipeline.emit(this.#frame, kind, message, this.#around(), given, true);
  }

  #emit(kind: EventKind, message: unknown, fields: unknown): string {
    let given = asFields(fields);
    const text = typeof message === "string" ? message : messageText(message);
    if (typeof message !== "string" && isError(message)) given ??= { error: message };
    return this.#root.pipeline.emit(this.#frame, kind, text, this.#around(), given, false);
  }

  #textOf(call: EventDefinition | undefined, fields: Fields | undefined, otherwise: string): string {
    return textOf(call, this.#root.pipeline.inClear(fields ?? NO_FIELDS), otherwise);
  }

  /** What surrounds the event. It must be called by what the program's own call calls: places are found by depth. */
  #around(): BoundContext {
    let context = this.#contextNow();
    const { traceContext, callSites } = this.#root;
    const trace = traceContext?.();
    if (trace !== undefined) context = this.#within(trace, context);
    return callSites ? withCallSite(context, callSite(CALL_DEPTH)) : context;
  }

  /** Ids that the program bound itself stay. */
  #within(trace: TraceIds, context: BoundContext): BoundContext {
    if (this.#traced?.trace !== trace || this.#traced.context !== context) {
      const own = context.names.has("trace_id") || context.names.has("span_id");
      const joined = own ? context : this.#root.pipeline.bind(context, { ...trace });
      this.#traced = { trace, context, joined };
    }
    return this.#traced.joined;
  }

  #contextNow(): BoundContext {
    if (!this.#root.contextUsed) return this.#context;
    const store = this.#root.storage.getStore();
    if (store === undefined) return this.#context;
    let joined = store.joined.get(this.#context);
    if (joined === undefined) {
      joined = this.#root.pipeline.bind(this.#context, store.fields);
      store.joined.set(this.#context, joined);
    }
    return joined;
  }
}

for (const [eventType, call] of EVENT_DEFINITIONS) {
  Object.defineProperty(LoggerCore.prototype, camelCase(eventType), {
    value(this: LoggerCore, fields?: unknown): string {
      return this.typedCall(eventType, call, fields);
    },
    writable: true,
    configurable: true,
  });
}

/** The logger that the first `createLogger` call and each `child` give. */
export function createCore(root: LoggerRoot, name: string, context: BoundContext = EMPTY_CONTEXT): Logger {
  // The prototype has the typed calls by now, which its class does not say.
  const core: object = new LoggerCore(root, name, context);
  return core as Logger;
}
