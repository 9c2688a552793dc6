import type { Socket as UdpSocket } from "node:dgram";
import type { Socket } from "node:net";
import type { ConnectionOptions } from "node:tls";
import { SYSLOG_CONNECT_MS } from "../limits.ts";

export interface SyslogAddress {
  readonly transport: "udp" | "tcp" | "tls";
  readonly host: string;
  readonly port: number;
  /** For `tls`: certificates, names, and what else node:tls takes. */
  readonly tls: ConnectionOptions;
}

/** A way to a syslog server. When it breaks, it says so once and is of no use any more. */
export interface SyslogConnection {
  /** Hands messages to the system; `done` is called when it has them, and never when the connection broke before. */
  send(messages: readonly Buffer[], done: () => void): void;
  /** Ends it after what was sent; resolves when it is closed. */
  end(): Promise<void>;
  destroy(): void;
}

/** Opens a connection; rejects when there is none. `onBroken` is called at most once, after it was open. */
export async function connectSyslog(
  address: SyslogAddress,
  onBroken: (error: Error) => void,
): Promise<SyslogConnection> {
  return address.transport === "udp" ? connectDatagrams(address, onBroken) : connectStream(address, onBroken);
}

/** Each message with its length in front (RFC 6587 §3.4.1, RFC 5425 §4.3): it may hold line feeds. */
async function connectStream(address: SyslogAddress, onBroken: (error: Error) => void): Promise<SyslogConnection> {
  const socket = await openStream(address);
  let isBroken = false;
  const broken = (error: Error): void => {
    if (isBroken) return;
    isBroken = true;
    socket.destroy();
    onBroken(error);
  };
  socket.on("error", broken);
  socket.on("close", () => broken(new Error("the server closed the connection")));
  // A server sends nothing; its end is noticed only by who reads.
  socket.on("end", () => broken(new Error("the server ended the connection")));
  socket.resume();
  return {
    send: (messages, done) => {
      const parts = messages.flatMap((message) => [Buffer.from(`${message.length} `), message]);
      socket.write(Buffer.concat(parts), (error) => {
        if (error === undefined || error === null) done();
      });
    },
    end: () => {
      isBroken = true;
      return new Promise((resolve) => {
        socket.once("close", () => resolve());
        socket.end();
      });
    },
    destroy: () => {
      isBroken = true;
      socket.destroy();
    },
  };
}

async function openStream({ transport, host, port, tls }: SyslogAddress): Promise<Socket> {
  // Loaded when first needed: a bot without this sink does not pay for a network stack.
  const [{ connect }, secure] = await Promise.all([
    import("node:net"),
    transport === "tls" ? import("node:tls") : undefined,
  ]);
  return new Promise((resolve, reject) => {
    const socket = secure === undefined ? connect({ host, port }) : secure.connect({ host, port, ...tls });
    socket.unref();
    const timer = setTimeout(
      () => socket.destroy(new Error(`no connection within ${SYSLOG_CONNECT_MS} ms`)),
      SYSLOG_CONNECT_MS,
    );
    timer.unref();
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    socket.once("error", fail);
    socket.once(secure === undefined ? "connect" : "secureConnect", () => {
      clearTimeout(timer);
      socket.off("error", fail);
      resolve(socket);
    });
  });
}

/** Each message in a datagram of its own (RFC 5426). */
async function connectDatagrams(address: SyslogAddress, onBroken: (error: Error) => void): Promise<SyslogConnection> {
  const { host, port } = address;
  const [{ createSocket }, { lookup }] = await Promise.all([import("node:dgram"), import("node:dns/promises")]);
  const { family, address: ip } = await lookup(host);
  const socket: UdpSocket = createSocket(family === 6 ? "udp6" : "udp4");
  socket.unref();
  await new Promise<void>((resolve, reject) => {
    socket.once("error", reject);
    socket.connect(port, ip, () => {
      socket.off("error", reject);
      resolve();
    });
  });
  let isBroken = false;
  const close = (): void => {
    if (!isBroken) socket.close();
    isBroken = true;
  };
  const broken = (error: Error): void => {
    if (isBroken) return;
    close();
    onBroken(error);
  };
  // A connected socket hears that nobody listens: of the datagrams before, at least one is lost.
  socket.on("error", broken);
  return {
    send: (messages, done) => {
      let left = messages.length;
      for (const message of messages) {
        socket.send(message, (error) => {
          if (error !== null) broken(error);
          else if (--left === 0) done();
        });
      }
    },
    end: () => {
      close();
      return Promise.resolve();
    },
    destroy: close,
  };
}
