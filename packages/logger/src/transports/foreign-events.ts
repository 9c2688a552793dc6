import type { Level } from "@daybook/protocol";
import type { Logger } from "../core/logger-types.ts";
import { MAX_REMEMBERED_NAMES } from "../limits.ts";

/** Another logger's event in our terms. */
export interface ForeignEvent {
  readonly level: Level;
  /** Name of the module that logged; undefined for the program itself. */
  readonly logger: string | undefined;
  /** One of ours, or the program's own; undefined for a plain message. */
  readonly eventType: string | undefined;
  readonly message: string | undefined;
  readonly fields: Record<string, unknown>;
}

/** Logs other loggers' events under their own modules' names. */
export class ForeignEvents {
  readonly #logger: Logger;
  readonly #children = new Map<string, Logger>();

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  /** Never throws. */
  log({ level, logger, eventType, message, fields }: ForeignEvent): void {
    const log = logger === undefined ? this.#logger : this.#child(logger);
    if (eventType === undefined) log.log(level, message ?? "", fields);
    else log.event(eventType, message, fields, level);
  }

  #child(name: string): Logger {
    const known = this.#children.get(name);
    if (known !== undefined) return known;
    const child = this.#logger.child({ logger: name });
    if (this.#children.size < MAX_REMEMBERED_NAMES) this.#children.set(name, child);
    return child;
  }
}
