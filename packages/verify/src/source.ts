/** Where the files of a trail are: a directory, an address, an unpacked bundle. */
export interface TrailSource {
  /** The file below the trail's root; undefined when there is none. Rejects when that cannot be found out. */
  read(path: string): Promise<Uint8Array | undefined>;
  /** Names in a directory; an empty list when there is none. Absent where a place cannot list. */
  list?(dir: string): Promise<string[]>;
}

/** Bytes of files that the walk asks for soon, read ahead of it so that it does not wait for each. */
export class ReadAhead {
  readonly #source: TrailSource;
  readonly #reading = new Map<string, Promise<Uint8Array | undefined>>();

  constructor(source: TrailSource) {
    this.#source = source;
  }

  /** Begins to read what `read` will ask for. */
  soon(path: string): void {
    if (this.#reading.has(path)) return;
    const reading = this.#source.read(path);
    // Whoever asks for it is told.
    reading.catch(() => undefined);
    this.#reading.set(path, reading);
  }

  read(path: string): Promise<Uint8Array | undefined> {
    const reading = this.#reading.get(path);
    if (reading === undefined) return this.#source.read(path);
    this.#reading.delete(path);
    return reading;
  }
}
