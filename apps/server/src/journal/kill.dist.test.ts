import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { createInterface } from "node:readline";
import { afterEach, beforeEach, expect, test } from "vitest";
import { openJournal } from "./index.ts";
import { seededRandom } from "./test-support/simulated-disk.ts";

const ROUNDS = Number(process.env["DAYBOOK_KILL_ROUNDS"] ?? 10);
const JOURNAL = new URL("../../dist/journal/index.js", import.meta.url).href;

/** Appends without end from several sides at once, and says each range once it is durable. */
const APPENDER = `
  import { openJournal } from ${JSON.stringify(JOURNAL)};
  const dir = process.argv[1];
  const journal = await openJournal({ dir, segmentSizeBytes: 20_000, reserveBytes: 0, compressAfterMs: 0, maintenanceIntervalMs: 5,
    clock: { nowMs: () => Date.now() } });
  const cursor = await journal.openCursor("reader");
  journal.onDurable((first, last) => void cursor.move(last).catch(() => undefined));
  for (let side = 0; side < 4; side++) void (async () => {
    for (let i = 1; ; i++) {
      const count = 1 + (i * 7 + side) % 20;
      const { firstSeq, lastSeq } = await journal.append(count, (first) => Array.from({ length: count },
        (_, k) => JSON.stringify({ seq: first + k, side, i, k, pad: "x".repeat((i * 31) % 200) }) + "\\n").join(""));
      process.stdout.write(firstSeq + " " + lastSeq + " " + side + " " + i + "\\n");
    }
  })();
`;

let dir: string;

beforeEach(async () => {
  dir = await mkdtemp(`${tmpdir()}/daybook-kill-`);
});

afterEach(async () => {
  await rm(dir, { recursive: true });
});

interface Acknowledged {
  firstSeq: number;
  lastSeq: number;
  side: number;
  i: number;
}

async function appendAndKill(acks: number): Promise<Acknowledged[]> {
  const child = spawn(process.execPath, ["--input-type=module", "-e", APPENDER, dir], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const said: Acknowledged[] = [];
  for await (const line of createInterface({ input: child.stdout })) {
    const [firstSeq, lastSeq, side, i] = line.split(" ").map(Number) as [number, number, number, number];
    said.push({ firstSeq, lastSeq, side, i });
    if (said.length === acks) child.kill("SIGKILL");
  }
  if (child.exitCode === null && child.signalCode === null) await once(child, "exit");
  expect(child.signalCode).toBe("SIGKILL");
  return said;
}

test(`kill -9 at ${ROUNDS} moments: what was acknowledged is there, without a hole`, async () => {
  const random = seededRandom(42);
  let next = 1;
  for (let round = 0; round < ROUNDS; round++) {
    const said = await appendAndKill(1 + Math.floor(random() * 150));
    const journal = await openJournal({
      dir,
      clock: { nowMs: () => Date.now() },
      reserveBytes: 0,
      maintenanceIntervalMs: 0,
      compressAfterMs: 0,
    });
    const stored = new Map<number, { side: number; i: number; k: number }>();
    let after = next - 1;
    for (let part = await journal.read(after, 1e6, 1e6); part; part = await journal.read(after, 1e6, 1e6)) {
      for (const line of part.bytes.toString().trimEnd().split("\n")) {
        const event = JSON.parse(line) as { seq: number; side: number; i: number; k: number };
        expect(event.seq).toBe(++after);
        stored.set(event.seq, event);
      }
    }
    for (const { firstSeq, lastSeq, side, i } of said) {
      for (let seq = firstSeq; seq <= lastSeq; seq++)
        expect(stored.get(seq)).toMatchObject({ side, i, k: seq - firstSeq });
    }
    expect(journal.durableSeq).toBe(after);
    next = after + 1;
    await journal.close();
  }
}, 120_000);
