import { DaybookError, problemOf } from "@daybook/protocol";
import type { StreamFrame } from "@daybook/protocol";
import type { FastifyInstance } from "fastify";
import type { RawData, WebSocket } from "ws";
import { z } from "zod";
import { STREAM_PING_INTERVAL_MS } from "../limits.ts";
import { toDaybookError } from "../problem.ts";
import type { Rooms } from "../rooms.ts";
import type { Subscriber } from "../../tail/subscriber.ts";

const frameSchema = z.discriminatedUnion("type", [
  z.object({
    type: z.literal("subscribe"),
    query: z.string().default(""),
    after_seq: z.number().int().min(0).optional(),
  }),
  z.object({ type: z.literal("unsubscribe") }),
]);

export function streamRoutes(app: FastifyInstance, rooms: Rooms): void {
  app.get(
    "/logs/stream",
    {
      websocket: true,
      config: { access: ["read_only", "admin"] },
      schema: { summary: "Live events (WebSocket)", tags: ["logs"] },
    },
    (socket) => serveStream(socket, rooms),
  );
}

function serveStream(socket: WebSocket, rooms: Rooms): void {
  let subscriber: Subscriber | undefined;
  let answered = true;

  function send(frame: StreamFrame): void {
    if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(frame));
  }
  function fail(error: unknown): void {
    const known = toDaybookError(error);
    const problem = problemOf(known);
    if (problem.status >= 500) rooms.report(known.cause ?? known, "stream");
    send({ type: "error", problem });
  }

  function subscribe(query: string, afterSeq: number | undefined): void {
    const matches = rooms.compileQuery(query);
    subscriber?.close();
    subscriber = rooms.tail.subscribe({
      matches,
      afterSeq,
      sink: {
        get bufferedBytes() {
          return socket.bufferedAmount;
        },
        events(lines) {
          if (socket.readyState === socket.OPEN) socket.send(`{"type":"events","events":[${lines.join(",")}]}`);
        },
        dropped: (count) => send({ type: "dropped", count }),
        position: (seq) => send({ type: "position", seq }),
        failed: fail,
      },
    });
    if (!subscriber) fail(new DaybookError("DAYBOOK_HTTP_BUSY", "too many live streams are open"));
  }

  socket.on("message", (data, isBinary) => {
    try {
      const frame = parseFrame(isBinary ? "" : textOf(data));
      if (frame.type === "subscribe") return subscribe(frame.query, frame.after_seq);
      subscriber?.close();
      subscriber = undefined;
    } catch (error) {
      fail(error);
    }
  });
  socket.on("pong", () => {
    answered = true;
  });
  // A client that vanished without a word must not hold a predicate on every event.
  const heartbeat = setInterval(() => {
    if (!answered) return socket.terminate();
    answered = false;
    socket.ping();
  }, STREAM_PING_INTERVAL_MS);
  socket.on("error", () => socket.terminate());
  socket.on("close", () => {
    clearInterval(heartbeat);
    subscriber?.close();
  });
}

function parseFrame(text: string): z.output<typeof frameSchema> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new DaybookError("DAYBOOK_STREAM_INVALID", "the frame is not JSON text");
  }
  const result = frameSchema.safeParse(value);
  if (!result.success) throw new DaybookError("DAYBOOK_STREAM_INVALID", z.prettifyError(result.error));
  return result.data;
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString("utf8");
  return (Buffer.isBuffer(data) ? data : Buffer.from(data)).toString("utf8");
}
