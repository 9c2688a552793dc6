import ts from "typescript";
import { at, isCode, treeOf, walk } from "./sources.mjs";

const RUNNERS = new Set(["test", "it", "describe", "suite", "bench"]);
const MODIFIERS = new Set(["skip", "only", "todo", "fails"]);

/** Every test runs. What needs a server of its own may use `skipIf`, which is reported by name. */
export function silentTest(source) {
  if (!isCode(source.path)) return [];
  const findings = [];
  walk(treeOf(source), (node) => {
    if (!ts.isPropertyAccessExpression(node) || !MODIFIERS.has(node.name.text)) return;
    let root = node.expression;
    while (ts.isPropertyAccessExpression(root) || ts.isCallExpression(root)) root = root.expression;
    if (ts.isIdentifier(root) && RUNNERS.has(root.text))
      findings.push(at(source, node, `.${node.name.text}: every test runs`));
  });
  return findings;
}
