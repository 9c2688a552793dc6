import { execFileSync } from "node:child_process";
import { closeSync, mkdirSync, openSync, rmSync, writeSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { afterAll, expect, it } from "vitest";
import { eventually, temporaryDir } from "./harness.mjs";
import { caughtUp, judge, readAcks } from "./crash/judge.mjs";
import { startCrashInstallation, startProducer } from "./crash/scenario.mjs";

const DISK_MB = 400;
const dir = temporaryDir("full");
const mount = join(dir.path, "disk");
mkdirSync(mount);
execFileSync("mount", ["-t", "tmpfs", "-o", `size=${DISK_MB}m`, "tmpfs", mount]);
afterAll(() => {
  execFileSync("umount", [mount]);
  dir.remove();
});

const sum = (ackFile) => [...readAcks(ackFile).acks.values()].reduce((total, n) => total + n, 0);

/** Writes until the disk takes no more. */
function fill(path) {
  const file = openSync(path, "w");
  try {
    for (const block of [Buffer.alloc(1 << 20), Buffer.alloc(4096)]) {
      try {
        for (;;) writeSync(file, block);
      } catch (error) {
        if (error.code !== "ENOSPC") throw error;
      }
    }
  } finally {
    closeSync(file);
  }
}

it("refuses on a full disk, loses nothing, and goes on when there is room again", async () => {
  const dataDir = join(mount, "data");
  const ackFile = join(dir.path, "acks");
  let installation = await startCrashInstallation(dataDir, {
    DAYBOOK_DISK_RESERVE_MB: "0",
    DAYBOOK_JOURNAL_SEGMENT_SIZE_MB: "4",
  });
  const producer = startProducer(dataDir, "filler", ackFile);
  try {
    await eventually("the first acknowledgements", () => sum(ackFile) > 2_000);
    // Ballast down to the last page: the next writes of journal, engine and state fail wherever they are.
    fill(join(mount, "ballast"));
    await eventually("no more acknowledgements", async () => {
      const before = sum(ackFile);
      await delay(1_500);
      return sum(ackFile) === before;
    });
    const full = sum(ackFile);
    rmSync(join(mount, "ballast"));
    // The collector refuses and goes on, or has stopped itself and is started again: both lose nothing.
    if (installation.child.exitCode !== null) {
      installation = await startCrashInstallation(dataDir, {
        DAYBOOK_DISK_RESERVE_MB: "0",
        DAYBOOK_JOURNAL_SEGMENT_SIZE_MB: "4",
      });
    }
    await eventually("acknowledgements with room again", () => sum(ackFile) > full + 1_000, 60_000);
    producer.child.kill("SIGTERM");
    await producer.exited;
    await caughtUp(installation);
    expect(await judge(installation, ackFile)).toMatchObject({ producers: 1 });
  } finally {
    producer.child.kill("SIGKILL");
    await installation.stop();
  }
}, 240_000);
