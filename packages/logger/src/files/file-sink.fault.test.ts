import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { fileSink } from "./file-sink.ts";
import { FILE_BUFFER_LENGTH, FILE_RETRY_MS } from "../limits.ts";
import type { Logger } from "../core/logger-types.ts";
import type { SinkFault } from "../core/sink.ts";
import { testLogger } from "../test-support/test-logger.ts";

let root: string;
let dir: string;
let log: Logger;
let faults: SinkFault[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "daybook-files-"));
  dir = join(root, "logs");
  faults = [];
});

afterEach(async () => {
  vi.useRealTimers();
  await log.close();
  rmSync(root, { recursive: true, force: true });
});

function start(): void {
  ({ log } = testLogger({ sinks: [fileSink({ dir })], onError: (fault) => faults.push(fault) }));
}

function messages(): unknown[] {
  return readFileSync(join(dir, "audit.log"), "utf8")
    .trimEnd()
    .split("\n")
    .map((line) => (JSON.parse(line) as { message: unknown }).message);
}

/** Something that is not a directory stands where the directory should be. */
function block(): void {
  writeFileSync(dir, "in the way");
}

function unblock(): void {
  rmSync(dir);
}

describe("a directory that cannot be used", () => {
  it("is said, and the lines are written when it can be", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    block();
    start();
    log.info("first");
    await log.flush();
    expect(faults).toEqual([expect.objectContaining({ sink: "file", code: "DAYBOOK_LOGGER_FILE" })]);
    expect(faults[0]?.message).toContain("audit.log");
    unblock();
    vi.advanceTimersByTime(FILE_RETRY_MS);
    log.info("second");
    await log.flush();
    expect(messages()).toEqual(["first", "second"]);
  });

  it("costs bounded memory; audited lines are the last to go and the loss is logged", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    block();
    start();
    log.error("makes it try at once");
    const filler = "x".repeat(10_000);
    const count = Math.ceil((1.5 * FILE_BUFFER_LENGTH) / 10_000);
    for (let i = 0; i < count; i++) log.info("filler", { filler });
    for (let i = 0; i < 20; i++) log.tradeExit({ trade_id: `t${i}`, symbol: "A", quantity: 1, price: 2 });
    unblock();
    vi.advanceTimersByTime(FILE_RETRY_MS);
    await log.flush();
    await log.flush();
    const kept = messages();
    const lost = count - kept.filter((message) => message === "filler").length;
    expect(lost).toBeGreaterThan(count / 4);
    expect(kept.filter((message) => message === "Exited 1 A @ 2")).toHaveLength(20);
    expect(kept.at(-1)).toContain(`${lost} events dropped by file`);
  });
});

describe("a full disk", () => {
  // /dev/full answers each write with ENOSPC, like a disk without room.
  it("is said and does not throw; flush returns", async () => {
    mkdirSync(dir);
    symlinkSync("/dev/full", join(dir, "audit.log"));
    start();
    log.info("no room");
    await log.flush();
    expect(faults.map((fault) => fault.message).join()).toContain("ENOSPC");
    rmSync(join(dir, "audit.log"));
  });
});
