import ts from "typescript";

/**
 * The error registry as it stands in the source, in its order.
 * @param {string} text of packages/protocol/src/errors.ts
 * @returns {{ code: string, status: number, title: string, hint: string }[]}
 */
export function readRegistry(text) {
  const tree = ts.createSourceFile("errors.ts", text, ts.ScriptTarget.Latest, true);
  const found = [];
  const visit = (node) => {
    if (ts.isVariableDeclaration(node) && node.name.getText(tree) === "ERRORS") {
      for (const property of tableOf(node.initializer).properties) found.push(entryOf(property, tree));
    } else ts.forEachChild(node, visit);
  };
  visit(tree);
  return found;
}

function tableOf(node) {
  let inner = node;
  while (ts.isSatisfiesExpression(inner) || ts.isAsExpression(inner)) inner = inner.expression;
  return inner;
}

function entryOf(property, tree) {
  const entry = { code: property.name.getText(tree) };
  for (const { name, initializer } of property.initializer.properties) {
    entry[name.getText(tree)] = ts.isNumericLiteral(initializer) ? Number(initializer.text) : textOf(initializer);
  }
  return entry;
}

function textOf(node) {
  if (ts.isStringLiteralLike(node)) return node.text;
  if (ts.isBinaryExpression(node)) return textOf(node.left) + textOf(node.right);
  throw new Error(`A title or hint is made of plain strings, not of ${node.getText()}`);
}
