import { DaybookError } from "@daybook/protocol";
import { ref, watch, type Ref } from "vue";

const IDLE_MS = 500;

export interface QueryFaultPlace {
  position: number;
  length: number | undefined;
}

/**
 * Where the query that is being typed cannot be read, once the typing rests. The parser is loaded when the field is
 * first used; the server's answer remains the judge.
 */
export function useQueryCheck(text: Ref<string>, isFocused: Ref<boolean>): Ref<QueryFaultPlace | undefined> {
  const fault = ref<QueryFaultPlace>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  async function check(query: string): Promise<void> {
    const { parseQuery } = await import("@daybook/query");
    if (query !== text.value) return;
    try {
      parseQuery(query);
    } catch (cause) {
      if (!(cause instanceof DaybookError)) throw cause;
      const { position, length } = cause.extra;
      if (typeof position !== "number") return;
      fault.value = { position, length: typeof length === "number" ? length : undefined };
    }
  }

  watch([text, isFocused], () => {
    clearTimeout(timer);
    fault.value = undefined;
    const query = text.value;
    if (isFocused.value && query.trim() !== "") timer = setTimeout(() => void check(query), IDLE_MS);
  });
  return fault;
}
