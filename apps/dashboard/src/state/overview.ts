import { RequestError, type DaybookClient } from "@daybook/client";
import type { CountedValue, FacetsReply, SearchFilter, StatsReply, WireRecord } from "@daybook/protocol";
import { ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";
import { composeQuery, withoutField, type FieldFilter } from "../domain/filters.ts";
import { countEvent, dropBefore, fromReply, type Histogram } from "../domain/histogram-buckets.ts";
import { FACET_LIMIT, HISTOGRAM_BUCKETS, HISTOGRAM_REDRAW_MS, OVERVIEW_REFRESH_MS } from "../domain/limits.ts";
import { boundsMs, boundsOf, statsRangeOf, type TimeRange } from "../domain/time-range.ts";

export const FACET_FIELDS = ["level", "service", "event_type", "symbol", "strategy", "status", "exchange"] as const;
export type Facet = FacetsReply["facets"][number];

export interface OverviewSource {
  typed: Ref<string>;
  filters: Ref<readonly FieldFilter[]>;
  range: Ref<TimeRange>;
  /** Whether time goes on: then everything here is asked for again from time to time. */
  isLive: Ref<boolean>;
}

export interface Overview {
  stats: ShallowRef<StatsReply | undefined>;
  /** Changed in place while live; `histogramVersion` tells when. */
  histogram: ShallowRef<Histogram | undefined>;
  histogramVersion: Ref<number>;
  facets: ShallowRef<ReadonlyMap<string, Facet>>;
  isLoading: Ref<boolean>;
  /** Counts live events into the histogram's bars until the next full answer. */
  count(events: readonly WireRecord[]): void;
  refresh(): void;
  close(): void;
}

/** The figures around the list: statistics cards, histogram and facets. A failing one keeps its last answer. */
export function useOverview(client: DaybookClient, source: OverviewSource): Overview {
  const stats = shallowRef<StatsReply>();
  const histogram = shallowRef<Histogram>();
  const histogramVersion = ref(0);
  const facets = shallowRef<ReadonlyMap<string, Facet>>(new Map());
  const isLoading = ref(false);
  let running: AbortController | undefined;
  let redrawTimer: ReturnType<typeof setTimeout> | undefined;
  /** Live events that an answer under way may not have counted. */
  let uncounted: WireRecord[] = [];

  const filterFor = (filters: readonly FieldFilter[]): SearchFilter => ({
    query: composeQuery(source.typed.value, filters).text,
    ...boundsOf(source.range.value),
  });

  async function askHistogram(signal: AbortSignal): Promise<void> {
    const reply = await client.histogram(
      { ...filterFor(source.filters.value), buckets: HISTOGRAM_BUCKETS },
      { signal },
    );
    const fresh = fromReply(reply);
    uncounted = uncounted.filter((event) => event.seq > reply.as_of_seq);
    countInto(fresh, uncounted);
    histogram.value = fresh;
    histogramVersion.value++;
  }

  /** A field that is filtered is counted without its own filter, so that its other values can be seen and chosen. */
  async function askFacets(signal: AbortSignal): Promise<void> {
    const filters = source.filters.value;
    const filtered = FACET_FIELDS.filter((field) => filters.some((filter) => filter.field === field));
    const free = FACET_FIELDS.filter((field) => !filtered.includes(field));
    const ask = (fields: readonly string[], of: readonly FieldFilter[]): Promise<FacetsReply> =>
      client.facets({ ...filterFor(of), fields, limit: FACET_LIMIT }, { signal });
    const replies = await Promise.all([
      ...(free.length > 0 ? [ask(free, filters)] : []),
      ...filtered.map((field) => ask([field], withoutField(filters, field))),
    ]);
    facets.value = new Map(replies.flatMap((reply) => reply.facets.map((facet) => [facet.field, facet] as const)));
  }

  async function askStats(signal: AbortSignal): Promise<void> {
    stats.value = await client.stats(statsRangeOf(source.range.value), { signal });
  }

  function refresh(): void {
    running?.abort();
    const mine = new AbortController();
    running = mine;
    isLoading.value = true;
    // What fails here fails for the list too, and is told there.
    const quietly = (work: Promise<void>): Promise<void> =>
      work.catch((cause: unknown) => {
        if (!mine.signal.aborted && !(cause instanceof RequestError)) throw cause;
      });
    const asked = [askHistogram(mine.signal), askFacets(mine.signal), askStats(mine.signal)].map(quietly);
    void Promise.all(asked).then(() => {
      if (running === mine) isLoading.value = false;
    });
  }

  function countInto(into: Histogram, events: readonly WireRecord[]): void {
    for (const event of events) countEvent(into, event.level, Date.parse(event.timestamp), HISTOGRAM_BUCKETS);
    if (source.range.value.kind === "last") dropBefore(into, boundsMs(source.range.value, Date.now()).startMs);
  }

  const timer = setInterval(() => {
    if (source.isLive.value && document.visibilityState === "visible") refresh();
  }, OVERVIEW_REFRESH_MS);

  watch([source.typed, source.filters, source.range], () => {
    uncounted = [];
    refresh();
  });

  return {
    stats,
    histogram,
    histogramVersion,
    facets,
    isLoading,
    count(events) {
      uncounted.push(...events);
      if (!histogram.value) return;
      countInto(histogram.value, events);
      redrawTimer ??= setTimeout(() => {
        redrawTimer = undefined;
        histogramVersion.value++;
      }, HISTOGRAM_REDRAW_MS);
    },
    refresh,
    close() {
      running?.abort();
      clearInterval(timer);
      clearTimeout(redrawTimer);
    },
  };
}

/** Values of a facet, with those that are filtered but no longer occur. */
export function facetValues(facet: Facet | undefined, filters: readonly FieldFilter[], field: string): CountedValue[] {
  const listed = facet?.values ?? [];
  const missing = filters.filter((one) => one.field === field && !listed.some((value) => value.value === one.value));
  return [...listed, ...missing.map((filter) => ({ value: filter.value, count: 0 }))];
}
