import { RequestError } from "@daybook/client";
import { onScopeDispose, ref, shallowRef, watch, type Ref, type ShallowRef } from "vue";

/** An answer of the server that is asked for again whenever its question changes. */
export interface Asked<T> {
  /** The newest answer; an older one stays while the next is on its way, or when that fails. */
  readonly value: ShallowRef<T | undefined>;
  readonly error: ShallowRef<RequestError | undefined>;
  readonly isLoading: Ref<boolean>;
  /** When the shown answer arrived, epoch milliseconds. */
  readonly asOfMs: Ref<number | undefined>;
  /** When it is tried again by itself. */
  readonly retryAtMs: Ref<number | undefined>;
  ask(): void;
}

const FIRST_RETRY_MS = 3_000;
const MAX_RETRY_MS = 60_000;

export interface AskOptions<T> {
  /** Undefined: nothing is asked, and the answer is dropped. */
  readonly question: () => string | undefined;
  readonly ask: (question: string, signal: AbortSignal) => Promise<T>;
  readonly onSignedOut: () => void;
}

function emptyAnswer<T>(): Omit<Asked<T>, "ask"> {
  return {
    value: shallowRef<T>(),
    error: shallowRef<RequestError>(),
    isLoading: ref(false),
    asOfMs: ref<number>(),
    retryAtMs: ref<number>(),
  };
}

/** Asks at once and when the question changes; after a failure that may pass, again by itself. */
export function useAsked<T>({ question, ask, onSignedOut }: AskOptions<T>): Asked<T> {
  const answer = emptyAnswer<T>();
  const { value, error, isLoading, asOfMs, retryAtMs } = answer;
  let running: AbortController | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let failures = 0;

  function stop(): void {
    running?.abort();
    clearTimeout(timer);
    retryAtMs.value = undefined;
  }

  async function run(text: string): Promise<void> {
    stop();
    const own = (running = new AbortController());
    isLoading.value = true;
    try {
      const reply = await ask(text, own.signal);
      if (own.signal.aborted) return;
      value.value = reply;
      error.value = undefined;
      asOfMs.value = Date.now();
      failures = 0;
    } catch (cause) {
      if (own.signal.aborted) return;
      if (!(cause instanceof RequestError)) throw cause;
      failed(cause, text);
    } finally {
      if (running === own) isLoading.value = false;
    }
  }

  function failed(cause: RequestError, text: string): void {
    error.value = cause;
    if (cause.status === 401) return onSignedOut();
    if (!cause.isTransient) return;
    const delayMs = Math.min(MAX_RETRY_MS, FIRST_RETRY_MS * 2 ** failures++);
    retryAtMs.value = Date.now() + delayMs;
    timer = setTimeout(() => void run(text), delayMs);
  }

  watch(
    question,
    (text) => {
      failures = 0;
      if (text !== undefined) return void run(text);
      stop();
      isLoading.value = false;
      value.value = undefined;
      error.value = undefined;
    },
    { immediate: true },
  );
  onScopeDispose(stop);

  return {
    ...answer,
    ask() {
      const text = question();
      if (text !== undefined) void run(text);
    },
  };
}
