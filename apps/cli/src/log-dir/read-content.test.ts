import { appendFile, open, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { isGzipFile, readContent } from "./read-content.ts";

const NEVER = new AbortController().signal;
const TEXT = Array.from({ length: 20_000 }, (_, i) => `{"message":"line ${i} ${Math.sin(i)}"}\n`).join("");
const PACKED = gzipSync(TEXT);

async function contentOf(bytes: Buffer, later?: string): Promise<{ text: string; damage: string[]; read: number }> {
  await using dir = await temporaryDir();
  const path = join(dir.path, "file");
  await writeFile(path, bytes);
  const handle = await open(path);
  try {
    const source = { handle, sizeBytes: bytes.length, isGzip: await isGzipFile(handle) };
    const damage: string[] = [];
    const chunks: Buffer[] = [];
    let read = 0;
    if (later !== undefined) await appendFile(path, later);
    const events = { onRead: (count: number) => (read = count), onDamage: (reason: string) => damage.push(reason) };
    for await (const chunk of readContent(source, NEVER, events)) chunks.push(chunk);
    return { text: Buffer.concat(chunks).toString(), damage, read };
  } finally {
    await handle.close();
  }
}

test("plain text, gzip and gzip of several members", async () => {
  expect(await contentOf(Buffer.from(TEXT))).toEqual({ text: TEXT, damage: [], read: TEXT.length });
  expect(await contentOf(PACKED)).toEqual({ text: TEXT, damage: [], read: PACKED.length });
  const members = Buffer.concat([gzipSync(TEXT.slice(0, 1_000)), gzipSync(TEXT.slice(1_000))]);
  expect(await contentOf(members)).toMatchObject({ text: TEXT, damage: [] });
  expect(await contentOf(Buffer.alloc(0))).toMatchObject({ text: "", damage: [] });
});

test("what is appended meanwhile is not read", async () => {
  expect((await contentOf(Buffer.from("a\n"), "b\n")).text).toBe("a\n");
});

test("of a cut file all that is there, and that it is cut", async () => {
  const { text, damage } = await contentOf(PACKED.subarray(0, PACKED.length >> 1));
  expect(TEXT.startsWith(text)).toBe(true);
  expect(text.length).toBeGreaterThan(TEXT.length * 0.4);
  expect(damage).toEqual(["the gzip data end too early: the file is cut"]);
});

test("a checksum that does not fit costs no byte of the content", async () => {
  const changed = Buffer.from(PACKED);
  changed.writeUInt32LE((changed.readUInt32LE(changed.length - 8) ^ 1) >>> 0, changed.length - 8);
  expect(await contentOf(changed)).toMatchObject({
    text: TEXT,
    damage: ["the gzip checksum (CRC-32) does not fit: bytes were changed"],
  });
});

test("other bytes behind the end cost no byte of the content", async () => {
  const { text, damage } = await contentOf(Buffer.concat([PACKED, Buffer.from("and more")]));
  expect(text).toBe(TEXT);
  expect(damage).toEqual(["other bytes than gzip data stand in it"]);
});

test("damage within: all before it to the byte, each byte once", async () => {
  const half = TEXT.slice(0, TEXT.length >> 1);
  // A second member whose first block is of a kind that does not exist.
  const broken = Buffer.concat([gzipSync(half), gzipSync("x").subarray(0, 10), Buffer.alloc(100_000, 0xff)]);
  const { text, damage } = await contentOf(broken);
  expect(text).toBe(half);
  expect(damage).toEqual([expect.stringContaining("damaged")]);
});
