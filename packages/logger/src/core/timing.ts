import type { Fields } from "./fields.ts";

/** How a timed operation ends. */
export type TimedEvent = "operation_completed" | "operation_failed";

/** Runs `run` and logs its duration in milliseconds with three decimals, by the monotonic clock. A promise is timed until it settles. */
export function timed<T>(
  log: (event: TimedEvent, fields: Fields) => void,
  operation: string,
  run: () => T,
  fields: Fields,
): T {
  const begun = performance.now();
  const completed = (): void => log("operation_completed", { ...fields, operation, duration_ms: since(begun) });
  const failed = (error: unknown): void =>
    log("operation_failed", { ...fields, operation, duration_ms: since(begun), error });
  let result: T;
  try {
    result = run();
  } catch (error) {
    failed(error);
    throw error;
  }
  if (!isThenable(result)) {
    completed();
    return result;
  }
  // Chained, not listened to: a rejection that nobody handles must still be seen as one, and a lazy query run once.
  return result.then(
    (value) => {
      completed();
      return value;
    },
    (error: unknown) => {
      failed(error);
      throw error;
    },
  ) as T;
}

function since(begunMs: number): number {
  return Math.round((performance.now() - begunMs) * 1000) / 1000;
}

function isThenable(value: unknown): value is PromiseLike<unknown> {
  return typeof value === "object" && value !== null && typeof (value as { then?: unknown }).then === "function";
}
