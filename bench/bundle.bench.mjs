import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { row } from "./lib/measure.mjs";

const MUST_BYTES = 9_000;
const SHOWN = 12;

/** What the logger adds to a program's bundle: minified by esbuild, compressed by brotli at its best. */
export async function run() {
  const result = await build({
    entryPoints: [fileURLToPath(new URL("lib/bundle-entry.mjs", import.meta.url))],
    bundle: true,
    minify: true,
    format: "esm",
    platform: "node",
    target: "node20",
    metafile: true,
    write: false,
  });
  const code = result.outputFiles[0].contents;
  const bytes = brotliCompressSync(code).length;
  const { inputs } = Object.values(result.metafile.outputs)[0];
  const heaviest = Object.entries(inputs)
    .map(([path, { bytesInOutput }]) => [
      path.replace(/^.*\/packages\//, "").replace(/^\.\.\/packages\/|^packages\//, ""),
      bytesInOutput,
    ])
    .sort(([, a], [, b]) => b - a)
    .slice(0, SHOWN);
  return [
    row(
      "bytes of createLogger, console and file in a bundle",
      { min_brotli_bytes: bytes, min_bytes: code.length, heaviest_min_bytes: Object.fromEntries(heaviest) },
      { must: "≤ 9 kB min + brotli", met: bytes <= MUST_BYTES },
    ),
  ];
}
