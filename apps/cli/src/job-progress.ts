import type { DaybookClient, Job } from "@daybook/client";
import { SingleBar } from "cli-progress";
import { CommandFailure } from "./command-failure.ts";
import { EXIT } from "./exit-codes.ts";
import type { Host } from "./host.ts";
import { JOB_POLL_MS } from "./limits.ts";

/** Waits for a job, with a bar on a terminal. Ctrl-C leaves the job running. Rejects when it failed. */
export async function waitForJob(client: DaybookClient, started: Job, title: string, host: Host): Promise<Job> {
  const bar = host.err.isTerminal
    ? new SingleBar({
        format: `${title} [{bar}] {percentage}% {message}`,
        stream: host.err.stream,
        clearOnComplete: true,
        hideCursor: true,
      })
    : undefined;
  bar?.start(100, 0, { message: "" });
  try {
    let job = started;
    while (job.state === "running") {
      bar?.update(Math.round(job.progress * 100), { message: job.message ?? "" });
      await host.sleep(JOB_POLL_MS, host.interrupted);
      job = await client.admin.job(job.id);
    }
    if (job.state === "failed") {
      const hint = "Mend the cause, then run the same command again; nothing that is in use was changed.";
      throw new CommandFailure(EXIT.someFailed, `${title} failed: ${job.message ?? "no reason given"}`, hint);
    }
    return job;
  } finally {
    bar?.stop();
  }
}
