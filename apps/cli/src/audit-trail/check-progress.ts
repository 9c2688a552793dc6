import { SingleBar } from "cli-progress";
import type { Host } from "../host.ts";
import { formatCount } from "../pretty/quantities.ts";

/** The bar of a check, on a terminal only. */
export interface CheckProgress {
  readonly entries: (done: number, size: number) => void;
  readonly stop: () => void;
}

export function startCheckProgress({ err }: Pick<Host, "err">): CheckProgress {
  if (!err.isTerminal) return { entries: () => {}, stop: () => {} };
  const bar = new SingleBar({
    format: "Checking [{bar}] {percentage}% {done} of {size} entries",
    stream: err.stream,
    clearOnComplete: true,
    hideCursor: true,
  });
  let isStarted = false;
  return {
    entries(done, size) {
      const told = { done: formatCount(done), size: formatCount(size) };
      if (isStarted) bar.update(done, told);
      else bar.start(Math.max(1, size), done, told);
      isStarted = true;
    },
    stop: () => bar.stop(),
  };
}
