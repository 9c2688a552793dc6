/**
 * Makes the verifier as two files that need nothing else: `daybook-verify.mjs` for Node and `daybook-verify.html` for a browser, from
 * disk. `--out DIR` puts them elsewhere than in `dist`. They are not minified, so that they can be read before they are trusted.
 */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { build } from "esbuild";

const room = fileURLToPath(new URL("..", import.meta.url));
const { values } = parseArgs({ options: { out: { type: "string", default: join(room, "dist") } } });

/** Everything that `entry` needs in one text. The sources are read, so nothing has to be built before. */
async function bundle(entry, options) {
  const { outputFiles } = await build({
    entryPoints: [join(room, entry)],
    bundle: true,
    write: false,
    format: "esm",
    charset: "utf8",
    conditions: ["@daybook/source"],
    logLevel: "warning",
    ...options,
  });
  return outputFiles[0].text;
}

const program = await bundle("src/bin/daybook-verify.ts", { platform: "node", target: "node20.19" });

const script = await bundle("page/main.ts", { platform: "browser", target: "es2022" });
if (/<\/script/i.test(script)) throw new Error("the page's script would end its own element");
const style = readFileSync(join(room, "page/page.css"), "utf8");
const hashOf = (text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
// Only this script and this style; nothing may be loaded, and nowhere can anything be sent.
const policy = `default-src 'none'; script-src ${hashOf(script)}; style-src ${hashOf(style)}; base-uri 'none'; form-action 'none'`;
const page = [
  ['content=""', `content="${policy}"`],
  ["<style></style>", `<style>${style}</style>`],
  ['<script type="module"></script>', `<script type="module">${script}</script>`],
].reduce(fill, readFileSync(join(room, "page/page.html"), "utf8"));

/** Puts a part into its place, which is there once. */
function fill(text, [place, part]) {
  const halves = text.split(place);
  if (halves.length !== 2) throw new Error(`the page has not one ${place}`);
  return halves.join(part);
}

mkdirSync(values.out, { recursive: true });
for (const [name, text] of [
  ["daybook-verify.mjs", program],
  ["daybook-verify.html", page],
]) {
  const path = join(values.out, name);
  writeFileSync(path, text);
  process.stdout.write(`${path}: ${Buffer.byteLength(text).toLocaleString("en-US")} bytes\n`);
}
