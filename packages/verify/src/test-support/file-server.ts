import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

export interface FileServer extends AsyncDisposable {
  readonly url: string;
  /** Paths that were asked for, with the key that came along. */
  readonly asked: { path: string; key: string | undefined }[];
  /** Answers to give first, whatever is asked: a status, or "cut" the connection. */
  readonly trouble: (number | "cut")[];
}

export interface FileServerOptions {
  /** Where the files are, without a slash at the end. */
  readonly prefix?: string;
  /** Asked for below the prefix. */
  readonly key?: string;
  readonly canList?: boolean;
  /** What is answered to every other path. */
  readonly fallback?: { status: number; type: string; body: string };
}

/** A small server of the files of a trail, over real HTTP. */
export async function startFileServer(
  files: ReadonlyMap<string, Uint8Array>,
  {
    prefix = "",
    key,
    canList = false,
    fallback = { status: 404, type: "text/plain", body: "none" },
  }: FileServerOptions = {},
): Promise<FileServer> {
  const asked: FileServer["asked"] = [];
  const trouble: FileServer["trouble"] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const bearer = request.headers.authorization?.replace(/^Bearer /, "");
    asked.push({ path, key: bearer });
    const answer = (status: number, body: string | Uint8Array, type = "application/octet-stream"): void => {
      response.writeHead(status, { connection: "close", "content-type": type }).end(body);
    };
    const first = trouble.shift();
    if (first === "cut") return void request.socket.destroy();
    if (first !== undefined) return answer(first, '{"detail":"as the test wants"}', "application/problem+json");
    if (!path.startsWith(`${prefix}/`)) return answer(fallback.status, fallback.body, fallback.type);
    if (key !== undefined && bearer !== key) return answer(401, "", "application/problem+json");
    const name = path.slice(prefix.length + 1);
    const found = files.get(name);
    if (found !== undefined) return answer(200, found);
    if (!canList || !name.endsWith("/")) return answer(fallback.status, fallback.body, fallback.type);
    const names = [...files.keys()].filter((other) => other.startsWith(name)).map((other) => other.slice(name.length));
    return answer(200, JSON.stringify(names), "application/json; charset=utf-8");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    trouble,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Options of a reader that does not wait between its tries, and counts them. */
export function impatient(): { sleep: (delayMs: number) => Promise<void>; pauses: number[] } {
  const pauses: number[] = [];
  return {
    pauses,
    sleep(delayMs) {
      pauses.push(delayMs);
      return Promise.resolve();
    },
  };
}
