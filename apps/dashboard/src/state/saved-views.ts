import { RequestError, type DaybookClient } from "@daybook/client";
import type { SavedView } from "@daybook/protocol";
import { shallowRef, type ShallowRef } from "vue";

export interface SavedViews {
  views: ShallowRef<SavedView[]>;
  error: ShallowRef<RequestError | undefined>;
  load(): Promise<void>;
  save(name: string, state: string): Promise<boolean>;
  remove(name: string): Promise<void>;
}

export function useSavedViews(client: DaybookClient): SavedViews {
  const views = shallowRef<SavedView[]>([]);
  const error = shallowRef<RequestError>();

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    error.value = undefined;
    try {
      await work();
      const listed = await client.listViews();
      views.value = listed.toSorted((a, b) => a.name.localeCompare(b.name));
      return true;
    } catch (cause) {
      if (!(cause instanceof RequestError)) throw cause;
      error.value = cause;
      return false;
    }
  }

  return {
    views,
    error,
    load: async () => void (await attempt(async () => {})),
    save: (name, state) => attempt(async () => void (await client.saveView(name, state))),
    remove: async (name) => void (await attempt(() => client.deleteView(name))),
  };
}
