import { backoffMs, RequestError, type DaybookClient, type Stream, type StreamState } from "@daybook/client";
import type { SearchRequest, WireRecord } from "@daybook/protocol";
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { EventLog } from "../domain/event-log.ts";
import { FrameBatcher } from "../domain/frame-batcher.ts";
import { LIVE_REPAINT_MS, MAX_LIVE_EVENTS, MAX_LOADED_EVENTS, PAGE_SIZE } from "../domain/limits.ts";
import { RateMeter } from "../domain/rate-meter.ts";
import { boundsMs, boundsOf, type TimeRange } from "../domain/time-range.ts";

const RATE_WINDOW_MS = 3_000;
const RETRY = { baseMs: 1_000, maxMs: 20_000, random: Math.random };

export interface FeedSource {
  /** The whole query: typed text and filters. */
  query: Ref<string>;
  range: Ref<TimeRange>;
  /** The reader has stopped the list, or is reading further down. */
  isHeld: Ref<boolean>;
  /** Each live event once, in the rhythm of the repaints. */
  onLive: (events: readonly WireRecord[]) => void;
  onSignedOut: () => void;
}

export interface Feed {
  /** Plain memory; `version` tells when it has changed. */
  readonly log: EventLog;
  version: ShallowRef<number>;
  status: Ref<"loading" | "ready" | "failed">;
  error: ShallowRef<RequestError | undefined>;
  /** When the search is tried again by itself, by `Date.now()`. */
  retryAtMs: Ref<number | undefined>;
  tookMs: Ref<number>;
  /** 0 while nothing was ever recorded. */
  asOfSeq: Ref<number>;
  waiting: Ref<number>;
  /** Events that the server left out because this page was too slow. */
  dropped: Ref<number>;
  perSecond: Ref<number>;
  canLoadOlder: ComputedRef<boolean>;
  isLoadingOlder: Ref<boolean>;
  olderError: ShallowRef<RequestError | undefined>;
  stream: Ref<StreamState | "off">;
  streamRetryAtMs: Ref<number | undefined>;
  /** The reader has emptied the list; only what comes from now on is shown. */
  isCleared: Ref<boolean>;
  search(): Promise<void>;
  clear(): void;
  loadOlder(): Promise<void>;
  retryNow(): void;
  close(): void;
}

/** The list's events: one search, older pages on demand, and the live stream that goes on where the search ended. */
export function useFeed(client: DaybookClient, source: FeedSource): Feed {
  const log = new EventLog({ maxLive: MAX_LIVE_EVENTS, maxLoaded: MAX_LOADED_EVENTS });
  const version = shallowRef(0);
  const status = ref<"loading" | "ready" | "failed">("loading");
  const error = shallowRef<RequestError>();
  const retryAtMs = ref<number>();
  const tookMs = ref(0);
  const asOfSeq = ref(0);
  const waiting = ref(0);
  const dropped = ref(0);
  const isCleared = ref(false);
  const perSecond = ref(0);
  const cursor = ref<string | null>(null);
  const hasLostOlder = ref(false);
  const isLoadingOlder = ref(false);
  const olderError = shallowRef<RequestError>();
  const streamState = ref<StreamState | "off">("off");
  const streamRetryAtMs = ref<number>();
  const meter = new RateMeter(RATE_WINDOW_MS);
  let stream: Stream | undefined;
  let isListening = false;
  let running: AbortController | undefined;
  let retryTimer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;
  /** The question that the list answers. */
  let answered = "";

  const changed = (): void => void (version.value = version.value + 1);
  const batcher = new FrameBatcher<WireRecord>(
    { intervalMs: LIVE_REPAINT_MS, capacity: MAX_LIVE_EVENTS, take: takeLive },
    { requestFrame: (run) => requestAnimationFrame(run), nowMs: () => performance.now() },
  );
  const rateTimer = setInterval(() => (perSecond.value = meter.perSecond(performance.now())), 500);
  const request = (): SearchRequest => ({
    query: source.query.value,
    ...boundsOf(source.range.value),
    limit: PAGE_SIZE,
  });

  function takeLive(events: WireRecord[], lost: number): void {
    const start = new Date(boundsMs(source.range.value, Date.now()).startMs).toISOString();
    // Imported history travels on the stream too; it does not belong into "the last hour".
    const recent = events.filter((event) => event.timestamp >= start);
    source.onLive(recent);
    if (source.isHeld.value) {
      log.hold(recent, lost);
      waiting.value = log.waiting;
    } else if (lost > 0) {
      void search();
    } else if (recent.length > 0) {
      if (log.add(recent)) loseOlder();
      changed();
    }
  }

  const question = (): string => JSON.stringify([source.query.value, source.range.value]);

  function reset(events: readonly WireRecord[]): void {
    log.reset(events);
    waiting.value = 0;
    cursor.value = null;
    hasLostOlder.value = false;
    olderError.value = undefined;
    changed();
  }

  function loseOlder(): void {
    cursor.value = null;
    hasLostOlder.value = true;
  }

  function release(): void {
    if (log.waiting === 0) return;
    if (log.hasHole) return void search();
    if (log.release()) loseOlder();
    waiting.value = 0;
    changed();
  }

  async function search(): Promise<void> {
    running?.abort();
    clearTimeout(retryTimer);
    const mine = new AbortController();
    running = mine;
    isListening = false;
    batcher.clear();
    retryAtMs.value = undefined;
    status.value = "loading";
    try {
      const reply = await client.search(request(), { signal: mine.signal });
      if (mine.signal.aborted) return;
      reset(reply.events);
      cursor.value = reply.next_cursor;
      dropped.value = 0;
      tookMs.value = reply.took_ms;
      asOfSeq.value = reply.as_of_seq;
      failures = 0;
      answered = question();
      isCleared.value = false;
      error.value = undefined;
      status.value = "ready";
      listen(reply.as_of_seq);
    } catch (cause) {
      if (!mine.signal.aborted) fail(cause);
    }
  }

  function fail(cause: unknown): void {
    if (!(cause instanceof RequestError)) throw cause;
    if (cause.status === 401) source.onSignedOut();
    error.value = cause;
    status.value = "failed";
    // Events of another question under an error of this one would pass for its answer.
    if (question() !== answered) reset([]);
    if (!cause.isTransient) return;
    failures++;
    const delayMs = (cause.retryAfterSeconds ?? 0) * 1_000 || backoffMs(failures, RETRY);
    retryAtMs.value = Date.now() + delayMs;
    retryTimer = setTimeout(() => void search(), delayMs);
  }

  function listen(afterSeq: number): void {
    meter.reset();
    if (source.range.value.kind === "fixed") {
      stream?.close();
      stream = undefined;
      streamState.value = "off";
      return;
    }
    isListening = true;
    const query = source.query.value;
    if (stream && streamState.value !== "failed") stream.update({ query, afterSeq });
    else stream = openStream(query, afterSeq);
  }

  function openStream(query: string, afterSeq: number): Stream {
    return client.stream({
      query,
      afterSeq,
      onEvents: (events) => {
        if (!isListening) return;
        meter.add(events.length, performance.now());
        batcher.push(events);
      },
      onDropped: (count) => (dropped.value += count),
      onError: (cause) => {
        if (cause.status === 401) source.onSignedOut();
      },
      onState: (state, { retryInMs }) => {
        streamState.value = state;
        streamRetryAtMs.value = retryInMs === undefined ? undefined : Date.now() + retryInMs;
        if (state === "open" && status.value === "failed") void search();
      },
    });
  }

  async function loadOlder(): Promise<void> {
    const oldest = log.at(log.length - 1);
    if (isLoadingOlder.value || !canLoadOlder.value || !oldest || !running) return;
    const { signal } = running;
    isLoadingOlder.value = true;
    olderError.value = undefined;
    try {
      const page = cursor.value === null ? { end_time: justAfter(oldest) } : { cursor: cursor.value };
      const reply = await client.search({ ...request(), ...page }, { signal });
      log.append(reply.events);
      cursor.value = reply.next_cursor;
      hasLostOlder.value = false;
      changed();
    } catch (cause) {
      if (!signal.aborted && cause instanceof RequestError) olderError.value = cause;
    } finally {
      isLoadingOlder.value = false;
    }
  }

  const canLoadOlder = computed(
    () => (cursor.value !== null || hasLostOlder.value) && version.value >= 0 && !log.isFull,
  );

  watch([source.query, source.range], () => void search());
  watch(source.isHeld, (isHeld) => {
    if (!isHeld) release();
  });

  return {
    log,
    version,
    status,
    error,
    retryAtMs,
    tookMs,
    asOfSeq,
    waiting,
    dropped,
    perSecond,
    canLoadOlder,
    isLoadingOlder,
    olderError,
    stream: streamState,
    streamRetryAtMs,
    isCleared,
    search,
    clear() {
      reset([]);
      isCleared.value = true;
    },
    loadOlder,
    retryNow() {
      stream?.retryNow();
      if (status.value === "failed") void search();
    },
    close() {
      running?.abort();
      clearTimeout(retryTimer);
      clearInterval(rateTimer);
      stream?.close();
      batcher.clear();
    },
  };
}

/** An end that still includes the event itself; it is left out again when the page is appended. */
function justAfter(event: WireRecord): string {
  return new Date(Date.parse(event.timestamp) + 1).toISOString();
}
