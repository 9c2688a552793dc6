import { appendFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { idOf, logLine, logText } from "../test-support/log-lines.ts";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { createTestHost, runIn } from "../test-support/test-host.ts";

interface Verified {
  code: number;
  findings: { kind: string; path: string; line?: number; detail: string }[];
  verdicts: Record<"nothing_changed" | "nothing_missing", { verdict: string; findings: number; text: string }>;
  notes: string[];
  events: number;
}

/** Verifies a directory of these files; paths in the findings are names. */
async function verify(files: Record<string, string | Buffer>): Promise<Verified> {
  await using dir = await temporaryDir();
  for (const [name, content] of Object.entries(files)) await writeFile(join(dir.path, name), content);
  const { code, out } = await runIn(createTestHost(), "verify", "--dir", dir.path, "--json");
  return { code, ...(JSON.parse(out.replaceAll(`${dir.path}/`, "")) as Omit<Verified, "code">) };
}

const GOOD = {
  "audit.2026-01-14.007.log.gz": gzipSync(logText(1, 2)),
  "audit.2026-01-14.008.log": logText(3, 4),
  "audit.2026-01-15.001.log": logText(5),
  "audit.log": logText(6, 7),
  "trades.log": logText(2, 5),
};

test("of good files it says that nothing was found, and that this proves nothing", async () => {
  const { code, findings, verdicts, notes, events } = await verify(GOOD);
  expect({ code, findings, notes, events }).toEqual({ code: 0, findings: [], notes: [], events: 9 });
  expect(verdicts.nothing_changed).toMatchObject({ verdict: "not_provable", findings: 0 });
  expect(verdicts.nothing_changed.text).toContain("not provable without an audit trail");
  expect(verdicts.nothing_missing).toMatchObject({ verdict: "not_provable", findings: 0 });
});

const [line1, line2, line3] = [logLine(1), logLine(2), logLine(3)] as [string, string, string];
const producer = (n: number, seq: number): string => logLine(n, { producer: "p", producer_seq: seq });
const badSum = (text: string): Buffer => {
  const bytes = gzipSync(text);
  bytes[bytes.length - 8] = (bytes[bytes.length - 8] as number) ^ 1;
  return bytes;
};

test.each<[string, Record<string, string | Buffer>, object[], changed: number, missing: number]>([
  [
    "a line that is no JSON",
    { "a.log": `${line1}\n{nonsense}\n${line2}\n` },
    [{ kind: "unreadable_line", path: "a.log", line: 2 }],
    1,
    0,
  ],
  ["plain text between events", { "a.log": `${line1}\nhello\n` }, [{ kind: "unreadable_line", line: 2 }], 1, 0],
  [
    "a line that breaks off",
    { "a.log": `${line1}\n${line2.slice(0, 50)}\n${line3}\n` },
    [{ kind: "torn_line", line: 2 }],
    0,
    1,
  ],
  ["a file that breaks off", { "a.log": `${line1}\n${line2.slice(0, 50)}` }, [{ kind: "torn_line", line: 2 }], 0, 1],
  [
    "an event that stands there twice",
    { "a.log": `${line1}\n${line2}\n${line2}\n` },
    [{ kind: "repeated_event", line: 3, detail: expect.stringContaining("a.log:2 too") }],
    1,
    0,
  ],
  [
    "an event of an earlier file again",
    { "a.2026-01-15.001.log": `${line1}\n${line2}\n`, "a.log": `${line2}\n` },
    [{ kind: "repeated_event", path: "a.log", line: 1, detail: expect.stringContaining("a.2026-01-15.001.log:2 too") }],
    1,
    0,
  ],
  [
    "lines in another order",
    { "a.log": `${line1}\n${line3}\n${line2}\n` },
    [{ kind: "time_backwards", line: 3 }],
    1,
    0,
  ],
  [
    "files in another order",
    { "a.2026-01-15.001.log": `${line3}\n`, "a.2026-01-15.002.log": `${line1}\n` },
    [
      { kind: "files_out_of_order", path: "a.2026-01-15.002.log" },
      {
        kind: "time_backwards",
        path: "a.2026-01-15.002.log",
        detail: expect.stringContaining("the end of a.2026-01-15.001.log"),
      },
    ],
    2,
    0,
  ],
  [
    "a wrong checksum",
    { "a.2026-01-15.001.log.gz": badSum(logText(1, 2)) },
    [{ kind: "damaged_gzip", path: "a.2026-01-15.001.log.gz", detail: expect.stringContaining("CRC-32") }],
    1,
    1,
  ],
  [
    "a cut gzip",
    { "a.2026-01-15.001.log.gz": gzipSync(logText(1, 2)).subarray(0, -8) },
    [{ kind: "damaged_gzip", line: 2 }],
    1,
    1,
  ],
  [
    "a backup that is gone",
    { "a.2026-01-15.003.log": `${line1}\n`, "a.2026-01-15.006.log": `${line2}\n` },
    [
      {
        kind: "missing_backup",
        path: "a.2026-01-15.006.log",
        detail: "numbers 4 to 5 of 2026-01-15 are missing before it",
      },
    ],
    0,
    1,
  ],
  [
    "the first backup of a later day",
    { "a.2026-01-14.003.log": `${line1}\n`, "a.2026-01-15.002.log": `${line2}\n` },
    [{ kind: "missing_backup", detail: "number 1 of 2026-01-15 is missing before it" }],
    0,
    1,
  ],
  [
    "numbers of a producer, over several files",
    { "a.log": `${producer(1, 1)}\n${producer(3, 3)}\n`, "b.log": `${producer(2, 2)}\n${producer(6, 6)}\n` },
    [{ kind: "missing_numbers", path: "a.log", line: 2, detail: "p: numbers 4 to 5 missing after it" }],
    0,
    1,
  ],
  [
    "an event that audit.log has not",
    {
      "audit.log": `${line1}\n${line2}\n${logText(4, 5)}${logLine(9, { timestamp: "2026-01-15T11:00:00.000000Z" })}\n`,
      "trades.log": logText(2, 3, 4),
    },
    [{ kind: "not_in_audit", path: "trades.log", line: 2 }],
    0,
    1,
  ],
  [
    "a loss that the logger reported",
    { "a.log": `${logLine(1, { event_type: "logs_dropped", message: "12 events dropped" })}\n` },
    [{ kind: "reported_loss", detail: "logs_dropped: 12 events dropped" }],
    0,
    1,
  ],
])("%s", async (_name, files, expected, changed, missing) => {
  const { code, findings, verdicts } = await verify(files);
  expect(findings).toEqual(expected.map((finding) => expect.objectContaining(finding) as object));
  expect(code).toBe(1);
  expect(verdicts.nothing_changed).toMatchObject({
    findings: changed,
    verdict: changed > 0 ? "refuted" : "not_provable",
  });
  expect(verdicts.nothing_missing).toMatchObject({
    findings: missing,
    verdict: missing > 0 ? "refuted" : "not_provable",
  });
});

test("what is no damage: threads that write by turns, a whole last line without an end, both forms of a backup", async () => {
  const ofThread = (n: number, thread: string): string => logLine(n, { id: idOf(n, thread) });
  const { code, notes } = await verify({
    "a.log": [ofThread(5, "00000000000b"), ofThread(2, "00000000000c"), line3].join("\n"),
    "b.2026-01-15.001.log": `${line1}\n`,
    "b.2026-01-15.001.log.gz": gzipSync(`${line1}\n`),
  });
  expect(code).toBe(0);
  expect(notes).toEqual([expect.stringContaining("a compression was broken off")]);
});

test("plain text as a whole, and an audit file that does not get every event, are notes", async () => {
  const later = logLine(99, { timestamp: "2026-01-15T11:00:00.000000Z" });
  const { code, notes } = await verify({
    "trading.log": "10:00 INFO hello\n10:01 INFO world\n",
    "audit.log": `${line1}\n${later}\n`,
    "trades.log": logText(2, 3),
  });
  expect(code).toBe(0);
  expect(notes.toSorted()).toEqual([
    expect.stringContaining("audit.log has fewer than half"),
    "trading.log is plain text: nothing in it can be checked.",
  ]);
});

test("a last line that is being written is no damage", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "a.log");
  await writeFile(path, `${line1}\n${line2.slice(0, 50)}`);
  const host = createTestHost();
  const { interrupted } = host;
  let reads = 0;
  // Asked when a file has been opened, to stop reading it: the file grows behind the reader.
  Object.defineProperty(host, "interrupted", {
    get() {
      if (reads++ === 0) appendFileSync(path, line2.slice(50));
      return interrupted;
    },
  });
  const { code, out } = await runIn(host, "verify", "--dir", dir.path, "--json");
  expect(code).toBe(0);
  expect(JSON.parse(out)).toMatchObject({ events: 1, findings: [], notes: [expect.stringContaining("being written")] });
});
