import { expect, test } from "vitest";
import { MAX_FIX_LINE_BYTES } from "../limits.ts";
import { chunksOf, collect, eventsOf, faultsOf } from "../test-support/chunks.ts";
import { fixMessage } from "../test-support/fix-messages.ts";
import { fixLogRows } from "./fix-log.ts";

const read = (text: string | Buffer, chunkBytes?: number) => collect(fixLogRows(chunksOf(text, chunkBytes), "gate"));
const heartbeat = (seq: number, own: Record<string, string> = {}) =>
  fixMessage({ "35": "0", "34": String(seq), "49": "A", "52": "20180223-19:14:25.171", "56": "B", ...own });

test("a message is number 2n of line n, and the gap before it 2n − 1", async () => {
  const rows = await read(`${heartbeat(1)}\n\n${heartbeat(4)}\r\n${heartbeat(5)}\n`, 7);
  expect(rows.map((row) => [row.number, row.line, "event" in row ? row.event.event_type : "fault"])).toEqual([
    [2, 1, "fix_heartbeat"],
    [5, 3, "gap_detected"],
    [6, 3, "fix_heartbeat"],
    [8, 4, "fix_heartbeat"],
  ]);
  expect(eventsOf(rows)[1]).toMatchObject({
    level: "WARNING",
    service: "gate",
    message: "2 messages of A to B missing: expected 2, received 4",
    data: { expected: 2, received: 4, missing: 2, sender: "A", target: "B" },
  });
});

test("a log whose last line is cut is read to its end, and the line is told", async () => {
  const log = [1, 2, 3].map((seq) => heartbeat(seq)).join("\n");
  for (let cut = 1; cut < 12; cut++) {
    const rows = await read(log.slice(0, -cut));
    // Without its last separator a message is still whole.
    expect(eventsOf(rows)).toHaveLength(cut === 1 ? 3 : 2);
    if (cut > 1) expect(faultsOf(rows)).toEqual([[3, "the message is cut: it does not end with its checksum (10)"]]);
  }
});

test("the time is SendingTime, else that of the log, else that of the line before", async () => {
  const bare = fixMessage({ "35": "0" });
  const rows = await read(
    [bare, heartbeat(1), bare, `2018-02-24 10:00:00.5 : ${bare}`, `<20180225-01:02:03, X, in> (${bare})`].join("\n"),
  );
  expect(faultsOf(rows)).toEqual([[1, expect.stringContaining("there is no time")]]);
  expect(eventsOf(rows).map(({ timestamp }) => timestamp)).toEqual([
    "2018-02-23T19:14:25.171000Z",
    "2018-02-23T19:14:25.171000Z",
    "2018-02-24T10:00:00.500000Z",
    "2018-02-25T01:02:03.000000Z",
  ]);
});

test("nonsense, untyped and endless lines are told and cost no neighbour", async () => {
  const lines = [
    "started",
    heartbeat(1),
    "8=FIX.4.2|9=5|10=000|",
    `8=FIX.4.2|58=${"x".repeat(MAX_FIX_LINE_BYTES)}`,
    heartbeat(2),
  ];
  const rows = await read(lines.join("\n"), 50_000);
  expect(faultsOf(rows)).toEqual([
    [1, "there is no FIX message in the line"],
    [3, "the message has no type (35)"],
    [4, expect.stringContaining("the limit is 131072")],
  ]);
  expect(eventsOf(rows)).toHaveLength(2);
});

test("bytes that are not UTF-8 are replaced, and it is said", async () => {
  const line = Buffer.from(heartbeat(1, { "58": "caf\xe9" }), "latin1");
  expect(eventsOf(await read(line))).toMatchObject([
    { data: { text: "caf�", checksum_ok: true, encoding: expect.any(String) } },
  ]);
});
