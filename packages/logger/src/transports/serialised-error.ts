const OWN = new Set(["type", "name", "message", "stack", "cause", "aggregateErrors", "raw"]);

/**
 * The error that was written as JSON by pino's or bunyan's serialiser (`type` or `name`, `message`, `stack`, further
 * fields), as an error again, whose stack is the one of back then; `undefined` when it is something else.
 */
export function reviveError(value: unknown): Error | undefined {
  if (typeof value !== "object" || value === null) return undefined;
  const { type, name = type, message, stack, cause, aggregateErrors } = value as Record<string, unknown>;
  if (typeof message !== "string" || typeof stack !== "string") return undefined;
  // No constructor: it would take a stack of here, which takes longer than all the rest.
  const error = Object.create(Error.prototype) as Error & { errors?: unknown[] };
  const set = (key: string, own: unknown, enumerable: boolean): void => {
    Object.defineProperty(error, key, { value: own, enumerable, writable: true, configurable: true });
  };
  for (const [key, own] of Object.entries(value)) if (!OWN.has(key)) set(key, own, true);
  set("name", typeof name === "string" ? name : "Error", false);
  set("message", message, false);
  set("stack", stack, false);
  const inner = reviveError(cause);
  if (inner !== undefined) set("cause", inner, false);
  if (Array.isArray(aggregateErrors))
    set(
      "errors",
      aggregateErrors.map((one) => reviveError(one) ?? one),
      false,
    );
  return error;
}
