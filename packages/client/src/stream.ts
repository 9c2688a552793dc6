import type { StreamFrame, StreamRequest, WireRecord } from "@daybook/protocol";
import { backoffMs } from "./backoff.ts";
import { RECONNECT_BASE_MS, RECONNECT_MAX_MS, STREAM_ANSWER_MS, STREAM_IDLE_MS } from "./limits.ts";
import { clientError, errorOfProblem, type RequestError } from "./request-error.ts";
import type { Socket } from "./socket.ts";

/**
 * `connecting` → `open` → (`waiting` → `connecting`)… and at the end `closed` by the caller, or `failed` when
 * trying again cannot help: a query that cannot be read, a key that is refused.
 */
export type StreamState = "connecting" | "open" | "waiting" | "closed" | "failed";

export interface StreamOptions {
  /** In the search language; absent or empty takes every event. */
  query?: string;
  /** Only events with a greater journal number: `as_of_seq` of the search that came before. Absent: from now on. */
  afterSeq?: number;
  /** In journal order, none twice. */
  onEvents: (events: WireRecord[]) => void;
  /** So many matching events were left out here, because this client was too slow. */
  onDropped?: (count: number) => void;
  /** Everything up to this journal number has been looked at. */
  onPosition?: (seq: number) => void;
  /** Also failures after which the stream goes on by itself. */
  onError?: (error: RequestError) => void;
  onState?: (state: StreamState, detail: { attempt: number; retryInMs?: number }) => void;
}

export interface Stream {
  readonly state: StreamState;
  /** The greatest journal number looked at; where a new connection goes on. */
  readonly position: number | undefined;
  /** Takes another query on a new connection. Nothing of the old query is delivered after this call. */
  update(change: { query?: string; afterSeq?: number }): void;
  /** Connects now instead of at the end of a pause. */
  retryNow(): void;
  close(): void;
}

/** What the stream needs from outside; each can be replaced in a test. */
export interface StreamDoor {
  connect: () => Socket;
  /** Asks over HTTP why a connection was refused, which a WebSocket does not tell. */
  whyRefused: () => Promise<RequestError | undefined>;
  setTimer: (run: () => void, delayMs: number) => () => void;
  random: () => number;
}

export function openStream(options: StreamOptions, door: StreamDoor): Stream {
  return new LiveStream(options, door);
}

class LiveStream implements Stream {
  readonly #options: StreamOptions;
  readonly #door: StreamDoor;
  #query: string | undefined;
  #position: number | undefined;
  #state: StreamState = "connecting";
  #attempt = 0;
  #greeted = false;
  #socket: Socket | undefined;
  #cancelTimer: () => void = () => {};

  constructor(options: StreamOptions, door: StreamDoor) {
    this.#options = options;
    this.#door = door;
    this.#query = options.query;
    this.#position = options.afterSeq;
    this.#connect();
  }

  get state(): StreamState {
    return this.#state;
  }

  get position(): number | undefined {
    return this.#position;
  }

  update(change: { query?: string; afterSeq?: number }): void {
    if (this.#state === "closed") return;
    this.#query = change.query;
    this.#position = change.afterSeq ?? this.#position;
    this.#attempt = 0;
    this.#connect();
  }

  retryNow(): void {
    if (this.#state === "waiting") this.#connect();
  }

  close(): void {
    if (this.#state === "closed") return;
    this.#leave();
    this.#enter("closed");
  }

  #enter(state: StreamState, retryInMs?: number): void {
    this.#state = state;
    this.#options.onState?.(state, { attempt: this.#attempt, ...(retryInMs !== undefined && { retryInMs }) });
  }

  /** Forgets the present socket: what it still says is not heard. */
  #leave(): void {
    this.#cancelTimer();
    const socket = this.#socket;
    this.#socket = undefined;
    socket?.close(1000);
  }

  #connect(): void {
    this.#leave();
    this.#attempt++;
    let socket: Socket;
    try {
      socket = this.#door.connect();
    } catch (cause) {
      const detail = `The stream cannot be opened: ${cause instanceof Error ? cause.message : String(cause)}`;
      this.#fail(clientError("DAYBOOK_CLIENT_UNREACHABLE", detail, { cause }));
      return;
    }
    this.#socket = socket;
    this.#greeted = false;
    this.#enter("connecting");
    let heard = false;
    socket.addEventListener("open", () => {
      if (this.#socket !== socket) return;
      this.#subscribe(socket);
      this.#watchIdle(socket);
      this.#enter("open");
    });
    socket.addEventListener("message", ({ data }) => {
      if (this.#socket !== socket) return;
      if (!heard) this.#attempt = 1;
      heard = true;
      this.#watchIdle(socket);
      this.#take(data);
    });
    // The close event that follows says the rest.
    socket.addEventListener("error", () => {});
    socket.addEventListener("close", ({ code, reason }) => {
      if (this.#socket !== socket) return;
      this.#socket = undefined;
      this.#cancelTimer();
      void this.#lost(heard, code, reason);
    });
  }

  async #lost(heard: boolean, code: number, reason: string): Promise<void> {
    const attempt = this.#attempt;
    const why = heard ? undefined : await this.#door.whyRefused();
    // Closed, updated or retried while the question was under way.
    if (this.#state === "closed" || this.#socket !== undefined || attempt !== this.#attempt) return;
    if (why !== undefined && !why.isTransient) return this.#fail(why);
    const detail = `The live stream was cut (${code}${reason === "" ? "" : `, ${reason}`}).`;
    this.#options.onError?.(why ?? clientError("DAYBOOK_CLIENT_UNREACHABLE", detail));
    this.#wait();
  }

  #wait(): void {
    if (this.#state === "closed") return;
    const { random, setTimer } = this.#door;
    const delayMs = backoffMs(this.#attempt, { baseMs: RECONNECT_BASE_MS, maxMs: RECONNECT_MAX_MS, random });
    this.#cancelTimer = setTimer(() => this.#connect(), delayMs);
    this.#enter("waiting", delayMs);
  }

  #fail(error: RequestError): void {
    this.#leave();
    this.#enter("failed");
    this.#options.onError?.(error);
  }

  /** A quiet server has nothing to say: it is asked first, by subscribing again where we are. */
  #watchIdle(socket: Socket): void {
    this.#cancelTimer();
    this.#cancelTimer = this.#door.setTimer(() => {
      this.#subscribe(socket);
      this.#cancelTimer = this.#door.setTimer(() => {
        this.#leave();
        const detail = `The live stream did not answer within ${STREAM_ANSWER_MS} ms.`;
        this.#options.onError?.(clientError("DAYBOOK_CLIENT_TIMEOUT", detail));
        this.#wait();
      }, STREAM_ANSWER_MS);
    }, STREAM_IDLE_MS);
  }

  #subscribe(socket: Socket): void {
    const request: StreamRequest = { type: "subscribe" };
    if (this.#query) request.query = this.#query;
    if (this.#position !== undefined) request.after_seq = this.#position;
    socket.send(JSON.stringify(request));
  }

  #take(data: unknown): void {
    const frame = parseFrame(data);
    if (frame === undefined) {
      this.#leave();
      this.#options.onError?.(
        clientError("DAYBOOK_CLIENT_BAD_REPLY", "The live stream sent a frame that cannot be read."),
      );
      this.#wait();
      return;
    }
    if (frame.type === "events") {
      const after = this.#position ?? 0;
      const fresh = frame.events.filter((event) => event.seq > after);
      const last = fresh.at(-1);
      if (last === undefined) return;
      this.#position = last.seq;
      this.#options.onEvents(fresh);
    } else if (frame.type === "position") {
      // Lower than ours at the first word of a connection: the server was restored from an older copy.
      this.#position = this.#greeted ? Math.max(this.#position ?? 0, frame.seq) : frame.seq;
      this.#greeted = true;
      this.#options.onPosition?.(frame.seq);
    } else if (frame.type === "dropped") {
      this.#options.onDropped?.(frame.count);
    } else if (frame.type === "error") {
      const error = errorOfProblem(frame.problem);
      if (error.isTransient) this.#options.onError?.(error);
      else this.#fail(error);
    }
  }
}

/** A frame of a type that is not known is kept: a newer server may send it. */
function parseFrame(data: unknown): StreamFrame | undefined {
  if (typeof data !== "string") return undefined;
  try {
    const frame: unknown = JSON.parse(data);
    return typeof frame === "object" && frame !== null && "type" in frame ? (frame as StreamFrame) : undefined;
  } catch {
    return undefined;
  }
}
