const cell = new Int32Array(new SharedArrayBuffer(4));

/** Waits without letting the event loop turn. */
export function sleepSync(ms: number): void {
  Atomics.wait(cell, 0, 0, ms);
}
