/** Something that must not lose what it holds when the process ends. */
export interface Ending {
  /** Brings to disk what can be brought. `last`: nothing runs after it. Never throws. */
  flushSync(last: boolean): void;
  /** Called while the event loop still runs. Never rejects. */
  flush(timeoutMs: number): Promise<void>;
  /** An exception that nobody caught is about to end the process. Never throws. */
  crashed(error: unknown): void;
}

/** Signals that end a process by default. */
const SIGNALS = ["SIGTERM", "SIGINT", "SIGHUP"] as const;

interface Watch {
  readonly endings: Set<Ending>;
  readonly stop: () => void;
}

let watch: Watch | undefined;

/**
 * Flushes `ending` when the process ends: by returning, `process.exit`, an uncaught exception, or a
 * signal. A signal for which the program has no handler of its own still ends it by that signal,
 * after the flush; a program with a handler decides itself. Returns how to stop watching.
 *
 * One set of listeners serves all loggers of the process; it is removed with the last one.
 */
export function watchProcessEnd(ending: Ending, flushTimeoutMs: number): () => void {
  watch ??= startWatch(flushTimeoutMs);
  watch.endings.add(ending);
  return () => {
    watch?.endings.delete(ending);
    if (watch?.endings.size !== 0) return;
    watch.stop();
    watch = undefined;
  };
}

function startWatch(flushTimeoutMs: number): Watch {
  const endings = new Set<Ending>();
  let flushed = false;
  const flushSync = (last: boolean): void => {
    for (const ending of endings) ending.flushSync(last);
  };
  const onExit = (): void => flushSync(true);
  const onBeforeExit = (): void => {
    // Work done here makes the loop run on and this event come again: once is enough.
    if (flushed) return;
    flushed = true;
    void flushAll(endings, flushTimeoutMs);
  };
  const onCrash = (error: unknown): void => {
    for (const ending of endings) ending.crashed(error);
  };
  let signalled = false;
  const onSignal = (signal: NodeJS.Signals): void => {
    flushSync(false);
    // Others listen: the program has its own way to stop, and its end flushes again.
    if (process.listenerCount(signal) > 1) return;
    // A second signal means: now.
    if (signalled) return kill(signal, onSignal);
    signalled = true;
    void flushAll(endings, flushTimeoutMs).then(() => {
      flushSync(true);
      kill(signal, onSignal);
    });
  };
  process.on("exit", onExit);
  process.on("beforeExit", onBeforeExit);
  process.on("uncaughtExceptionMonitor", onCrash);
  // In front of the program's own: a `once` listener is no longer counted when it has run.
  for (const signal of SIGNALS) process.prependListener(signal, onSignal);
  return {
    endings,
    stop: () => {
      process.off("exit", onExit);
      process.off("beforeExit", onBeforeExit);
      process.off("uncaughtExceptionMonitor", onCrash);
      for (const signal of SIGNALS) process.off(signal, onSignal);
    },
  };
}

async function flushAll(endings: ReadonlySet<Ending>, timeoutMs: number): Promise<void> {
  await Promise.all([...endings].map((ending) => ending.flush(timeoutMs)));
}

function kill(signal: NodeJS.Signals, listener: (signal: NodeJS.Signals) => void): void {
  for (const name of SIGNALS) process.off(name, listener);
  process.kill(process.pid, signal);
}
