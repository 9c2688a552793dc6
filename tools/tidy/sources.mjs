import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { ROOT } from "../run/step.mjs";

/**
 * One file of the project as the rules see it.
 * @typedef {{ path: string, text: string }} Source `path` from the root, with forward slashes
 * @typedef {{ path: string, line: number, message: string }} Finding
 */

const BINARY = /\.(png|jpg|ico|woff2?|gz|bin|parquet)$/;

/** Every text file that is, or could be, committed. */
export function listSources(root = ROOT) {
  const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  const paths = [...new Set(listed.split("\0"))].filter((path) => path !== "" && !BINARY.test(path));
  return paths
    .filter((path) => existsSync(join(root, path)))
    .sort()
    .map((path) => ({ path, text: readFileSync(join(root, path), "utf8") }));
}

export const isCode = (path) => /\.(ts|mts|mjs|js|vue)$/.test(path) && !path.endsWith(".d.ts");
export const isTest = (path) =>
  /\.(test|test-d)\.(ts|mjs)$/.test(path) || path.includes("/test-support/") || /^(e2e|apps\/[^/]+\/test)\//.test(path);

const trees = new WeakMap();

/** The syntax tree of a source; of a Vue file, its script, at the lines where it stands. */
export function treeOf(source) {
  const known = trees.get(source);
  if (known) return known;
  const text = source.path.endsWith(".vue") ? scriptOfVue(source.text) : source.text;
  const kind = /\.(mjs|js)$/.test(source.path) ? ts.ScriptKind.JS : ts.ScriptKind.TS;
  const tree = ts.createSourceFile(source.path, text, ts.ScriptTarget.Latest, true, kind);
  trees.set(source, tree);
  return tree;
}

function scriptOfVue(text) {
  const found = /<script[^>]*>\n?([\s\S]*?)<\/script>/.exec(text);
  if (!found) return "";
  const start = text.indexOf(found[1], found.index);
  return "\n".repeat(lineAt(text, start) - 1) + found[1];
}

/** Line number, from 1, of an offset. */
export function lineAt(text, offset) {
  let line = 1;
  for (let next = text.indexOf("\n"); next >= 0 && next < offset; next = text.indexOf("\n", next + 1)) line += 1;
  return line;
}

/** A finding at a node of a source's tree. */
export function at(source, node, message) {
  const tree = treeOf(source);
  return { path: source.path, line: tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1, message };
}

/** Visits every node below `node`. */
export function walk(node, visit) {
  ts.forEachChild(node, (child) => {
    visit(child);
    walk(child, visit);
  });
}
