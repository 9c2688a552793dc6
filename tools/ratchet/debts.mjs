import ts from "typescript";
import { at, isCode, isTest, treeOf, walk } from "../tidy/sources.mjs";

const LONG_FILE_LINES = 250;
const LONG_FUNCTION_LINES = 70;

const isProduct = (path) => isCode(path) && !isTest(path) && !path.startsWith("golden/");
const isLibraryOrServer = (path) => /^(packages\/[^/]+|apps\/(server|cli))\/src\//.test(path);

/**
 * What is allowed as a debt that only shrinks. Each entry answers the places where it stands.
 * Tests are free of these: they may reach for a shortcut.
 */
export const DEBTS = {
  "the type any": each((source, node) => node.kind === ts.SyntaxKind.AnyKeyword),
  "non-null !": each((source, node) => ts.isNonNullExpression(node)),
  "as unknown as": each(
    (source, node) =>
      ts.isAsExpression(node) &&
      ts.isAsExpression(node.expression) &&
      node.expression.type.kind === ts.SyntaxKind.UnknownKeyword,
  ),
  [`functions over ${LONG_FUNCTION_LINES} lines`]: each(
    (source, node) => isFunction(node) && linesOf(source, node) > LONG_FUNCTION_LINES,
  ),
  [`files over ${LONG_FILE_LINES} lines`]: (sources) =>
    sources
      .filter(({ path, text }) => isProduct(path) && text.trimEnd().split("\n").length > LONG_FILE_LINES)
      .map(({ path }) => ({ path, line: LONG_FILE_LINES + 1 })),
  "silenced rules": (sources) => sources.filter(({ path }) => isProduct(path)).flatMap(silenced),
  "files without a test beside them": untested,
};

function each(owes) {
  return (sources) => {
    const places = [];
    for (const source of sources) {
      if (!isProduct(source.path)) continue;
      walk(treeOf(source), (node) => {
        if (owes(source, node)) places.push(at(source, node, ""));
      });
    }
    return places;
  };
}

const isFunction = (node) => ts.isFunctionLike(node) && node.body !== undefined;

function linesOf(source, node) {
  const tree = treeOf(source);
  const line = (offset) => tree.getLineAndCharacterOfPosition(offset).line;
  return line(node.getEnd()) - line(node.getStart(tree)) + 1;
}

const SILENCED = /(oxlint|eslint)-disable|@ts-(ignore|expect-error|nocheck)/;

function silenced({ path, text }) {
  if (path.startsWith("tools/ratchet/")) return [];
  return text.split("\n").flatMap((line, index) => (SILENCED.test(line) ? [{ path, line: index + 1 }] : []));
}

/** A file that does something has a test whose name starts with its own, in its folder. */
function untested(sources) {
  const paths = new Set(sources.map((source) => source.path));
  const tests = [...paths].filter((path) => /\.test\.(ts|mjs)$/.test(path));
  return sources
    .filter((source) => isLibraryOrServer(source.path) && isProduct(source.path) && doesSomething(source))
    .filter(({ path }) => {
      const stem = path.replace(/\.(ts|mjs)$/, "");
      return !tests.some((test) => test.startsWith(`${stem}.`));
    })
    .map(({ path }) => ({ path, line: 1 }));
}

function doesSomething(source) {
  let found = false;
  walk(treeOf(source), (node) => {
    found ||= isFunction(node);
  });
  return found;
}
