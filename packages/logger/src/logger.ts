import type { AsyncLocalStorage } from "node:async_hooks";
import type { Level } from "@daybook/protocol";
import { EVENT_TYPES, LEVEL_RANK, canonicalEventType, parseLevelName } from "@daybook/protocol";
import type { BoundContext } from "./bound-context.ts";
import { EMPTY_CONTEXT } from "./bound-context.ts";
import type { LineFrame } from "./encode-record.ts";
import { errorMessage, unreadable } from "./encode-value.ts";
import { EVENT_TEXTS } from "./event-texts.ts";
import type { EventKind } from "./event-kinds.ts";
import { compileText, nameAsText } from "./event-text.ts";
import { isError } from "./exception-fields.ts";
import type { Fields } from "./fields.ts";
import { EXIT_FLUSH_MS, MAX_REMEMBERED_NAMES } from "./limits.ts";
import type { Pipeline } from "./pipeline.ts";
import { minimumRank } from "./pipeline.ts";
import { quote } from "./quote.ts";
import type { ChildBindings, Logger } from "./logger-types.ts";
import { camelCase } from "./typed-calls.ts";

/** What all loggers of one `createLogger` call share. */
export interface LoggerRoot {
  readonly pipeline: Pipeline;
  readonly service: string;
  readonly level: Level;
  readonly levels: Readonly<Record<string, Level>>;
  readonly plainKinds: PlainKinds;
  /** By logger name: child loggers are made for each request. */
  readonly frames: Map<string, LineFrame>;
  /** Encoded `,"environment":…` */
  readonly origin: string;
  /** Encoded `,"host":…,"pid":…}` */
  readonly tail: string;
  readonly storage: AsyncLocalStorage<AsyncContext>;
  /** Stops the flush at the process's end. */
  readonly release: () => void;
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

interface CallDefinition {
  readonly level: Level;
  /** The type's name as text, for when the text comes out empty. */
  readonly name: string;
  readonly text: (fields: Fields) => string;
}

const CALLS = new Map<string, CallDefinition>();
const TEXTS: Readonly<Record<string, string | undefined>> = EVENT_TEXTS;
for (const [type, { level }] of Object.entries(EVENT_TYPES)) {
  const name = nameAsText(type);
  CALLS.set(type, { level, name, text: compileText(TEXTS[type] ?? name) });
}

const NO_FIELDS: Fields = {};

/** The methods of {@link Logger} that are not typed calls; those are put onto the prototype below. */
export class LoggerCore {
  readonly name: string;
  readonly #root: LoggerRoot;
  readonly #context: BoundContext;
  readonly #frame: LineFrame;
  readonly #minimum: number;
  readonly #plain: PlainKinds;

  constructor(root: LoggerRoot, name: string, context: BoundContext) {
    this.name = name;
    this.#root = root;
    this.#context = context;
    this.#frame = frameOf(root, name);
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
    return this.warning(message, fields);
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
    const eventType = canonicalEventType(printed(type));
    const call = CALLS.get(eventType);
    const kind = this.#root.pipeline.kinds.get(eventType, levelOr(level, call?.level ?? "INFO"));
    if (kind.rank < this.#minimum) return "";
    const given = asFields(fields);
    return this.#emit(kind, message ?? textOf(call, given ?? NO_FIELDS, eventType), given);
  }

  logTrade(action: unknown, data?: unknown): string {
    const name = printed(action);
    const eventType = canonicalEventType(name);
    const call = CALLS.get(eventType);
    const kind = this.#root.pipeline.kinds.get(eventType, call?.level ?? "TRADE_EXECUTED", "trade");
    if (kind.rank < this.#minimum) return "";
    const given = asFields(data);
    return this.#emit(kind, textOf(call, given ?? NO_FIELDS, name), given);
  }

  isEnabled(level: Level): boolean {
    return LEVEL_RANK[levelOr(level, "CRITICAL")] >= this.#minimum;
  }

  child(bindings: ChildBindings): Logger {
    const { logger, ...fields } = bindings;
    const context = Object.keys(fields).length === 0 ? this.#context : this.#root.pipeline.bind(this.#context, fields);
    return createCore(this.#root, logger ?? this.name, context);
  }

  withContext<T>(fields: Fields, run: () => T): T {
    const { storage } = this.#root;
    this.#root.contextUsed = true;
    const outer = storage.getStore();
    const inner: Fields = outer === undefined ? { ...fields } : { ...outer.fields, ...fields };
    return storage.run({ fields: inner, joined: new WeakMap() }, run);
  }

  async flush(timeoutMs = EXIT_FLUSH_MS): Promise<void> {
    await this.#root.pipeline.flush(timeoutMs);
  }

  async close(timeoutMs = EXIT_FLUSH_MS): Promise<void> {
    this.#root.release();
    await this.#root.pipeline.close(timeoutMs);
  }

  /** One typed call; the methods that are made below come here. */
  typedCall(eventType: string, call: CallDefinition, fields: unknown): string {
    const given = asFields(fields) ?? NO_FIELDS;
    const level = levelOr(read(given, "level"), call.level);
    if (LEVEL_RANK[level] < this.#minimum) return "";
    const kind = this.#root.pipeline.kinds.get(eventType, level);
    const own = read(given, "message");
    const message = typeof own === "string" ? own : textOf(call, given, call.name);
    return this.#root.pipeline.emit(this.#frame, kind, message, this.#around(), given, true);
  }

  #emit(kind: EventKind, message: unknown, fields: unknown): string {
    let given = asFields(fields);
    let text: string;
    if (typeof message === "string") text = message;
    else if (isError(message)) {
      text = errorText(message);
      given ??= { error: message };
    } else text = printed(message);
    return this.#root.pipeline.emit(this.#frame, kind, text, this.#around(), given, false);
  }

  #around(): BoundContext {
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

for (const [eventType, call] of CALLS) {
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
  return new LoggerCore(root, name, context) as unknown as Logger;
}

function frameOf(root: LoggerRoot, name: string): LineFrame {
  let frame = root.frames.get(name);
  if (frame === undefined) {
    frame = createFrame(root, name);
    if (root.frames.size < MAX_REMEMBERED_NAMES) root.frames.set(name, frame);
  }
  return frame;
}

function createFrame(root: LoggerRoot, name: string): LineFrame {
  const heads: string[] = [];
  const origin = `,"service":${quote(root.service)}${name === "" ? "" : `,"logger":${quote(name)}`}`;
  const make = (kind: EventKind): string =>
    `","level":"${kind.level}"${origin}${root.origin},"event_type":${quote(kind.eventType)},"message":`;
  return {
    head: (kind) => (kind.index < 0 ? make(kind) : (heads[kind.index] ??= make(kind))),
    tail: root.tail,
  };
}

function asFields(fields: unknown): Fields | undefined {
  if (fields === undefined || fields === null) return undefined;
  if (typeof fields !== "object") return { value: fields };
  try {
    if (Object.getPrototypeOf(fields) === Object.prototype) return fields as Fields;
    if (isError(fields)) return { error: fields };
    return Array.isArray(fields) ? { value: fields } : (fields as Fields);
  } catch {
    return { value: fields };
  }
}

function read(fields: Fields, name: string): unknown {
  try {
    return fields[name];
  } catch {
    return undefined;
  }
}

function textOf(call: CallDefinition | undefined, fields: Fields, otherwise: string): string {
  if (call === undefined) return otherwise;
  try {
    return call.text(fields) || otherwise;
  } catch {
    return otherwise;
  }
}

function levelOr(level: unknown, otherwise: Level): Level {
  return (typeof level === "string" ? parseLevelName(level) : undefined) ?? otherwise;
}

function errorText(error: Error): string {
  try {
    return errorMessage(error);
  } catch (thrown) {
    return unreadable(thrown);
  }
}

function printed(value: unknown): string {
  try {
    return typeof value === "object" && value !== null ? JSON.stringify(value) : String(value);
  } catch (error) {
    return unreadable(error);
  }
}
