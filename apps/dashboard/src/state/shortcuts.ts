import { onBeforeUnmount, onMounted } from "vue";
import type { Viewer } from "./viewer.ts";

export interface ShortcutActions {
  focusQuery(): void;
  toggleHelp(): void;
  openExport(): void;
  toggleFacets(): void;
}

/** Keys as the help shows them. */
export const SHORTCUTS: readonly { keys: readonly string[]; text: string }[] = [
  { keys: ["/"], text: "Go to the search" },
  { keys: ["j", "k"], text: "Next and previous event (also ↓ ↑)" },
  { keys: ["PgDn", "PgUp"], text: "One screen down and up" },
  { keys: ["Enter"], text: "Open the event" },
  { keys: ["Esc"], text: "Close what is open, then follow again" },
  { keys: ["g", "G"], text: "Newest and oldest loaded event" },
  { keys: ["p"], text: "Pause and resume the live list" },
  { keys: ["c"], text: "Clear the list; nothing is deleted" },
  { keys: ["f"], text: "Show or hide the facets" },
  { keys: ["o"], text: "Show or hide the overview" },
  { keys: ["t"], text: "Dark or light" },
  { keys: ["u"], text: "Local time or UTC" },
  { keys: ["e"], text: "Export the result" },
  { keys: ["1", "2"], text: "Logs and trading" },
  { keys: ["?"], text: "This help" },
];

const PAGE_STEP = 15;

/** Single keys for the whole page; not while somebody types, nor together with Ctrl, Alt or Meta. */
export function useShortcuts(viewer: Viewer, actions: ShortcutActions): void {
  const { selection, url, feed } = viewer;
  const keys: Record<string, () => void> = {
    "/": () => actions.focusQuery(),
    "?": () => actions.toggleHelp(),
    j: () => selection.move(1),
    k: () => selection.move(-1),
    ArrowDown: () => selection.move(1),
    ArrowUp: () => selection.move(-1),
    PageDown: () => selection.move(PAGE_STEP),
    PageUp: () => selection.move(-PAGE_STEP),
    Enter: () => selection.openCursor(),
    Escape: () => escape(),
    g: () => viewer.follow(),
    G: () => selection.moveTo(feed.log.length - 1),
    p: () => viewer.setLive(!url.state.live),
    c: () => feed.clear(),
    f: () => actions.toggleFacets(),
    o: () => url.change({ overview: !url.state.overview }, "replace"),
    t: () => url.change({ theme: viewer.theme.name.value === "dark" ? "light" : "dark" }, "replace"),
    u: () => url.change({ zone: url.state.zone === "utc" ? "local" : "utc" }, "replace"),
    e: () => actions.openExport(),
    "2": () => url.change({ page: "trading" }),
  };

  function escape(): void {
    if (url.state.event !== null) selection.close();
    else viewer.follow();
  }

  useKeys(keys);
}

/** Key → action, while the component is on the page. */
export function useKeys(keys: Readonly<Record<string, () => void>>): void {
  function onKey(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey) return;
    if (!isFree(event)) return;
    const action = Object.hasOwn(keys, event.key) ? keys[event.key] : undefined;
    if (!action) return;
    event.preventDefault();
    action();
  }

  onMounted(() => document.addEventListener("keydown", onKey));
  onBeforeUnmount(() => document.removeEventListener("keydown", onKey));
}

/** A field keeps its letters, a button its Enter, an open menu or dialog all its keys. */
function isFree(event: KeyboardEvent): boolean {
  const target = event.target instanceof HTMLElement ? event.target : document.body;
  if (target.closest("input, textarea, select, [contenteditable]")) return false;
  if (document.querySelector(".v-overlay--active:not(.v-tooltip)")) return false;
  if (event.key === "Enter" && target.closest("button, a, [role=button]")) return false;
  return !(event.key.startsWith("Arrow") && target.closest("[role=menu], [data-own-arrows]"));
}
