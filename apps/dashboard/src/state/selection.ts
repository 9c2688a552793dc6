import { RequestError, type DaybookClient } from "@daybook/client";
import { decodeRecord, type WireRecord } from "@daybook/protocol";
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import type { EventLog } from "../domain/event-log.ts";

/** Whoever runs through the list with a held key does not ask for every event. */
const EXACT_DELAY_MS = 150;

export interface SelectionSource {
  log: EventLog;
  version: Ref<number>;
  /** `id` of the opened event, in the address. */
  openId: Ref<string | null>;
  setOpenId: (id: string | null) => void;
}

export interface Selection {
  /** Row that the keys move; the list stays where it is while there is one. */
  cursorId: Ref<string | null>;
  cursorIndex: ComputedRef<number>;
  event: ShallowRef<WireRecord | undefined>;
  error: ShallowRef<RequestError | undefined>;
  move(step: number): void;
  moveTo(index: number): void;
  open(event: WireRecord): void;
  openCursor(): void;
  close(): void;
  clear(): void;
}

/** The row under the keys, and the event in the detail panel: from the list, else from the server. */
export function useSelection(client: DaybookClient, source: SelectionSource): Selection {
  let exactTimer: ReturnType<typeof setTimeout> | undefined;
  const cursorId = ref<string | null>(source.openId.value);
  const event = shallowRef<WireRecord>();
  const error = shallowRef<RequestError>();
  const cursorIndex = computed(() => {
    if (source.version.value < 0 || cursorId.value === null) return -1;
    return source.log.indexOf(cursorId.value);
  });

  /** Shows what the list has at once, then the stored line, whose money is exact to the last digit. */
  function load(id: string): void {
    error.value = undefined;
    if (event.value?.id !== id) event.value = source.log.at(source.log.indexOf(id));
    clearTimeout(exactTimer);
    exactTimer = setTimeout(() => void loadExact(id), event.value ? EXACT_DELAY_MS : 0);
  }

  async function loadExact(id: string): Promise<void> {
    try {
      const text = await client.getEventText(id);
      if (source.openId.value === id) event.value = decodeRecord(text);
    } catch (cause) {
      if (!(cause instanceof RequestError)) throw cause;
      if (source.openId.value === id && !event.value) error.value = cause;
    }
  }

  watch(
    source.openId,
    (id) => {
      clearTimeout(exactTimer);
      if (id === null) event.value = undefined;
      else load(id);
    },
    { immediate: true },
  );

  function moveTo(index: number): void {
    const target = source.log.at(Math.max(0, Math.min(index, source.log.length - 1)));
    if (!target) return;
    cursorId.value = target.id;
    if (source.openId.value !== null) open(target);
  }

  function open(target: WireRecord): void {
    event.value = target;
    error.value = undefined;
    cursorId.value = target.id;
    source.setOpenId(target.id);
  }

  return {
    cursorId,
    cursorIndex,
    event,
    error,
    moveTo,
    open,
    move: (step) => moveTo(cursorIndex.value < 0 ? 0 : cursorIndex.value + step),
    openCursor() {
      const target = source.log.at(Math.max(0, cursorIndex.value));
      if (target) open(target);
    },
    close: () => source.setOpenId(null),
    clear() {
      cursorId.value = null;
      source.setOpenId(null);
    },
  };
}
