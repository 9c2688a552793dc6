import { readFile, readdir } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { TestTrail } from "./audit-trail.ts";

export const TRAIL_KEY = "dbk_reader";

export interface TrailServer extends AsyncDisposable {
  readonly url: string;
  /** Statuses to answer first, whatever is asked. */
  readonly trouble: number[];
}

interface Answer {
  readonly status: number;
  readonly body?: string | Uint8Array;
}

/**
 * The audit trail as a server has it: files below `/audit/trail/`, lists as arrays of names, proofs of events `event-N`; all for
 * those who have the key.
 */
export async function startTrailServer(trail: TestTrail): Promise<TrailServer> {
  const trouble: number[] = [];
  const server = createServer((request, response) => {
    const status = trouble.shift();
    const isAllowed = request.headers.authorization === `Bearer ${TRAIL_KEY}`;
    const answered: Promise<Answer> =
      status !== undefined
        ? Promise.resolve({ status })
        : isAllowed
          ? answerTo(request.url ?? "/", trail)
          : Promise.resolve({ status: 401 });
    void answered.then(({ status: code, body = "" }) => response.writeHead(code, { connection: "close" }).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    trouble,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

async function answerTo(path: string, trail: TestTrail): Promise<Answer> {
  const [, id] = /^\/logs\/event-(\d+)\/proof$/.exec(path) ?? [];
  const [, file] = /^\/audit\/trail\/(.+)$/.exec(path) ?? [];
  try {
    if (id !== undefined) return { status: 200, body: await trail.proofOf(Number(id)) };
    if (file === undefined) return { status: 404 };
    if (file.endsWith("/"))
      return { status: 200, body: JSON.stringify(await readdir(join(trail.dir, file)).catch(() => [])) };
    return { status: 200, body: await readFile(join(trail.dir, file)) };
  } catch {
    return { status: 404 };
  }
}
