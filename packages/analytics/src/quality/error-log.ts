import type { Figure } from "../metrics/return-metrics.ts";
import { figure } from "../metrics/return-metrics.ts";
import type { LeftOut } from "./bounded-groups.ts";
import { BoundedGroups } from "./bounded-groups.ts";
import { fingerprintOf } from "./error-fingerprint.ts";
import type { Fingerprint } from "./error-fingerprint.ts";
import { cut, errorText } from "./fields.ts";
import type { LoggedEvent } from "./fields.ts";
import { HourCounts } from "./hour-counts.ts";
import type { HourCount } from "./hour-counts.ts";
import { hourOf, microsOf } from "./instant.ts";
import { MAX_FINGERPRINTS } from "./limits.ts";

export interface ErrorSource {
  readonly service: string;
  readonly logger: string;
  readonly errors: number;
  readonly errors_per_hour: Figure;
  readonly by_hour: readonly HourCount[];
}

export interface ErrorKind extends Fingerprint {
  readonly errors: number;
  readonly errors_per_hour: Figure;
  readonly first: string;
  readonly last: string;
  /** The first of them, as it was written. */
  readonly example_id: string;
  readonly example_message: string;
  readonly by_hour: readonly HourCount[];
}

export interface ErrorFigures {
  readonly errors: number;
  /** Over the hours from the first event of any kind to the last. */
  readonly errors_per_hour: Figure;
  readonly error_share: Figure;
  readonly by_hour: readonly HourCount[];
  readonly by_source: readonly ErrorSource[];
  readonly by_fingerprint: readonly ErrorKind[];
  readonly sources_left_out: LeftOut;
  readonly fingerprints_left_out: LeftOut;
}

const ERROR_LEVELS: ReadonlySet<string> = new Set(["ERROR", "CRITICAL"]);
const HOUR_US = 3_600_000_000;

interface Sums {
  readonly hours: HourCounts;
  first: string;
  last: string;
  exampleId: string;
  exampleMessage: string;
}

/** Events of level ERROR and above, by where they come from and by what they say. */
export class ErrorLog {
  readonly #sources = new BoundedGroups<Sums>(newSums);
  readonly #kinds = new BoundedGroups<Sums & { fingerprint?: Fingerprint }>(newSums, MAX_FINGERPRINTS);
  readonly #hours = new HourCounts();
  #events = 0;
  #errors = 0;
  #first = "";
  #last = "";

  add(event: LoggedEvent): void {
    this.#events++;
    if (this.#first === "") this.#first = event.timestamp;
    this.#last = event.timestamp;
    if (!isError(event)) return;
    this.#errors++;
    const hour = hourOf(event.timestamp);
    this.#hours.add(hour);
    const [service, logger] = [event.service, event.logger].map(nameOf) as [string, string];
    note(this.#sources.count(`${cut(service, 90)}${BETWEEN}${cut(logger, 90)}`), event, hour);
    const fingerprint = fingerprintOf(event);
    const key = `${cut(fingerprint.exception_type, 60)}${BETWEEN}${cut(fingerprint.pattern, 130)}`;
    const kind = this.#kinds.count(key);
    kind.fingerprint ??= fingerprint;
    note(kind, event, hour);
  }

  get figures(): ErrorFigures {
    const hours = (microsOf(this.#last) - microsOf(this.#first)) / HOUR_US;
    const rate = (count: number): Figure => figure(count / hours, "all events are of one instant");
    return {
      errors: this.#errors,
      errors_per_hour: rate(this.#errors),
      error_share: figure(this.#errors / this.#events, "no events"),
      by_hour: this.#hours.hours,
      by_source: this.#sources.groups.map(({ key, count, value }) => {
        const [service = "", logger = ""] = key.split(BETWEEN);
        return { service, logger, errors: count, errors_per_hour: rate(count), by_hour: value.hours.hours };
      }),
      by_fingerprint: this.#kinds.groups.map(({ count, value }) => ({
        exception_type: value.fingerprint?.exception_type ?? "",
        pattern: value.fingerprint?.pattern ?? "",
        errors: count,
        errors_per_hour: rate(count),
        first: value.first,
        last: value.last,
        example_id: value.exampleId,
        example_message: value.exampleMessage,
        by_hour: value.hours.hours,
      })),
      sources_left_out: this.#sources.leftOut,
      fingerprints_left_out: this.#kinds.leftOut,
    };
  }
}

/** Between two names in one key. */
const BETWEEN = "\u0000";

/** A name from outside, without what stands between two names in a key. */
function nameOf(text = ""): string {
  return text.replaceAll(BETWEEN, "");
}

function isError({ level }: LoggedEvent): boolean {
  return level !== undefined && ERROR_LEVELS.has(level);
}

function newSums(): Sums {
  return { hours: new HourCounts(), first: "", last: "", exampleId: "", exampleMessage: "" };
}

function note(sums: Sums, event: LoggedEvent, hour: string): void {
  if (sums.first === "") {
    sums.first = event.timestamp;
    sums.exampleId = event.id ?? "";
    sums.exampleMessage = cut(errorText(event) ?? "");
  }
  sums.last = event.timestamp;
  sums.hours.add(hour);
}
