import { configError } from "../config/environment.ts";
import { FLOOD_BURST_LINES, FLOOD_EQUAL_PER_SECOND, FLOOD_LINES_PER_SECOND } from "../limits.ts";
import type { Collapsed, FloodLimits, FloodOptions } from "./flood-guard.ts";
import type { Logger } from "./logger-types.ts";

/** Characters of the message that stand in the report. */
const EXAMPLE_LENGTH = 200;

/** The limits with their defaults. Throws DAYBOOK_LOGGER_CONFIG when one is not a number of 1 or more. */
export function floodLimits(options: FloodOptions): FloodLimits {
  const limits: FloodLimits = {
    linesPerSecond: options.linesPerSecond ?? FLOOD_LINES_PER_SECOND,
    burstLines: options.burstLines ?? FLOOD_BURST_LINES,
    equalPerSecond: options.equalPerSecond ?? FLOOD_EQUAL_PER_SECOND,
  };
  for (const [name, value] of Object.entries(limits)) {
    if (!(typeof value === "number" && value >= 1)) throw configError(`flood.${name}`, value, "a number of 1 or more");
  }
  return limits;
}

/** One `logs_collapsed` event for what a call site was held back. */
export function logCollapsed(log: Logger, { logger, eventType, message, count, reason, lastAtMs }: Collapsed): void {
  const example = message.length > EXAMPLE_LENGTH ? `${message.slice(0, EXAMPLE_LENGTH)}…` : message;
  const why = reason === "equal" ? "equal lines" : "too many lines from one place";
  log.logsCollapsed({
    message: `${count} × ${example} (${why}, collapsed)`,
    count,
    reason,
    example,
    last_at: new Date(lastAtMs).toISOString(),
    metadata: { of_logger: logger, of_event_type: eventType },
  });
}
