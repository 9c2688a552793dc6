import { shallowReactive } from "vue";
import { DEFAULT_STATE, parseState, printState, type PageState } from "../domain/page-state.ts";

/** What a person chose once and wants everywhere; a link that names it wins. */
const PREFERENCES = { theme: "theme", zone: "tz", density: "density" } as const;
const STORAGE_KEY = "daybook.preferences";

export interface PageUrl {
  readonly state: Readonly<PageState>;
  /** `push` makes an entry that the Back button returns to. */
  change: (part: Partial<PageState>, how?: "push" | "replace") => void;
}

/** The page's state, kept equal with the address. */
export function usePageUrl(): PageUrl {
  const read = (): PageState => ({ ...parseState(location.search), ...rememberedPreferences() });
  const state = shallowReactive<PageState>(read());

  window.addEventListener("popstate", () => Object.assign(state, read()));

  return {
    state,
    change(part, how = "push") {
      Object.assign(state, part);
      const url = addressOf(state);
      if (how === "push" && url !== location.pathname + location.search) history.pushState(null, "", url);
      else history.replaceState(null, "", url);
      if (Object.keys(PREFERENCES).some((name) => name in part)) rememberPreferences(state);
    },
  };
}

export function addressOf(state: PageState): string {
  const text = printState(state);
  return text === "" ? location.pathname : `${location.pathname}?${text}`;
}

function rememberedPreferences(): Partial<PageState> {
  const named = new URLSearchParams(location.search);
  const kept = parseState(readStored(STORAGE_KEY) ?? "");
  const result: Partial<PageState> = {};
  if (!named.has(PREFERENCES.theme)) result.theme = kept.theme;
  if (!named.has(PREFERENCES.zone)) result.zone = kept.zone;
  if (!named.has(PREFERENCES.density)) result.density = kept.density;
  return result;
}

function rememberPreferences({ theme, zone, density }: PageState): void {
  writeStored(STORAGE_KEY, printState({ ...DEFAULT_STATE, theme, zone, density }));
}

/** Storage may be forbidden by the browser's settings; the page works without. */
export function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

export function writeStored(key: string, text: string): void {
  try {
    localStorage.setItem(key, text);
  } catch {
    // Not remembered, nothing else.
  }
}
