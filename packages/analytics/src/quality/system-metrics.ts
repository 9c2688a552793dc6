import type { Counted, LeftOut } from "./bounded-groups.ts";
import { BoundedGroups, countedOf } from "./bounded-groups.ts";
import { EndpointMetrics } from "./endpoint-metrics.ts";
import type { ApiFigures } from "./endpoint-metrics.ts";
import { ErrorLog } from "./error-log.ts";
import type { ErrorFigures } from "./error-log.ts";
import { cut } from "./fields.ts";
import type { LoggedEvent } from "./fields.ts";
import { RepeatIds } from "./repeat-ids.ts";
import { ResourceSeries } from "./resource-series.ts";
import type { ResourceFigures } from "./resource-series.ts";
import { Uptime } from "./uptime.ts";
import type { UptimeFigures } from "./uptime.ts";

export interface ServiceVolume {
  readonly service: string;
  readonly events: number;
  readonly by_level: readonly Counted[];
}

export interface SystemMetricsResult {
  readonly events: number;
  readonly volume: readonly ServiceVolume[];
  readonly errors: ErrorFigures;
  readonly api: ApiFigures;
  readonly uptime: UptimeFigures;
  readonly resources: readonly ResourceFigures[];
  readonly left_out: {
    readonly repeated_events: number;
    readonly services: LeftOut;
    readonly resources: LeftOut;
  };
}

/** How the programs and their surroundings were. Reads events of every type, in order of time. */
export class SystemMetrics {
  readonly #repeats = new RepeatIds();
  readonly #services = new BoundedGroups(() => new BoundedGroups(() => undefined, MAX_LEVELS));
  readonly #errors = new ErrorLog();
  readonly #api = new EndpointMetrics();
  readonly #uptime = new Uptime();
  readonly #resources = new ResourceSeries();
  #events = 0;

  add(event: LoggedEvent): void {
    if (this.#repeats.isRepeat(event)) return;
    this.#events++;
    this.#services.count(event.service ?? "").count(cut(event.level ?? "", 40));
    this.#errors.add(event);
    this.#api.add(event);
    this.#uptime.add(event);
    this.#resources.add(event);
  }

  get result(): SystemMetricsResult {
    return {
      events: this.#events,
      volume: this.#services.groups.map(({ key, count, value }) => ({
        service: key,
        events: count,
        by_level: countedOf(value),
      })),
      errors: this.#errors.figures,
      api: this.#api.figures,
      uptime: this.#uptime.figures,
      resources: this.#resources.figures,
      left_out: {
        repeated_events: this.#repeats.repeats,
        services: this.#services.leftOut,
        resources: this.#resources.leftOut,
      },
    };
  }
}

/** There are nine; own ones are rare. */
const MAX_LEVELS = 32;
