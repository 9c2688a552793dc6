import { RequestError, type DaybookClient } from "@daybook/client";
import type { StatusReply } from "@daybook/protocol";
import { formatBytes, formatCount, formatDuration, plural } from "../pretty/quantities.ts";
import { failed, ok, warning, type Finding } from "./check.ts";
import { judgeSpace } from "./data-dir-checks.ts";

/** Behind by more than this, a reader is slow; a healthy one is within a second. */
const MAX_LAG_SECONDS = 10;
const MANY_RESTARTS = 3;

/** Checks of a running server. Never rejects: what cannot be asked is a finding. */
export async function checkServer(
  client: DaybookClient,
  cliVersion: string,
  isLocal: boolean,
  signal: AbortSignal,
): Promise<Finding[]> {
  try {
    const { version } = await client.version({ signal });
    const findings = [checkVersion(client.baseUrl, version, cliVersion)];
    const { ready, detail } = await client.ready({ signal });
    findings.push(
      ready
        ? ok("Ready", "events are taken and can be searched")
        : failed("Ready", reasonOf(detail), "Wait a moment after a start; then look at the server's messages."),
    );
    findings.push(...judgeStatus(await client.status(), isLocal));
    return findings;
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    const name = error.isRefused ? "Key" : "Server";
    return [failed(name, error.detail, error.hint)];
  }
}

function checkVersion(url: string, version: string, cliVersion: string): Finding {
  if (version === cliVersion) return ok("Server", `${version} at ${url}`);
  return warning("Server", `${version} at ${url}, but this command is ${cliVersion}`, "Use the same version of both.");
}

export function judgeStatus(status: StatusReply, isLocal: boolean): Finding[] {
  const { engine, journal, readers, disk } = status;
  const findings: Finding[] = [];
  const engineText = `${engine.state}${engine.version === null ? "" : `, ClickHouse ${engine.version}`}`;
  if (engine.state !== "ready") {
    const mend =
      "Events are kept in the journal meanwhile. Look at the server's messages; it is started again by itself.";
    findings.push(failed("Engine", engineText, mend));
  } else if (engine.restarts >= MANY_RESTARTS) {
    findings.push(
      warning(
        "Engine",
        `${engineText}; restarted ${plural(engine.restarts, "time")}`,
        "Give it more memory: DAYBOOK_ENGINE_MEMORY_MB.",
      ),
    );
  } else {
    findings.push(ok("Engine", engineText));
  }
  const waiting = journal.last_seq - journal.durable_seq;
  findings.push(
    ok(
      "Journal",
      `${plural(journal.durable_seq, "event")} ever, ${plural(journal.segments, "segment")}, ${formatBytes(journal.bytes)}${waiting > 0 ? `, ${waiting} being written` : ""}`,
    ),
  );
  for (const reader of readers) findings.push(judgeReader(reader));
  // On this machine the data directory was looked at already.
  if (!isLocal) findings.push(judgeSpace(disk.free_bytes, disk.total_bytes));
  return findings;
}

function judgeReader({ name, lag_events, lag_seconds, error }: StatusReply["readers"][number]): Finding {
  const title = `Reader ${name}`;
  const behind = `${formatCount(lag_events)} events, ${formatDuration(lag_seconds * 1_000)} behind`;
  if (error !== null)
    return failed(title, `${behind}; ${error}`, "It tries again by itself; mend what its error names.");
  if (lag_seconds <= MAX_LAG_SECONDS) return ok(title, lag_events === 0 ? "up to date" : behind);
  return warning(
    title,
    behind,
    "Nothing is lost: it catches up. If it does not, give the machine more CPU or send less.",
  );
}

function reasonOf(detail: unknown): string {
  if (typeof detail === "object" && detail !== null && "reason" in detail && typeof detail.reason === "string")
    return detail.reason;
  return typeof detail === "string" && detail !== "" ? detail : "not ready";
}
