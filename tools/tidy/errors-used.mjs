import ts from "typescript";
import { at, isCode, isTest, treeOf, walk } from "./sources.mjs";

const REGISTRY = "packages/protocol/src/errors.ts";

/** Every error of the registry is used: a code that nothing answers with is a promise to nobody. */
export function unusedErrors(sources) {
  const registry = sources.find((source) => source.path === REGISTRY);
  if (registry === undefined) return [];
  const users = sources.filter(
    (source) =>
      isCode(source.path) && !isTest(source.path) && source.path !== REGISTRY && !source.path.startsWith("tools/"),
  );
  return codesOf(registry)
    .filter(({ code }) => !users.some((user) => new RegExp(`\\b${code}\\b`).test(user.text)))
    .map(({ code, node }) => at(registry, node, `${code} is used nowhere`));
}

function codesOf(registry) {
  const codes = [];
  walk(treeOf(registry), (node) => {
    if (!ts.isVariableDeclaration(node) || node.name.getText() !== "ERRORS") return;
    walk(node, (inner) => {
      if (ts.isPropertyAssignment(inner) && inner.name.getText().startsWith("DAYBOOK_"))
        codes.push({ code: inner.name.getText(), node: inner });
    });
  });
  return codes;
}
