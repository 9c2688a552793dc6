import type { Paint } from "./pretty/paint.ts";

export interface Output {
  write(text: string): void;
  /** Resolves when all that was written is handed over, however slowly the other end reads; also when it is gone. */
  drained(): Promise<void>;
  /** Written and not handed over yet. */
  readonly waitingBytes: number;
  readonly isTerminal: boolean;
  readonly columns: number;
  /** Paints only on a terminal that wants colours. */
  readonly paint: Paint;
  /** For the progress bar, which moves the cursor. */
  readonly stream: NodeJS.WritableStream;
}

export type SignalName = "SIGINT" | "SIGTERM" | "SIGHUP";

/** Everything that a command touches outside of itself. */
export interface Host {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly out: Output;
  readonly err: Output;
  readonly input: AsyncIterable<Uint8Array> & { readonly isTerminal: boolean };
  /** Aborts at Ctrl-C and SIGTERM; the reason is the `SignalName`. */
  readonly interrupted: AbortSignal;
  /** Takes the signals over: `interrupted` stays quiet as long as somebody listens. */
  onSignal(listener: (name: SignalName) => void): () => void;
  nowMs(): number;
  /** 0 ≤ x < 1 */
  random(): number;
  /** Rejects with the signal's reason when it aborts first. */
  sleep(delayMs: number, signal: AbortSignal): Promise<void>;
}
