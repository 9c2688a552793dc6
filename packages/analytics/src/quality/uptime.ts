import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import type { LeftOut } from "./bounded-groups.ts";
import { BoundedGroups } from "./bounded-groups.ts";
import { Distribution } from "./distribution.ts";
import { cut, firstNumber, firstText, statusOf } from "./fields.ts";
import type { LoggedEvent } from "./fields.ts";
import { microsOf } from "./instant.ts";
import { MAX_EXAMPLES, MISSED_INTERVALS } from "./limits.ts";

export interface HealthFigures {
  readonly component: string;
  readonly checks: number;
  readonly healthy: number;
  readonly healthy_share: Figure;
  readonly last_status: string;
  readonly last: string;
}

export interface HeartbeatGap {
  readonly source: string;
  readonly from: string;
  readonly to: string;
  readonly missing_s: number;
}

export interface HeartbeatFigures {
  readonly source: string;
  readonly heartbeats: number;
  /** As logged (`interval_s`), else the median so far. */
  readonly interval_s: Figure;
  readonly gaps: number;
  /** Time in gaps beyond the usual interval. */
  readonly missing_s: number;
  /** 1 − missing / time from the first beat to the last. */
  readonly uptime: Figure;
}

export interface RestartFigures {
  readonly source: string;
  readonly starts: number;
  readonly stops: number;
  /** Starts of what had started before and never said that it stops. */
  readonly restarts_without_stop: number;
}

export interface UptimeFigures {
  readonly healthy_share: Figure;
  readonly by_component: readonly HealthFigures[];
  readonly by_heartbeat: readonly HeartbeatFigures[];
  /** The newest. */
  readonly gaps: readonly HeartbeatGap[];
  readonly by_process: readonly RestartFigures[];
  readonly left_out: LeftOut;
}

const HEALTHY = /^(healthy|ok|okay|up|pass|passed|passing|green|alive|success|running|online|good|200)$/i;
/** So many intervals are needed to know the usual one. */
const LEARNING = 3;

/** Whether services were there: by their health checks, their heartbeats, and their starts and stops. */
export class Uptime {
  readonly #checks = new BoundedGroups(() => ({ healthy: 0, status: "", last: "" }));
  readonly #beats = new BoundedGroups((source) => new Heartbeats(source));
  readonly #runs = new BoundedGroups(() => ({ starts: 0, stops: 0, unstopped: 0, isRunning: false }));
  readonly #gaps: HeartbeatGap[] = [];
  #checked = 0;
  #healthy = 0;

  add(event: LoggedEvent): void {
    switch (event.event_type) {
      case "health_check":
        return this.#check(event);
      case "heartbeat": {
        const gap = this.#beats.count(sourceOf(event)).beat(event);
        if (gap !== undefined) this.#gaps.push(gap);
        if (this.#gaps.length > MAX_EXAMPLES) this.#gaps.shift();
        return;
      }
      case "system_start":
      case "system_stop":
        return this.#run(event);
      default:
    }
  }

  get figures(): UptimeFigures {
    const [checks, beats, runs] = [this.#checks, this.#beats, this.#runs];
    const left = [checks.leftOut, beats.leftOut, runs.leftOut];
    return {
      healthy_share: figure(this.#healthy / this.#checked, "no health check"),
      by_component: checks.groups.map(({ key, count, value }) => ({
        component: key,
        checks: count,
        healthy: value.healthy,
        healthy_share: figure(value.healthy / count, "no health check"),
        last_status: value.status,
        last: value.last,
      })),
      by_heartbeat: beats.groups.map(({ count, value }) => value.figures(count)),
      gaps: [...this.#gaps],
      by_process: runs.groups.map(({ key, value: { starts, stops, unstopped } }) => ({
        source: key,
        starts,
        stops,
        restarts_without_stop: unstopped,
      })),
      left_out: {
        groups: left.reduce((sum, { groups }) => sum + groups, 0),
        count: left.reduce((sum, { count }) => sum + count, 0),
      },
    };
  }

  #check(event: LoggedEvent): void {
    const status = cut(statusOf(event) ?? String(firstNumber(event, "status", "status_code") ?? "not said"));
    const component = firstText(event, "component") ?? event.service ?? "";
    const sums = this.#checks.count(component);
    const isHealthy = HEALTHY.test(status);
    this.#checked++;
    if (isHealthy) {
      this.#healthy++;
      sums.healthy++;
    }
    sums.status = status;
    sums.last = event.timestamp;
  }

  #run(event: LoggedEvent): void {
    const run = this.#runs.count(sourceOf(event));
    if (event.event_type === "system_stop") {
      run.stops++;
      run.isRunning = false;
      return;
    }
    run.starts++;
    if (run.isRunning) run.unstopped++;
    run.isRunning = true;
  }
}

/** Service, component and machine: one of each beats by itself. */
function sourceOf(event: LoggedEvent): string {
  const { service = "", host = "" } = event;
  const component = firstText(event, "component") ?? "";
  const parts = [service, component === service ? "" : component, host].filter((part) => part !== "");
  return parts.map((part) => cut(part, 60)).join(" · ");
}

class Heartbeats {
  readonly #source: string;
  readonly #intervals = new Distribution();
  #first = Number.NaN;
  #last = "";
  #gaps = 0;
  #missing = 0;
  #interval: number | undefined;

  constructor(source: string) {
    this.#source = source;
  }

  beat(event: LoggedEvent): HeartbeatGap | undefined {
    const at = microsOf(event.timestamp);
    const before = microsOf(this.#last);
    const from = this.#last;
    this.#last = event.timestamp;
    const interval = firstNumber(event, "interval_s", "interval_seconds") ?? 0;
    if (interval > 0) this.#interval = interval;
    if (from === "") {
      this.#first = at;
      return undefined;
    }
    const seconds = (at - before) / 1_000_000;
    const usual = this.#usual;
    this.#intervals.add(seconds);
    if (!(usual > 0) || seconds <= MISSED_INTERVALS * usual) return undefined;
    const missing = seconds - usual;
    this.#gaps++;
    this.#missing += missing;
    return { source: this.#source, from, to: event.timestamp, missing_s: missing };
  }

  figures(heartbeats: number): HeartbeatFigures {
    const span = (microsOf(this.#last) - this.#first) / 1_000_000;
    return {
      source: this.#source,
      heartbeats,
      interval_s: figure(this.#usual, "fewer than four heartbeats"),
      gaps: this.#gaps,
      missing_s: this.#missing,
      uptime: figure(
        1 - this.#missing / span,
        heartbeats < 2 ? "fewer than two heartbeats" : "all heartbeats are of one instant",
      ),
    };
  }

  get #usual(): number {
    if (this.#interval !== undefined) return this.#interval;
    return this.#intervals.count < LEARNING ? Number.NaN : this.#intervals.quantile(0.5);
  }
}
