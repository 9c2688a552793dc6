import { SingleBar } from "cli-progress";
import type { Host } from "../host.ts";
import { formatBytes, formatCount, formatDuration } from "../pretty/quantities.ts";

/** The bar of one file: on a terminal only. */
export interface ImportProgress {
  bytes(read: number): void;
  events(done: number): void;
  note(text: string): void;
  stop(): void;
}

const REDRAW_PER_SECOND = 8;

export function startProgress(label: string, totalBytes: number, host: Host): ImportProgress {
  const { err } = host;
  if (!err.isTerminal) {
    return { bytes: () => {}, events: () => {}, note: (text) => err.write(`${text}\n`), stop: () => {} };
  }
  const startedAt = host.nowMs();
  let done = 0;
  let read = 0;
  const bar = new SingleBar({
    stream: err.stream,
    clearOnComplete: true,
    hideCursor: true,
    fps: REDRAW_PER_SECOND,
    barsize: 24,
    format: (options, { progress }) => {
      const elapsedMs = Math.max(1, host.nowMs() - startedAt);
      const filled = Math.round(progress * (options.barsize ?? 24));
      const drawn = "█".repeat(filled) + "░".repeat((options.barsize ?? 24) - filled);
      const rate = `${formatCount(Math.round((done / elapsedMs) * 1_000))} events/s`;
      const left = progress > 0 ? `${formatDuration((elapsedMs * (1 - progress)) / progress)} left` : "";
      const part = `${formatBytes(read)} of ${formatBytes(totalBytes)}`;
      return [label, drawn, `${Math.floor(progress * 100)}%`, part, rate, left].join("  ").slice(0, err.columns - 1);
    },
  });
  bar.start(Math.max(1, totalBytes), 0);
  return {
    bytes(count) {
      read = count;
      bar.update(count);
    },
    events: (count) => void (done = count),
    note(text) {
      bar.stop();
      err.write(`${text}\n`);
      bar.start(Math.max(1, totalBytes), read);
    },
    stop: () => bar.stop(),
  };
}
