import { Writable } from "node:stream";
import type { Level } from "@daybook/protocol";
import type { Logger } from "../core/logger-types.ts";
import { ForeignEvents } from "./foreign-events.ts";
import type { TransportOptions } from "./transport-logger.ts";
import { createTransportLogger } from "./transport-logger.ts";
import type { WinstonInfo } from "./winston-info.ts";
import { readWinstonInfo } from "./winston-info.ts";

/** A format of winston's, as logform makes it. */
interface WinstonFormat {
  transform(info: FormedInfo, options?: unknown): FormedInfo | boolean;
  readonly options?: object;
}

interface FormedInfo {
  level: string;
  message: unknown;
  [key: string | symbol]: unknown;
}

interface OwnOptions {
  /** winston's name of the least important level that is taken. Default: the logger's. */
  readonly level?: string;
  /** winston's names of own levels → ours, for those that are not known by name. */
  readonly levels?: Readonly<Record<string, Level>>;
  readonly format?: WinstonFormat;
  readonly silent?: boolean;
  readonly handleExceptions?: boolean;
  readonly handleRejections?: boolean;
}

/** Either a logger of ours, which the program itself closes, or where events go. */
export type WinstonTransportOptions = OwnOptions & ({ readonly logger: Logger } | TransportOptions);

/** What a transport asks of the winston logger that it belongs to. */
interface WinstonLogger {
  readonly level?: string;
  readonly levels?: Readonly<Record<string, number>>;
}

const LEVEL = Symbol.for("level");

/**
 * A transport of winston's that makes Daybook's events of its infos:
 * `winston.createLogger({ transports: [new DaybookTransport({ service: "my-bot", url })] })`. `logger.end()` flushes it: wait for
 * the transport's `finish`.
 */
export class DaybookTransport extends Writable {
  level?: string;
  silent: boolean;
  handleExceptions: boolean;
  handleRejections: boolean;
  format?: WinstonFormat;
  /** Of the winston logger. */
  levels: Readonly<Record<string, number>> = {};
  parent: WinstonLogger | undefined;
  readonly #logger: Logger;
  readonly #events: ForeignEvents;
  readonly #ownLevels: Readonly<Record<string, Level>> | undefined;
  readonly #owned: boolean;

  constructor(options: WinstonTransportOptions) {
    super({ objectMode: true });
    const { level, levels, format, silent = false, handleExceptions = false, handleRejections = false } = options;
    if (level !== undefined) this.level = level;
    this.silent = silent;
    this.handleExceptions = handleExceptions;
    this.handleRejections = handleRejections;
    if (format !== undefined) this.format = format;
    this.#ownLevels = levels;
    this.#owned = !("logger" in options);
    this.#logger = "logger" in options ? options.logger : createTransportLogger(options);
    this.#events = new ForeignEvents(this.#logger);
    this.once("pipe", (logger: WinstonLogger) => {
      this.levels = logger.levels ?? {};
      this.parent = logger;
    });
    // It was taken off its logger.
    this.once("unpipe", () => this.close());
  }

  /** winston calls it for each info; `next` is called before it returns, since our sinks never wait. */
  log(info: WinstonInfo, next: () => void): void {
    this.#events.log(readWinstonInfo(info, this.#ownLevels));
    next();
  }

  override _write(info: WinstonInfo, _encoding: BufferEncoding, done: (error?: Error | null) => void): void {
    if (!this.#accepts(info)) return done();
    const { format } = this;
    if (format === undefined) return this.log(info, done);
    let formed: WinstonInfo | boolean;
    try {
      formed = format.transform({ ...info } as FormedInfo, format.options);
    } catch {
      // The program's format failed: the event is kept as it came.
      formed = info;
    }
    // A format drops an info by giving nothing.
    if (typeof formed === "boolean" || !formed) return done();
    this.log(formed, done);
  }

  override _final(done: (error?: Error | null) => void): void {
    const end = this.#owned ? this.#logger.close() : this.#logger.flush();
    void end.then(() => done());
  }

  /** Flushes and ends. */
  close(): void {
    if (!this.writableEnded) this.end();
  }

  #accepts(info: WinstonInfo): boolean {
    if (this.silent) return false;
    if (info["exception"] === true) return this.handleExceptions;
    if (info["rejection"] === true) return this.handleRejections;
    const minimum = this.level ?? this.parent?.level;
    const name = info[LEVEL];
    if (minimum === undefined || typeof name !== "string") return true;
    const rank = this.levels[name];
    const least = this.levels[minimum];
    // In winston the smaller number is the more important level.
    return rank === undefined || least === undefined || rank <= least;
  }
}
