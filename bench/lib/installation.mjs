import { readdirSync, readFileSync } from "node:fs";
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

/** One keep-alive connection's worth of POSTs: the next body goes out when the last one is acknowledged. */
export async function post(installation, body) {
  const response = await fetch(`${installation.url}/logs`, {
    method: "POST",
    headers: { authorization: `Bearer ${installation.key}`, "content-type": "application/x-ndjson" },
    body,
  });
  const reply = await response.json();
  if (response.status !== 202 || reply.rejected.length > 0)
    throw new Error(`ingest: ${response.status} ${JSON.stringify(reply).slice(0, 300)}`);
  return reply;
}

/** Until everything durable can be searched. */
export async function searchable(installation, lastSeq, timeoutMs = 600_000) {
  await eventually(
    `journal number ${lastSeq} can be searched`,
    async () => (await installation.call("/admin/status")).readers.every((reader) => reader.seq >= lastSeq),
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
