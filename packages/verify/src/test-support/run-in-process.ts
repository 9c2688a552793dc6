import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { runVerifier } from "../bin/run-verifier.ts";

/** A new directory with these files, gone at the end of the scope. */
export async function writeFiles(
  files: ReadonlyMap<string, Uint8Array>,
  below = "",
): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), "daybook-verify-"));
  for (const [name, bytes] of files) {
    const file = join(path, below, name);
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, bytes);
  }
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) };
}

export const ACCESS_KEY = "dbk_k";

/** Runs a command line of the verifier in this process. */
export async function verifier(...argv: string[]): Promise<{ code: number; out: string; err: string }> {
  const texts = { out: "", err: "" };
  const code = await runVerifier(argv, {
    out: (text) => (texts.out += text),
    err: (text) => (texts.err += text),
    wantsColours: false,
    showsProgress: false,
    accessKey: ACCESS_KEY,
  });
  return { code, ...texts };
}
