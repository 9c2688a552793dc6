import type { DropReport, SinkHost } from "./sink.ts";

/** Events that a sink gave up, until they are reported. */
export class DropCount {
  readonly #sink: string;
  #count = 0;
  #audited = 0;

  constructor(sink: string) {
    this.#sink = sink;
  }

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  add(audited: boolean): void {
    this.#count++;
    if (audited) this.#audited++;
  }

  /** Tells of them, and begins anew. The report is an event, which may be given up in its turn and is counted then. */
  report(host: SinkHost | undefined, reason: string): void {
    const report: DropReport = { sink: this.#sink, count: this.#count, audited: this.#audited, reason };
    this.#count = 0;
    this.#audited = 0;
    host?.dropped(report);
  }
}
