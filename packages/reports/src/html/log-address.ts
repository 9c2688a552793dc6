import { DayClock } from "@daybook/analytics";
import type { LogLink } from "@daybook/analytics";
import { MAX_QUERY_LENGTH } from "@daybook/protocol";

/** The part of a report that says when its first day begins and its last one ends. */
export interface CoveredDays {
  readonly first_day: string | null;
  readonly last_day: string | null;
  readonly convention: { readonly time_zone: string; readonly close: string };
}

/** Addresses of searches on the page of a Daybook server. */
export class LogAddresses {
  readonly #base: string | null;
  readonly #start: string | null;
  readonly #end: string | null;
  readonly clock: DayClock;

  /**
   * `base` is where the page is, `https://daybook.example` or a path of the same host; null: there are no addresses.
   * Throws RangeError for anything else: a report must not carry an address that runs code.
   */
  constructor(report: CoveredDays, base: string | null) {
    if (base !== null && !isBase(base)) {
      throw new RangeError(`linkBase is an http(s) address or a path that begins with one "/", not "${base}"`);
    }
    this.#base = base === null ? null : base.replace(/\/+$/, "");
    this.clock = new DayClock({ timeZone: report.convention.time_zone, close: report.convention.close });
    this.#start = report.first_day === null ? null : this.clock.startOf(report.first_day);
    this.#end = report.last_day === null ? null : this.clock.endOf(report.last_day);
  }

  /** Null without a base, and for a query that is longer than any is taken. A time without bounds is that of the report, and at least what `covers` needs. */
  of(link: LogLink, covers: readonly string[] = []): string | null {
    if (this.#base === null || link.query.length > MAX_QUERY_LENGTH) return null;
    const parameters = new URLSearchParams({ q: link.query });
    const [start, end] = [link.start ?? this.#earliest(covers), link.end ?? this.#latest(covers)];
    if (start !== null && end !== null) {
      parameters.set("from", start);
      parameters.set("to", end);
    }
    return `${this.#base}/?${parameters.toString()}`;
  }

  #earliest(covers: readonly string[]): string | null {
    const starts = covers.map((timestamp) => this.clock.startOf(this.clock.dayOf(timestamp)));
    return [...starts, ...(this.#start === null ? [] : [this.#start])].toSorted()[0] ?? null;
  }

  #latest(covers: readonly string[]): string | null {
    const ends = covers.map((timestamp) => this.clock.endOf(this.clock.dayOf(timestamp)));
    return [...ends, ...(this.#end === null ? [] : [this.#end])].toSorted().at(-1) ?? null;
  }
}

function isBase(base: string): boolean {
  return base === "" || /^\/(?!\/)/.test(base) || (/^https?:\/\/[^/]/i.test(base) && URL.canParse(base));
}
