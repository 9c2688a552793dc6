import { expect, it } from "vitest";
import { createJobs } from "./jobs.ts";

function setup() {
  let next = 0;
  const reported: unknown[] = [];
  const jobs = createJobs({ newId: () => `job-${++next}`, report: (error) => reported.push(error) });
  return { jobs, reported };
}

it("tells progress, then the result", async () => {
  const { jobs } = setup();
  const gate = withResolvers();
  const { id } = jobs.start("backup", async (progress) => {
    progress(0.5, "half");
    await gate.promise;
    return { bytes: 7 };
  });
  expect(jobs.get(id)).toMatchObject({ state: "running", progress: 0.5, message: "half" });
  gate.resolve();
  await jobs.idle();
  expect(jobs.get(id)).toMatchObject({ state: "done", progress: 1, result: { bytes: 7 } });
});

it("runs one at a time and says so", async () => {
  const { jobs } = setup();
  jobs.start("backup", () => Promise.resolve());
  expect(() => jobs.start("rebuild", () => Promise.resolve())).toThrow(/another job is running/);
  await jobs.idle();
  expect(jobs.start("rebuild", () => Promise.resolve()).id).toBe("job-2");
});

it("keeps the reason of a failure", async () => {
  const { jobs, reported } = setup();
  const { id } = jobs.start("rebuild", () => Promise.reject(new Error("disk full")));
  await jobs.idle();
  expect(jobs.get(id)).toMatchObject({ state: "failed", message: "disk full" });
  expect(reported).toHaveLength(1);
  expect(jobs.get("nothing")).toBeUndefined();
});

it("is free again after work that failed at once", async () => {
  const { jobs } = setup();
  jobs.start("backup", () => {
    throw new Error("not a directory");
  });
  await jobs.idle();
  expect(jobs.start("rebuild", () => Promise.resolve()).state).toBe("running");
  await jobs.idle();
});

function withResolvers(): { promise: Promise<void>; resolve: () => void } {
  let resolve: () => void = () => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
