import { readdirSync, readFileSync } from "node:fs";
import { Agent, request } from "node:http";
import { json } from "node:stream/consumers";
import { eventually, sql, startInstallation, temporaryDir } from "../../e2e/harness.mjs";

export { eventually, sql };

/** A fresh installation in a fresh directory; `end` stops and removes it. */
export async function freshInstallation(name, env = {}) {
  const dir = temporaryDir(`bench-${name}`);
  const installation = await startInstallation({ dataDir: dir.path, env });
  return {
    ...installation,
    async end() {
      await installation.stop();
      dir.remove();
    },
  };
}

/** One connection for all bodies of a bench; the sender shares the machine, so it is the plainest there is. */
const connection = new Agent({ keepAlive: true, maxSockets: 1 });

/** One keep-alive connection's worth of POSTs: the next body goes out when the last one is acknowledged. */
export async function post({ port, key }, body) {
  const headers = {
    authorization: `Bearer ${key}`,
    "content-type": "application/x-ndjson",
    "content-length": body.length,
  };
  const response = await new Promise((done, fail) => {
    request({ host: "127.0.0.1", port, path: "/logs", method: "POST", agent: connection, headers }, done)
      .on("error", fail)
      .end(body);
  });
  const reply = await json(response);
  if (response.statusCode !== 202 || reply.rejected.length > 0)
    throw new Error(`ingest: ${response.statusCode} ${JSON.stringify(reply).slice(0, 300)}`);
  return reply;
}

/** Until everything durable can be searched. */
export async function searchable(installation, lastSeq, timeoutMs = 600_000) {
  await eventually(
    `journal number ${lastSeq} can be searched`,
    async () => {
      const { readers } = await installation.call("/admin/status");
      return readers.find(({ name }) => name === "store").seq >= lastSeq;
    },
    timeoutMs,
  );
}

/** Resident bytes of a process, and of its children. */
export function residentBytes(pid) {
  const own = Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0) * 1024;
  const children = readdirSync("/proc")
    .filter((entry) => /^\d+$/.test(entry))
    .filter((entry) => {
      try {
        return Number(readFileSync(`/proc/${entry}/stat`, "utf8").split(") ")[1]?.split(" ")[1]) === pid;
      } catch {
        return false;
      }
    });
  return children.reduce((sum, child) => sum + residentBytes(Number(child)), own);
}
