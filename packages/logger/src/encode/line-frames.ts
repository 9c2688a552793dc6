import type { EventKind } from "../core/event-kinds.ts";
import type { LineFrame } from "./encode-record.ts";
import { MAX_REMEMBERED_NAMES } from "../limits.ts";
import { quote } from "./quote.ts";

export interface Origin {
  readonly service: string;
  readonly environment: string;
  readonly host: string;
  readonly pid: number;
}

/** The texts around each logger's events. Remembered by logger name: child loggers are made for each request. */
export class LineFrames {
  readonly #service: string;
  readonly #environment: string;
  readonly #tail: string;
  readonly #byName = new Map<string, LineFrame>();

  constructor({ service, environment, host, pid }: Origin) {
    this.#service = `,"service":${quote(service)}`;
    this.#environment = `,"environment":${quote(environment)}`;
    this.#tail = `,"host":${quote(host)},"pid":${pid}}`;
  }

  get(logger: string): LineFrame {
    let frame = this.#byName.get(logger);
    if (frame === undefined) {
      frame = this.#make(logger);
      if (this.#byName.size < MAX_REMEMBERED_NAMES) this.#byName.set(logger, frame);
    }
    return frame;
  }

  #make(logger: string): LineFrame {
    const heads: string[] = [];
    const origin = `${this.#service}${logger === "" ? "" : `,"logger":${quote(logger)}`}${this.#environment}`;
    const make = (kind: EventKind): string =>
      `","level":"${kind.level}"${origin},"event_type":${quote(kind.eventType)},"message":`;
    return {
      logger,
      head: (kind) => (kind.index < 0 ? make(kind) : (heads[kind.index] ??= make(kind))),
      tail: this.#tail,
    };
  }
}
