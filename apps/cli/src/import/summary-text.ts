import type { Output } from "../host.ts";
import { MAX_SHOWN_REJECTS } from "../limits.ts";
import { plainLine } from "../pretty/plain-text.ts";
import { formatCount } from "../pretty/quantities.ts";
import type { IngestSummary } from "./run-ingest.ts";

/** The first rejected lines with their reasons, and how many more there are. */
export function formatRejects({ rejected, rejectedCount }: IngestSummary, { paint }: Pick<Output, "paint">): string {
  const shown = rejected.slice(0, MAX_SHOWN_REJECTS);
  const lines = shown.map(
    ({ line, code, reason }) => `  line ${formatCount(line)}: ${plainLine(reason)} ${paint.dim(code)}\n`,
  );
  const more = rejectedCount - shown.length;
  return lines.join("") + (more > 0 ? `  … and ${formatCount(more)} more\n` : "");
}
