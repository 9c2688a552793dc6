import { createServer, request } from "node:http";
import type { IncomingMessage, Server, ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What happens to an INSERT: it passes, it is never sent on, or it is done and its answer is lost (and nothing passes any more). */
export type InsertFate = "pass" | "lost" | "done, answer lost" | "done, then cut off";

export interface FaultyProxy {
  url: string;
  /** Fates of the next INSERTs, in order; after them all pass. */
  fates: InsertFate[];
  inserts: number;
  /** Resolves when an INSERT was done and the line cut off. */
  cutOff: Promise<void>;
  close(): Promise<void>;
}

/** Between a store and its engine. */
export async function startProxy(target: () => string): Promise<FaultyProxy> {
  const proxy: FaultyProxy = {
    url: "",
    fates: [],
    inserts: 0,
    cutOff: Promise.resolve(),
    close: () => Promise.resolve(),
  };
  let cut = false;
  let onCut: () => void = () => undefined;
  proxy.cutOff = new Promise((resolve) => (onCut = resolve));
  const server: Server = createServer((incoming: IncomingMessage, outgoing: ServerResponse) => {
    const insert = /[?&]query=INSERT/.test(incoming.url ?? "");
    if (insert) proxy.inserts++;
    const fate = insert ? (proxy.fates.shift() ?? "pass") : "pass";
    if (fate === "lost" || cut) {
      incoming.resume().once("end", () => outgoing.destroy());
      return;
    }
    const onward = request(`${target()}${incoming.url}`, { method: incoming.method, headers: incoming.headers });
    onward.once("error", () => outgoing.destroy());
    onward.once("response", (answer) => {
      if (fate === "pass") {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      } else {
        answer.resume().once("end", () => {
          cut ||= fate === "done, then cut off";
          outgoing.destroy();
          if (cut) onCut();
        });
      }
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  proxy.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  proxy.close = () =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return proxy;
}
