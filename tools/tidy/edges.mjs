import { builtinModules } from "node:module";
import { posix } from "node:path";
import ts from "typescript";
import { at, isCode, isTest, treeOf, walk } from "./sources.mjs";

/**
 * Doors open one way: each room may import the rooms named here. A room that is missing may import nothing of ours.
 * Tests may also use `testkit`. The server wires all libraries; the page and the command never import the server.
 */
export const EDGES = {
  "packages/protocol": [],
  "packages/logger": ["protocol"],
  "packages/query": ["protocol"],
  "packages/merkle": [],
  "packages/verify": ["merkle"],
  "packages/audit": ["merkle", "verify", "protocol"],
  "packages/anchor-evm": ["verify", "merkle"],
  "packages/analytics": ["protocol"],
  "packages/reports": ["analytics", "protocol"],
  "packages/importers": ["protocol"],
  "packages/sinks": ["protocol"],
  "packages/client": ["protocol", "query"],
  "packages/testkit": ["protocol"],
  "apps/server": [
    "protocol",
    "logger",
    "query",
    "merkle",
    "verify",
    "audit",
    "anchor-evm",
    "analytics",
    "reports",
    "importers",
    "sinks",
  ],
  "apps/dashboard": ["client", "protocol", "query", "merkle", "verify", "analytics"],
  "apps/cli": [
    "client",
    "protocol",
    "query",
    "audit",
    "merkle",
    "verify",
    "analytics",
    "reports",
    "anchor-evm",
    "importers",
  ],
  bench: [
    "protocol",
    "logger",
    "query",
    "client",
    "server",
    "testkit",
    "e2e",
    "merkle",
    "verify",
    "audit",
    "importers",
    "analytics",
    "reports",
  ],
  e2e: [
    "protocol",
    "logger",
    "query",
    "client",
    "server",
    "testkit",
    "dashboard",
    "merkle",
    "verify",
    "audit",
    "anchor-evm",
    "importers",
    "analytics",
    "reports",
  ],
  examples: ["logger", "client", "protocol", "e2e"],
};

/** Rooms that run in a browser too. */
const NO_NODE = new Set([
  "packages/protocol",
  "packages/query",
  "packages/client",
  "packages/merkle",
  "packages/verify",
  "packages/analytics",
  "packages/reports",
  "apps/dashboard",
]);
const WORKSHOPS = new Set(["bench", "e2e", "examples"]);
const BUILTIN = new Set(builtinModules);

/** The room of a path: `packages/x`, `apps/x`, or the top folder. */
export function roomOf(path) {
  const parts = path.split("/");
  return parts[0] === "packages" || parts[0] === "apps" ? parts.slice(0, 2).join("/") : parts[0];
}

/** Only the doors of the table are used, and no import climbs over a wall by a relative path. */
export function importEdges(source) {
  if (!isCode(source.path)) return [];
  const room = roomOf(source.path);
  if (room === "tools") return [];
  const findings = [];
  for (const { node, name } of importsOf(source)) {
    const problem = problemOf(room, source.path, name);
    if (problem !== undefined) findings.push(at(source, node, problem));
  }
  return findings;
}

function problemOf(room, path, name) {
  if (name.startsWith(".")) {
    const target = roomOf(posix.join(posix.dirname(path), name));
    // What is never published may share its tools by path, along the same doors.
    if (target === room || (WORKSHOPS.has(room) && EDGES[room].includes(posix.basename(target)))) return undefined;
    return `reaches into ${target} by a path: import its package`;
  }
  const ours = /^@daybook\/([a-z-]+)/.exec(name)?.[1];
  if (ours !== undefined) {
    const allowed = EDGES[room] ?? [];
    const own = room.endsWith(`/${ours}`);
    if (own || allowed.includes(ours) || (ours === "testkit" && isTest(path))) return undefined;
    return `${room} may not import ${ours}: see the table in tools/tidy/edges.mjs`;
  }
  const builtin = name.startsWith("node:") || BUILTIN.has(name.split("/")[0]);
  // The shells around such a room, for Node alone, are in its `bin`.
  const isInside = path.startsWith(`${room}/src/`) && !path.startsWith(`${room}/src/bin/`);
  if (builtin && NO_NODE.has(room) && isInside && !isTest(path)) {
    return `${room} runs in a browser too: no ${name}`;
  }
  return undefined;
}

/** Static and dynamic imports and re-exports, with the name that they ask for. */
function importsOf(source) {
  const found = [];
  const add = (node, specifier) => {
    if (specifier !== undefined && ts.isStringLiteralLike(specifier)) found.push({ node, name: specifier.text });
  };
  walk(treeOf(source), (node) => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node, node.moduleSpecifier);
    else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) add(node, node.argument.literal);
    else if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword)
      add(node, node.arguments[0]);
  });
  return found;
}

/** The door of a package is a list of names. */
export function indexOnlyReexports(source) {
  if (!/\/src\/(.*\/)?index\.ts$/.test(source.path)) return [];
  const findings = [];
  for (const statement of treeOf(source).statements) {
    if (!ts.isExportDeclaration(statement) || statement.moduleSpecifier === undefined) {
      findings.push(at(source, statement, "index.ts has re-exports only"));
    } else if (statement.exportClause === undefined) {
      findings.push(at(source, statement, "name what is exported: `export *` hides it"));
    }
  }
  return findings;
}
