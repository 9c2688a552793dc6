import type { DaybookClient } from "@daybook/client";
import { onMounted, onUnmounted, shallowRef, type ShallowRef } from "vue";
import type { RememberedHead } from "../domain/trail-check.ts";

/** How often the head is checked anew. */
const CHECK_INTERVAL_MS = 20_000;
const STORAGE_KEY = "daybook.trail";

export interface TrailView {
  /** `off`: there is none; `unknown`: it cannot be checked here or now, `text` says why. */
  readonly state: "checking" | "off" | "sound" | "damaged" | "stopped" | "unknown";
  readonly size: number;
  readonly text: string;
}

/** The audit trail as this browser sees it: each head is checked, and against the one that was seen before. */
export function useTrail(client: DaybookClient): ShallowRef<TrailView> {
  const view = shallowRef<TrailView>({ state: "checking", size: 0, text: "Checking the audit trail" });
  let timer: number | undefined;
  let isGone = false;

  async function look(): Promise<void> {
    view.value = await check(client).catch((error: unknown) => unknownView(error));
    if (!isGone && view.value.state !== "off") timer = window.setTimeout(() => void look(), CHECK_INTERVAL_MS);
  }
  onMounted(() => void look());
  onUnmounted(() => {
    isGone = true;
    window.clearTimeout(timer);
  });
  return view;
}

async function check(client: DaybookClient): Promise<TrailView> {
  const status = await client.auditStatus();
  if (status.state === "off") return { state: "off", size: 0, text: "The audit trail is off" };
  if (status.state === "stopped")
    return { state: "stopped", size: status.size, text: `Nothing is signed any more: ${status.error ?? ""}` };
  const { checkHead } = await import("../domain/trail-check.ts");
  const before = remembered();
  const head = await checkHead((path) => client.trailFile(path), before);
  if (head.problems.length > 0) return { state: "damaged", size: head.size, text: head.problems.join("; ") };
  remember(head);
  const since =
    before === undefined || before.origin !== head.origin
      ? "this browser sees it for the first time"
      : "unchanged since this browser saw it first";
  return { state: "sound", size: head.size, text: `Signature checked here; ${since}` };
}

function unknownView(error: unknown): TrailView {
  return { state: "unknown", size: 0, text: error instanceof Error ? error.message : String(error) };
}

function remembered(): RememberedHead | undefined {
  try {
    const value = JSON.parse(localStorage.getItem(STORAGE_KEY) ?? "null") as RememberedHead | null;
    return value !== null && typeof value.root === "string" && Number.isSafeInteger(value.size) ? value : undefined;
  } catch {
    return undefined;
  }
}

function remember({ origin, size, root }: RememberedHead): void {
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify({ origin, size, root }));
  } catch {
    // A browser that keeps nothing sees the trail for the first time each time.
  }
}
