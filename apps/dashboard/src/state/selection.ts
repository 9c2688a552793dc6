import { RequestError, type DaybookClient } from "@daybook/client";
import type { WireRecord } from "@daybook/protocol";
import { computed, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from "vue";
import type { EventLog } from "../domain/event-log.ts";

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
  const cursorId = ref<string | null>(source.openId.value);
  const event = shallowRef<WireRecord>();
  const error = shallowRef<RequestError>();
  const cursorIndex = computed(() => {
    if (source.version.value < 0 || cursorId.value === null) return -1;
    return source.log.indexOf(cursorId.value);
  });

  async function load(id: string): Promise<void> {
    const index = source.log.indexOf(id);
    error.value = undefined;
    if (index >= 0) {
      event.value = source.log.at(index);
      return;
    }
    event.value = undefined;
    try {
      const loaded = await client.getEvent(id);
      if (source.openId.value === id) event.value = loaded;
    } catch (cause) {
      if (!(cause instanceof RequestError)) throw cause;
      if (source.openId.value === id) error.value = cause;
    }
  }

  watch(
    source.openId,
    (id) => {
      if (id === null) event.value = undefined;
      else if (event.value?.id !== id) void load(id);
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
