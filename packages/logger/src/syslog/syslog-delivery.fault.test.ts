import { createSocket } from "node:dgram";
import type { AddressInfo, Server, Socket } from "node:net";
import { createServer } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Logger } from "../core/logger-types.ts";
import type { SinkFault } from "../core/sink.ts";
import { testLogger } from "../test-support/test-logger.ts";
import type { SyslogSinkOptions } from "./syslog-sink.ts";
import { syslogSink } from "./syslog-sink.ts";

const PATIENCE_MS = 20_000;

/** A server that takes octet-counted messages, strictly. */
class StreamServer {
  readonly messages: string[] = [];
  readonly sockets: Socket[] = [];
  readonly server: Server;
  #waiting: { count: number; resolve: () => void }[] = [];

  constructor() {
    this.server = createServer((socket) => {
      this.sockets.push(socket);
      let bytes: Buffer = Buffer.alloc(0);
      socket.on("data", (part) => {
        bytes = this.#take(Buffer.concat([bytes, part]));
      });
      socket.on("error", () => {});
    });
  }

  async listen(port = 0): Promise<number> {
    await new Promise<void>((resolve) => this.server.listen(port, "127.0.0.1", resolve));
    return (this.server.address() as AddressInfo).port;
  }

  async received(count: number): Promise<void> {
    if (this.messages.length < count) await new Promise<void>((resolve) => this.#waiting.push({ count, resolve }));
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  #take(bytes: Buffer): Buffer {
    let rest = bytes;
    for (let space = rest.indexOf(" "); space > 0; space = rest.indexOf(" ")) {
      const length = rest.toString("latin1", 0, space);
      if (!/^[1-9]\d*$/.test(length)) throw new Error(`not a length: ${length}`);
      const end = space + 1 + Number(length);
      if (rest.length < end) break;
      this.messages.push(rest.toString("utf8", space + 1, end));
      rest = rest.subarray(end);
    }
    this.#waiting = this.#waiting.filter(({ count, resolve }) => {
      if (this.messages.length < count) return true;
      resolve();
      return false;
    });
    return rest;
  }
}

let server: StreamServer;
let port: number;
let log: Logger;
let faults: SinkFault[];
/** Resolves at the first fault. */
let faulted: Promise<void>;

beforeEach(async () => {
  server = new StreamServer();
  port = await server.listen();
  faults = [];
});

afterEach(async () => {
  await log.close(10);
  await server.close();
});

function connect(options: Partial<SyslogSinkOptions> = {}): void {
  const sink = syslogSink({ port, transport: "tcp", body: "text", random: () => 0, ...options });
  faulted = new Promise((resolve) => {
    const onError = (fault: SinkFault): void => {
      faults.push(fault);
      resolve();
    };
    ({ log } = testLogger({ sinks: [sink], onError }));
  });
}

function texts(): string[] {
  return server.messages.map((message) => message.slice(message.indexOf("] ") + 2));
}

const names = (from: number, to: number): string[] => Array.from({ length: to - from }, (_, i) => `event ${from + i}`);

describe("over TCP", () => {
  it("sends messages in order, each with its length, line feeds and all", async () => {
    connect();
    for (const name of names(0, 5_000)) log.info(name);
    log.info("two\nlines, ünïcode");
    await log.flush(PATIENCE_MS);
    await server.received(5_001);
    expect(texts()).toEqual([...names(0, 5_000), "two\nlines, ünïcode"]);
    expect(server.sockets).toHaveLength(1);
    expect(faults).toEqual([]);
  });

  it("delivers what was written when it is closed", async () => {
    connect();
    for (const name of names(0, 1_000)) log.info(name);
    await log.close(PATIENCE_MS);
    await server.received(1_000);
    expect(texts()).toEqual(names(0, 1_000));
  });

  it("waits for a server that is away, and sends everything then", async () => {
    await server.close();
    connect();
    for (const name of names(0, 100)) log.info(name);
    await faulted;
    expect(faults.map((fault) => fault.code)).toEqual(["DAYBOOK_LOGGER_SYSLOG"]);
    server = new StreamServer();
    await server.listen(port);
    await log.flush(PATIENCE_MS);
    await server.received(100);
    expect(texts()).toEqual(names(0, 100));
  });

  it("connects again when the server went, and goes on", async () => {
    connect();
    log.info("before");
    await server.received(1);
    const gone = new Promise((resolve) => server.sockets[0]?.once("close", resolve));
    server.sockets[0]?.destroy();
    await gone;
    for (const name of names(0, 100)) log.info(name);
    await log.flush(PATIENCE_MS);
    log.info("after");
    await log.flush(PATIENCE_MS);
    await log.close(PATIENCE_MS);
    expect(texts().at(0)).toBe("before");
    expect(texts().at(-1)).toBe("after");
    expect(server.sockets.length).toBeGreaterThan(1);
  });

  it("is bounded; audited events are dropped last, and the loss is logged", async () => {
    await server.close();
    connect({ maxBufferBytes: 20_000 });
    for (const name of names(0, 200)) log.info(name);
    for (let i = 0; i < 20; i++) log.tradeExit({ trade_id: `t${i}`, symbol: "BTCUSDT", quantity: 1, price: 2 });
    server = new StreamServer();
    await server.listen(port);
    await log.flush(PATIENCE_MS);
    await log.flush(PATIENCE_MS);
    await server.received(21);
    const kinds = (id: string): string[] => server.messages.filter((message) => message.includes(` ${id} [`));
    expect(kinds("trade_exit")).toHaveLength(20);
    expect(kinds("logs_dropped")).toHaveLength(1);
    expect(faults.map((fault) => fault.code)).toContain("DAYBOOK_LOGGER_LOST");
  });

  it("says at the end what was not sent", async () => {
    await server.close();
    connect();
    log.info("lost");
    await log.close(1);
    expect(faults.at(-1)).toMatchObject({
      code: "DAYBOOK_LOGGER_LOST",
      message: expect.stringMatching(/^1 events/) as string,
    });
    server = new StreamServer();
    await server.listen();
  });
});

describe("over UDP", () => {
  it("sends each message in a datagram", async () => {
    const receiver = createSocket("udp4");
    await new Promise<void>((resolve) => receiver.bind(0, "127.0.0.1", resolve));
    const got: string[] = [];
    const all = new Promise<void>((resolve) =>
      receiver.on("message", (message) => {
        got.push(message.toString());
        if (got.length === 20) resolve();
      }),
    );
    connect({ transport: "udp", port: receiver.address().port, maxMessageBytes: 1024 });
    for (const name of names(0, 19)) log.info(name);
    log.info("x".repeat(5_000));
    await log.flush(PATIENCE_MS);
    await all;
    expect(got.slice(0, 19).map((message) => message.slice(message.indexOf("] ") + 2))).toEqual(names(0, 19));
    expect(Buffer.byteLength(got[19] ?? "")).toBe(1024);
    expect(faults).toEqual([]);
    receiver.close();
  });

  it("counts what was refused, and goes on when somebody listens", async () => {
    const receiver = createSocket("udp4");
    await new Promise<void>((resolve) => receiver.bind(0, "127.0.0.1", resolve));
    const { port: udpPort } = receiver.address();
    await new Promise<void>((resolve) => receiver.close(resolve));
    connect({ transport: "udp", port: udpPort });
    log.info("nobody hears this");
    await log.flush(PATIENCE_MS);
    // The refusal comes back at the next write at the latest.
    while (faults.length === 0) {
      log.info("nor this");
      await log.flush(10);
    }
    expect(faults.map((fault) => fault.code)).toContain("DAYBOOK_LOGGER_SYSLOG");
    const again = createSocket("udp4");
    const reported = new Promise<void>((resolve) =>
      again.on("message", (message) => {
        if (message.includes("logs_dropped")) resolve();
      }),
    );
    await new Promise<void>((resolve) => again.bind(udpPort, "127.0.0.1", resolve));
    log.info("heard");
    await log.flush(PATIENCE_MS);
    await log.flush(PATIENCE_MS);
    await reported;
    again.close();
  });
});
