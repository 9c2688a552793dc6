import ts from "typescript";

/**
 * The exported number constants of a TypeScript source, with their comments, in order. Values may use `*`, `/`, `+`, `-`
 * and constants above them.
 * @returns {{ name: string, value: number, comment: string }[]}
 */
export function numberConstants(text, fileName = "constants.ts") {
  const tree = ts.createSourceFile(fileName, text, ts.ScriptTarget.Latest, true);
  const known = new Map();
  const found = [];
  for (const statement of tree.statements) {
    if (!ts.isVariableStatement(statement)) continue;
    const exported = statement.modifiers?.some((modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword) ?? false;
    for (const declaration of statement.declarationList.declarations) {
      const value = declaration.initializer === undefined ? undefined : evaluate(declaration.initializer, known);
      if (value === undefined) continue;
      const name = declaration.name.getText(tree);
      known.set(name, value);
      if (exported) found.push({ name, value, comment: commentOf(statement, tree) });
    }
  }
  return found;
}

const OPERATIONS = {
  [ts.SyntaxKind.AsteriskToken]: (a, b) => a * b,
  [ts.SyntaxKind.SlashToken]: (a, b) => a / b,
  [ts.SyntaxKind.PlusToken]: (a, b) => a + b,
  [ts.SyntaxKind.MinusToken]: (a, b) => a - b,
  [ts.SyntaxKind.AsteriskAsteriskToken]: (a, b) => a ** b,
};

/** A number, or `undefined` when the expression is none. */
function evaluate(node, known) {
  if (ts.isNumericLiteral(node)) return Number(node.text);
  if (ts.isIdentifier(node)) return known.get(node.text);
  if (ts.isParenthesizedExpression(node) || ts.isAsExpression(node)) return evaluate(node.expression, known);
  if (!ts.isBinaryExpression(node)) return undefined;
  const left = evaluate(node.left, known);
  const right = evaluate(node.right, known);
  const operation = OPERATIONS[node.operatorToken.kind];
  return left === undefined || right === undefined || operation === undefined ? undefined : operation(left, right);
}

function commentOf(statement, tree) {
  const ranges = ts.getLeadingCommentRanges(tree.text, statement.getFullStart()) ?? [];
  const last = ranges.at(-1);
  if (last === undefined || !tree.text.startsWith("/**", last.pos)) return "";
  return tree.text
    .slice(last.pos + 3, last.end - 2)
    .split("\n")
    .map((line) => line.replace(/^\s*\*? ?/, "").trim())
    .join(" ")
    .trim();
}

/** A value in the unit that its name ends with, as people read it. */
export function readable(name, value) {
  if (name.endsWith("_BYTES")) return bytes(value);
  if (name.endsWith("_MS")) return duration(value);
  if (/_(SECONDS|S)$/.test(name)) return duration(value * 1000);
  return grouped(value);
}

function grouped(value) {
  return Number.isInteger(value) ? value.toLocaleString("en-US") : String(value);
}

function bytes(value) {
  const units = ["bytes", "KiB", "MiB", "GiB"];
  let unit = 0;
  let rest = value;
  while (rest >= 1024 && rest % 256 === 0 && unit < units.length - 1) {
    rest /= 1024;
    unit += 1;
  }
  return `${grouped(rest)} ${units[unit]}`;
}

function duration(ms) {
  const units = [
    [86_400_000, "d"],
    [3_600_000, "h"],
    [60_000, "min"],
    [1_000, "s"],
  ];
  const [size, unit] = units.find(([length]) => ms >= length * (length === 1_000 ? 1 : 2) && ms % length === 0) ?? [
    1,
    "ms",
  ];
  return `${grouped(ms / size)} ${unit}`;
}
