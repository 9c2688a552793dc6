import type { DaybookClient } from "@daybook/client";
import { computed, inject, ref, watch, type ComputedRef, type InjectionKey, type Ref } from "vue";
import { composeQuery, toggleFilter, type FieldFilter } from "../domain/filters.ts";
import { parseState, type PageState, type TimeZoneChoice } from "../domain/page-state.ts";
import { isSameRange, type Span, type TimeRange } from "../domain/time-range.ts";
import { useFeed, type Feed } from "./feed.ts";
import { useOverview, type Overview } from "./overview.ts";
import type { PageUrl } from "./page-url.ts";
import { useQueryHistory, type QueryHistory } from "./query-history.ts";
import { useSavedViews, type SavedViews } from "./saved-views.ts";
import { useSelection, type Selection } from "./selection.ts";
import type { Session } from "./session.ts";
import type { ThemeState } from "./theme.ts";

/** Everything that the parts of the page share. */
export interface Viewer {
  client: DaybookClient;
  session: Session;
  url: PageUrl;
  theme: ThemeState;
  zone: ComputedRef<TimeZoneChoice>;
  feed: Feed;
  overview: Overview;
  selection: Selection;
  history: QueryHistory;
  views: SavedViews;
  /** The list is at its top; else it is held. */
  isAtTop: Ref<boolean>;
  isFollowing: ComputedRef<boolean>;
  /** Counted up to ask the list to go to its top. */
  topRequests: Ref<number>;
  composed: ComputedRef<{ text: string; typedOffset: number }>;
  runQuery(text: string): void;
  toggle(field: string, value: string, mode: "include" | "exclude"): void;
  setFilters(filters: FieldFilter[]): void;
  setRange(range: TimeRange): void;
  leaveFixedRange(): void;
  setLive(isLive: boolean): void;
  follow(): void;
  resetSearch(): void;
  applyView(state: string): void;
}

const VIEWER: InjectionKey<Viewer> = Symbol("viewer");
export { VIEWER };

export function useViewer(): Viewer {
  const viewer = inject(VIEWER);
  if (!viewer) throw new Error("useViewer is only for components below the viewer page");
  return viewer;
}

export function createViewer(client: DaybookClient, session: Session, url: PageUrl, theme: ThemeState): Viewer {
  const { state, change } = url;
  const composed = computed(() => composeQuery(state.query, state.filters));
  const range = computed(() => state.range);
  const openId = computed(() => state.event);
  const isAtTop = ref(true);
  const topRequests = ref(0);
  const cursorId = ref<string | null>(null);
  const isLiveRange = computed(() => state.range.kind === "last");
  const isFollowing = computed(() => state.live && isLiveRange.value && isAtTop.value && cursorId.value === null);
  let lastSpan: Span = state.range.kind === "last" ? state.range.span : "1h";

  const overview = useOverview(client, {
    typed: computed(() => state.query),
    filters: computed(() => state.filters),
    range,
    isLive: computed(() => state.live && isLiveRange.value),
  });
  const feed = useFeed(client, {
    query: computed(() => composed.value.text),
    range,
    isHeld: computed(() => !isFollowing.value),
    onLive: (events) => overview.count(events),
    onSignedOut: () => session.expire(),
  });
  const selection = useSelection(client, {
    log: feed.log,
    version: feed.version,
    openId,
    setOpenId: (event) => change({ event }, "replace"),
  });
  watch(selection.cursorId, (id) => (cursorId.value = id), { immediate: true });

  function changeSearch(part: Partial<PageState>): void {
    selection.cursorId.value = null;
    topRequests.value++;
    change({ ...part, event: null });
  }

  return {
    client,
    session,
    url,
    theme,
    zone: computed(() => state.zone),
    feed,
    overview,
    selection,
    history: useQueryHistory(),
    views: useSavedViews(client),
    isAtTop,
    isFollowing,
    topRequests,
    composed,
    runQuery(text) {
      if (text.trim() === state.query) return void (overview.refresh(), feed.search());
      changeSearch({ query: text.trim() });
    },
    toggle: (field, value, mode) => changeSearch({ filters: toggleFilter(state.filters, field, value, mode) }),
    setFilters: (filters) => changeSearch({ filters }),
    setRange(next) {
      if (isSameRange(next, state.range)) return;
      if (next.kind === "last") lastSpan = next.span;
      changeSearch({ range: next });
    },
    leaveFixedRange: () => changeSearch({ range: { kind: "last", span: lastSpan }, live: true }),
    setLive(isLive) {
      if (isLive && !isLiveRange.value) return changeSearch({ range: { kind: "last", span: lastSpan }, live: true });
      change({ live: isLive }, "replace");
      if (isLive) this.follow();
    },
    follow() {
      selection.clear();
      topRequests.value++;
    },
    resetSearch: () => changeSearch({ query: "", filters: [] }),
    applyView(text) {
      const { query, filters, range: next } = parseState(text);
      changeSearch({ query, filters, range: next });
    },
  };
}
