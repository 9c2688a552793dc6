import { DaybookError } from "@daybook/protocol";
import type { Job } from "../http/rooms.ts";

/** Finished jobs that can still be asked about. */
const MAX_REMEMBERED_JOBS = 50;

/** Runs one step of work and tells how far it is (0..1). */
export type JobWork = (progress: (share: number, message: string) => void) => Promise<unknown>;

/** Long work that is started by one request and asked about by others. One at a time: all of it reads everything. */
export interface Jobs {
  start(kind: Job["kind"], work: JobWork): Job;
  get(id: string): Job | undefined;
  /** Resolves when nothing runs. */
  idle(): Promise<void>;
}

export function createJobs(options: { newId: () => string; report: (error: unknown, where: string) => void }): Jobs {
  const jobs = new Map<string, Job>();
  let running: Promise<void> | undefined;

  async function run(job: Job, work: JobWork): Promise<void> {
    try {
      job.result = await work((share, message) => {
        job.progress = share;
        job.message = message;
      });
      job.progress = 1;
      job.state = "done";
    } catch (error) {
      options.report(error, job.kind);
      job.state = "failed";
      job.message = error instanceof Error ? error.message : String(error);
    }
  }

  return {
    start(kind, work) {
      if (running)
        throw new DaybookError("DAYBOOK_HTTP_BUSY", "another job is running: a backup, rebuild, check or erasure");
      const job: Job = { id: options.newId(), kind, state: "running", progress: 0, message: "starting", result: null };
      jobs.set(job.id, job);
      for (const oldest of jobs.keys()) {
        if (jobs.size <= MAX_REMEMBERED_JOBS) break;
        jobs.delete(oldest);
      }
      // Cleared by a later turn: work may fail before `run` returns.
      running = run(job, work).finally(() => {
        running = undefined;
      });
      return { ...job };
    },
    get(id) {
      const job = jobs.get(id);
      return job && { ...job };
    },
    idle: () => running ?? Promise.resolve(),
  };
}
