import type { Logger } from "@daybook/logger";
import { toFixed } from "./fixed.ts";
import { Market } from "./market.ts";
import { Portfolio } from "./portfolio.ts";
import type { Random } from "./random.ts";
import type { Schedule } from "./schedule.ts";
import type { Service, Services } from "./services.ts";

/** Everything that the parts of the simulation share. */
export interface World {
  readonly schedule: Schedule;
  readonly random: Random;
  readonly market: Market;
  readonly portfolio: Portfolio;
  readonly services: Services;
  /** The logger of a module inside a service; made once. */
  readonly log: (service: Service, module: string) => Logger;
  /** How talkative prices, calls and requests are: 1 gives about five events a second in all. */
  chatter: number;
}

export function createWorld(schedule: Schedule, random: Random, services: Services): World {
  const modules = new Map<string, Logger>();
  return {
    schedule,
    random,
    market: new Market(random.fork()),
    portfolio: new Portfolio(toFixed(100_000)),
    services,
    log: (service, module) => {
      let log = modules.get(module);
      if (log === undefined) {
        log = services[service].child({ logger: module });
        modules.set(module, log);
      }
      return log;
    },
    chatter: 1,
  };
}

/**
 * An error as a service would throw it. The stack is made up: it must neither depend on this machine nor
 * on where the simulation keeps its code.
 */
export function simulatedError(
  type: string,
  message: string,
  frames: readonly string[],
  details: Readonly<Record<string, unknown>> = {},
): Error {
  const error = new Error(message);
  error.name = type;
  error.stack = [`${type}: ${message}`, ...frames.map((frame) => `    at ${frame}`)].join("\n");
  return Object.assign(error, details);
}
