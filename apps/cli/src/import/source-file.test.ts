import { createHash } from "node:crypto";
import { appendFile, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { temporaryDir } from "../test-support/temporary-dir.ts";
import { readSource, scanSource } from "./source-file.ts";

const never = new AbortController().signal;
const LINES = Array.from({ length: 5_000 }, (_, i) => `{"message":"line ${i} ${i * 7919}"}\n`).join("");

async function contentOf(path: string): Promise<{ text: string; isCut: boolean; sha256: string; read: number }> {
  let read = 0;
  const source = await scanSource(path, never, () => {});
  const chunks: Buffer[] = [];
  for await (const chunk of readSource(source, never, (bytes) => (read = bytes))) chunks.push(chunk);
  return { text: Buffer.concat(chunks).toString(), isCut: source.isCut, sha256: source.sha256, read };
}

test("plain and gzip have the same content and hash, whatever the name", async () => {
  await using dir = await temporaryDir();
  const plain = join(dir.path, "a.gz");
  const packed = join(dir.path, "a.ndjson");
  const twice = join(dir.path, "two-members");
  const bytes = gzipSync(LINES);
  await writeFile(plain, LINES);
  await writeFile(packed, bytes);
  await writeFile(twice, Buffer.concat([gzipSync(LINES.slice(0, 1_000)), gzipSync(LINES.slice(1_000))]));
  const sha256 = createHash("sha256").update(LINES).digest("hex");
  expect(await contentOf(plain)).toEqual({ text: LINES, isCut: false, sha256, read: LINES.length });
  expect(await contentOf(packed)).toEqual({ text: LINES, isCut: false, sha256, read: bytes.length });
  expect(await contentOf(twice)).toMatchObject({ text: LINES, sha256 });
});

test("of cut gzip comes what can be read, always the same", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "cut.gz");
  const bytes = gzipSync(LINES);
  await writeFile(path, bytes.subarray(0, bytes.length >> 1));
  const first = await contentOf(path);
  expect(first.isCut).toBe(true);
  expect(first.text.length).toBeGreaterThan(LINES.length / 4);
  expect(LINES.startsWith(first.text)).toBe(true);
  expect(first.sha256).toBe(createHash("sha256").update(first.text).digest("hex"));
  expect(await contentOf(path)).toEqual(first);
});

test("damaged gzip is refused before anything is sent", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "damaged.gz");
  const bytes = gzipSync(LINES);
  bytes.fill(0xff, bytes.length >> 1, (bytes.length >> 1) + 40);
  await writeFile(path, bytes);
  await expect(contentOf(path)).rejects.toThrow("damaged gzip");
});

test("what is appended after the scan is not read", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "growing");
  await writeFile(path, "a\n");
  const source = await scanSource(path, never, () => {});
  await appendFile(path, "b\n");
  const chunks: Buffer[] = [];
  for await (const chunk of readSource(source, never, () => {})) chunks.push(chunk);
  expect(Buffer.concat(chunks).toString()).toBe("a\n");
});

test("empty, UTF-16, a directory, and nothing", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "file");
  await writeFile(path, "");
  expect(await contentOf(path)).toMatchObject({ text: "" });
  await writeFile(path, Buffer.from("\uFEFFa", "utf16le"));
  await expect(contentOf(path)).rejects.toThrow("UTF-16");
  await mkdir(join(dir.path, "folder"));
  await expect(contentOf(join(dir.path, "folder"))).rejects.toThrow("not a regular file");
  await expect(contentOf(join(dir.path, "absent"))).rejects.toThrow("ENOENT");
});

test("whether all of it is UTF-8, also across chunks", async () => {
  await using dir = await temporaryDir();
  const path = join(dir.path, "file");
  await writeFile(path, Buffer.concat([Buffer.alloc(256 * 1024 - 1, 0x61), Buffer.from("é")]));
  expect((await scanSource(path, never, () => {})).isUtf8).toBe(true);
  await writeFile(path, Buffer.from("caf\xe9", "latin1"));
  expect((await scanSource(path, never, () => {})).isUtf8).toBe(false);
});
