import type { Logger, Sink } from "@daybook/logger";
import { createLogger } from "@daybook/logger";
import type { Random } from "./random.ts";

export const SERVICES = [
  "api-gateway",
  "trading-engine",
  "ai-processor",
  "telegram-bot",
  "portfolio-manager",
  "exchange-connector",
] as const;

export type Service = (typeof SERVICES)[number];
export type Services = Readonly<Record<Service, Logger>>;

export interface ServiceOptions {
  /** Where a service's events go. */
  readonly sinkOf: (service: Service) => Sink;
  /** Microseconds since 1970. */
  readonly clock: () => number;
  readonly random: Random;
  readonly sessionId: string;
  /** Events are flushed when the process ends. */
  readonly flushAtExit: boolean;
}

/** One logger for each program of the simulated system, each on a host of its own. */
export function createServices(options: ServiceOptions): Services {
  const loggers = SERVICES.map((service, at): [Service, Logger] => [
    service,
    createLogger({
      service,
      level: "DEBUG",
      sinks: [options.sinkOf(service)],
      environment: "demo",
      sessionId: options.sessionId,
      host: `demo-${at < 3 ? "a" : "b"}`,
      pid: 4100 + 7 * at,
      context: { demo: true },
      clock: options.clock,
      random: (bytes) => options.random.fill(bytes),
      flushAtExit: options.flushAtExit,
      env: {},
    }),
  ]);
  return Object.fromEntries(loggers) as Record<Service, Logger>;
}
