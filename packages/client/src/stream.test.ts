import type { StreamFrame, WireRecord } from "@daybook/protocol";
import { expect, onTestFinished, test, vi } from "vitest";
import { WebSocket, type WebSocket as ServerSocket } from "ws";
import { createClient } from "./client.ts";
import type { RequestError } from "./request-error.ts";
import type { Stream, StreamOptions } from "./stream.ts";
import { problem, startFakeServer, type FakeRoute, type FakeServer } from "./test-support/fake-server.ts";

/** Patient: other work may have the machine. */
function waitFor<T>(check: () => T): Promise<T> {
  return vi.waitFor(check, { timeout: 20_000, interval: 10 });
}

/** Hands out the connections of the fake in the order in which they come, each with its first frame read. */
interface Scene extends AsyncDisposable {
  fake: FakeServer;
  /** The next connection that subscribed. */
  next(): Promise<{ socket: ServerSocket; request: unknown; key: string | undefined }>;
  open(options?: Partial<StreamOptions>): Stream;
  events: number[];
  errors: RequestError[];
  states: string[];
  /** Timers that are set and not cancelled. A test runs them itself. */
  timers: { delayMs: number; run: () => void }[];
}

async function setScene(routes: Record<string, FakeRoute> = {}): Promise<Scene> {
  const fake = await startFakeServer(routes);
  const arrived: Awaited<ReturnType<Scene["next"]>>[] = [];
  const streams: Stream[] = [];
  fake.onStream = (socket, headers) => {
    socket.once("message", (data: Buffer) => {
      arrived.push({ socket, request: JSON.parse(data.toString()), key: headers.authorization });
    });
  };
  const scene: Scene = {
    fake,
    events: [],
    errors: [],
    states: [],
    timers: [],
    next: () =>
      waitFor(() => {
        const connection = arrived.shift();
        if (connection === undefined) throw new Error("nobody has subscribed");
        return connection;
      }),
    open(options = {}) {
      const client = createClient({
        baseUrl: fake.url,
        key: "k",
        WebSocket: WebSocket,
        streamDoor: {
          random: () => 1,
          setTimer(run, delayMs) {
            const timer = { run, delayMs };
            scene.timers.push(timer);
            return () => void (scene.timers = scene.timers.filter((other) => other !== timer));
          },
        },
      });
      const stream = client.stream({
        onEvents: (batch) => scene.events.push(...batch.map((event) => event.seq)),
        onError: (error) => scene.errors.push(error),
        onState: (state) => scene.states.push(state),
        ...options,
      });
      streams.push(stream);
      return stream;
    },
    async [Symbol.asyncDispose]() {
      for (const stream of streams) stream.close();
      await fake[Symbol.asyncDispose]();
    },
  };
  return scene;
}

function events(...numbers: number[]): StreamFrame {
  return { type: "events", events: numbers.map((seq) => ({ seq }) as WireRecord) };
}

function send(socket: ServerSocket, ...frames: StreamFrame[]): void {
  for (const frame of frames) socket.send(JSON.stringify(frame));
}

test("subscribes with the key, the query and the number", async () => {
  await using scene = await setScene();
  const dropped: number[] = [];
  const stream = scene.open({ query: "level:ERROR", afterSeq: 4, onDropped: (count) => dropped.push(count) });
  const { socket, request, key } = await scene.next();
  expect(request).toEqual({ type: "subscribe", query: "level:ERROR", after_seq: 4 });
  expect(key).toBe("Bearer k");
  send(socket, events(5, 7), { type: "dropped", count: 3 }, { type: "position", seq: 12 });
  await waitFor(() => expect(stream.position).toBe(12));
  expect(scene.events).toEqual([5, 7]);
  expect(dropped).toEqual([3]);
  expect(scene.states).toEqual(["connecting", "open"]);
});

test("after a cut it goes on behind the last number, and nothing is delivered twice", async () => {
  await using scene = await setScene();
  const stream = scene.open();
  const first = await scene.next();
  expect(first.request).toEqual({ type: "subscribe" });
  send(first.socket, events(1, 2, 3));
  await waitFor(() => expect(stream.position).toBe(3));
  first.socket.terminate();
  await waitFor(() => expect(stream.state).toBe("waiting"));
  expect(scene.errors[0]).toMatchObject({ code: "DAYBOOK_CLIENT_UNREACHABLE" });
  expect(scene.timers.map((timer) => timer.delayMs)).toEqual([500]);
  scene.timers[0]?.run();
  const second = await scene.next();
  expect(second.request).toEqual({ type: "subscribe", after_seq: 3 });
  send(second.socket, events(2, 3, 4), { type: "position", seq: 9 });
  await waitFor(() => expect(stream.position).toBe(9));
  expect(scene.events).toEqual([1, 2, 3, 4]);
});

test("the pause doubles while the server is away, and starts anew once it spoke", async () => {
  await using scene = await setScene({ "GET /logs/stream": () => problem(503, "DAYBOOK_X") });
  const { onStream } = scene.fake;
  scene.fake.onStream = undefined;
  const stream = scene.open();
  for (const delayMs of [500, 1_000, 2_000]) {
    await waitFor(() => expect(stream.state).toBe("waiting"));
    expect(scene.timers.at(-1)?.delayMs).toBe(delayMs);
    if (delayMs === 2_000) scene.fake.onStream = onStream;
    stream.retryNow();
  }
  const { socket } = await scene.next();
  send(socket, { type: "position", seq: 1 });
  await waitFor(() => expect(stream.position).toBe(1));
  socket.close(1013, "try later");
  await waitFor(() => expect(stream.state).toBe("waiting"));
  expect(scene.timers.at(-1)?.delayMs).toBe(500);
  expect(scene.errors.at(-1)?.message).toContain("1013, try later");
});

test("a refused key ends it with the server's own problem", async () => {
  await using scene = await setScene({ "GET /logs/stream": () => problem(401, "DAYBOOK_ACCESS_X") });
  scene.fake.onStream = undefined;
  const stream = scene.open();
  await waitFor(() => expect(stream.state).toBe("failed"));
  expect(scene.errors).toMatchObject([{ code: "DAYBOOK_ACCESS_X", status: 401, isRefused: true }]);
  expect(scene.timers).toEqual([]);
});

test("a query that cannot be read ends it; update with a good one goes on", async () => {
  await using scene = await setScene();
  const stream = scene.open({ query: "a AND", afterSeq: 8 });
  const { socket } = await scene.next();
  const { body } = problem(400, "DAYBOOK_QUERY_SYNTAX", { position: 5 });
  socket.send(JSON.stringify({ type: "error", problem: body }));
  await waitFor(() => expect(stream.state).toBe("failed"));
  expect(scene.errors[0]?.position).toBe(5);
  stream.update({ query: "a" });
  expect((await scene.next()).request).toEqual({ type: "subscribe", query: "a", after_seq: 8 });
});

test("after update nothing of the old query arrives", async () => {
  await using scene = await setScene();
  const stream = scene.open({ query: "old", afterSeq: 0 });
  const old = await scene.next();
  stream.update({ query: "new", afterSeq: 0 });
  send(old.socket, events(1));
  const fresh = await scene.next();
  send(fresh.socket, events(2));
  await waitFor(() => expect(scene.events).toEqual([2]));
  expect(old.socket.readyState).not.toBe(WebSocket.OPEN);
});

test("a silent server is asked, and one that does not answer is taken for dead", async () => {
  await using scene = await setScene();
  const stream = scene.open({ query: "q" });
  const { socket } = await scene.next();
  send(socket, { type: "position", seq: 5 });
  await waitFor(() => expect(stream.position).toBe(5));
  const asked = new Promise<string>((resolve) => socket.once("message", (data: Buffer) => resolve(data.toString())));
  expect(scene.timers.map((timer) => timer.delayMs)).toEqual([30_000]);
  scene.timers[0]?.run();
  expect(JSON.parse(await asked)).toEqual({ type: "subscribe", query: "q", after_seq: 5 });
  send(socket, { type: "position", seq: 6 });
  await waitFor(() => expect(stream.position).toBe(6));
  expect(scene.errors).toEqual([]);
  scene.timers.at(-1)?.run();
  expect(scene.timers.at(-1)?.delayMs).toBe(10_000);
  scene.timers.at(-1)?.run();
  expect(stream.state).toBe("waiting");
  expect(scene.errors).toMatchObject([{ code: "DAYBOOK_CLIENT_TIMEOUT" }]);
});

test("a server restored from an older copy is followed from where it is", async () => {
  await using scene = await setScene();
  const stream = scene.open({ afterSeq: 100 });
  const { socket } = await scene.next();
  send(socket, { type: "position", seq: 40 }, events(41), { type: "position", seq: 41 });
  await waitFor(() => expect(stream.position).toBe(41));
  expect(scene.events).toEqual([41]);
});

test.each(["not json", "null", "[1]"])("a frame %s is an error, and it connects again", async (frame) => {
  await using scene = await setScene();
  const stream = scene.open();
  const { socket } = await scene.next();
  socket.send(frame);
  await waitFor(() => expect(stream.state).toBe("waiting"));
  expect(scene.errors).toMatchObject([{ code: "DAYBOOK_CLIENT_BAD_REPLY" }]);
});

test("close is final", async () => {
  await using scene = await setScene();
  const stream = scene.open();
  const { socket } = await scene.next();
  const closed = new Promise((resolve) => socket.once("close", resolve));
  stream.close();
  await closed;
  stream.update({ query: "x" });
  stream.retryNow();
  stream.close();
  expect(scene.states).toEqual(["connecting", "open", "closed"]);
  expect(scene.timers).toEqual([]);
});

test("a runtime without WebSocket says so", async () => {
  vi.stubGlobal("WebSocket", undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  const errors: RequestError[] = [];
  const client = createClient({ baseUrl: "http://127.0.0.1:1" });
  const stream = client.stream({ onEvents: () => {}, onError: (error) => errors.push(error) });
  expect(stream.state).toBe("failed");
  expect(errors[0]?.message).toContain("ws");
});
