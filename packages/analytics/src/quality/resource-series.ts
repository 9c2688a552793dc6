import type { JsonValue } from "@daybook/protocol";
import { dataNumber, dataText } from "../events/trading-event.ts";
import type { LeftOut } from "./bounded-groups.ts";
import { BoundedGroups } from "./bounded-groups.ts";
import { BoundedSeries } from "./bounded-series.ts";
import type { SeriesFigures } from "./bounded-series.ts";
import { cut, isObject } from "./fields.ts";
import type { LoggedEvent } from "./fields.ts";
import { MAX_RESOURCES } from "./limits.ts";

export interface ResourceFigures extends SeriesFigures {
  readonly service: string;
  /** Its name in the event: `cpu_percent`, `memory_usage`, … */
  readonly metric: string;
}

/** Fewer points than a single series: there are as many as services times metrics. */
const POINTS = 300;
const BETWEEN = "\u0000";

/** What systems measure of themselves: each number of `system_metrics`, and each `performance_metric`. */
export class ResourceSeries {
  readonly #series = new BoundedGroups(() => new BoundedSeries(POINTS), MAX_RESOURCES);

  add(event: LoggedEvent): void {
    if (event.event_type === "performance_metric") {
      const metric = dataText(event, "metric");
      const value = dataNumber(event, "value");
      if (metric !== undefined && value !== undefined) this.#note(event, metric, value);
    } else if (event.event_type !== "system_metrics") return;
    else this.#all(event, event.data);
    const nested = event.data?.["metrics"];
    if (isObject(nested)) this.#all(event, nested);
  }

  get figures(): ResourceFigures[] {
    return this.#series.groups
      .map(({ key, value }) => {
        const [service = "", metric = ""] = key.split(BETWEEN);
        return { service, metric, ...value.figures("no values") };
      })
      .sort((a, b) => compare(a.service, b.service) || compare(a.metric, b.metric));
  }

  get leftOut(): LeftOut {
    return this.#series.leftOut;
  }

  #all(event: LoggedEvent, values: { readonly [key: string]: JsonValue } | undefined): void {
    for (const [metric, value] of Object.entries(values ?? {})) {
      if (typeof value === "number") this.#note(event, metric, value);
    }
  }

  #note(event: LoggedEvent, metric: string, value: number): void {
    const [service, name] = [event.service ?? "", metric].map((text) => cut(text.replaceAll(BETWEEN, ""), 90));
    const key = `${service}${BETWEEN}${name}`;
    this.#series.count(key).add(event.timestamp, value);
  }
}

function compare(a: string, b: string): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
