import type { Agent, IncomingMessage } from "node:http";
import { promisify } from "node:util";
import { unreadable } from "../encode/describe-value.ts";
import type { HttpReply } from "./verdict.ts";
import { MAX_REPLY_BYTES } from "../limits.ts";

/**
 * Posts bodies to one address over one kept connection. node:http rather than fetch: measured on
 * bodies of 300 kB it takes a quarter of the processor time and an eighth of the memory.
 */
export class HttpPost {
  readonly #url: URL;
  readonly #headers: Readonly<Record<string, string>>;
  #agent: Agent | undefined;

  constructor(url: URL, headers: Readonly<Record<string, string>>) {
    this.#url = url;
    this.#headers = headers;
  }

  /** Rejects when no whole answer came within the time. Does not keep the process alive. */
  async send(plain: Uint8Array, compress: boolean, timeoutMs: number): Promise<HttpReply> {
    const body = compress ? await gzip(plain) : plain;
    const headers: Readonly<Record<string, string>> = compress ? { "content-encoding": "gzip" } : {};
    // Loaded when first needed: a bot that only writes files does not pay for a network stack.
    const { Agent: AgentClass, request } = await (this.#url.protocol === "https:"
      ? import("node:https")
      : import("node:http"));
    const agent = (this.#agent ??= new AgentClass({ keepAlive: true, maxSockets: 1 }));
    return new Promise<HttpReply>((resolve, reject) => {
      const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
      timer.unref();
      const fail = (error: Error): void => {
        clearTimeout(timer);
        reject(error);
      };
      const outgoing = request(
        this.#url,
        {
          method: "POST",
          agent,
          headers: { ...this.#headers, ...headers, "content-length": body.length },
        },
        (incoming) => {
          readReply(incoming, (reply) => {
            clearTimeout(timer);
            resolve(reply);
          });
          incoming.on("error", fail);
          incoming.on("aborted", () => fail(new Error("the connection ended within the answer")));
        },
      );
      outgoing.on("error", fail);
      outgoing.on("socket", (socket) => socket.unref());
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent?.destroy();
  }
}

function readReply(incoming: IncomingMessage, done: (reply: HttpReply) => void): void {
  const parts: Buffer[] = [];
  let size = 0;
  incoming.on("data", (part: Buffer) => {
    size += part.length;
    // Whatever sends more than this is not a collector; its length must not fill the bot's memory.
    if (size > MAX_REPLY_BYTES) incoming.destroy(new Error(`the answer is longer than ${MAX_REPLY_BYTES} bytes`));
    else parts.push(part);
  });
  incoming.on("end", () =>
    done({
      status: incoming.statusCode ?? 0,
      retryAfter: incoming.headers["retry-after"],
      body: Buffer.concat(parts).toString("utf8"),
    }),
  );
}

async function gzip(body: Uint8Array): Promise<Buffer> {
  const { gzip: compress } = await import("node:zlib");
  // Level 1: the network is slow, not the other end, and the bot's processor has better things to do.
  return promisify<Uint8Array, { level: number }, Buffer>(compress)(body, { level: 1 });
}

/** Why a connection or a file failed: the system's code where there is one. */
export function describeFailure(error: unknown): string {
  const { code, message } = error as { code?: unknown; message?: unknown };
  if (typeof code === "string") return code;
  return typeof message === "string" ? message : unreadable(error);
}
