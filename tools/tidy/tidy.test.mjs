import { expect, test } from "vitest";
import { EDGES } from "./edges.mjs";
import { FILE_RULES, TREE_RULES, tidy } from "./rules.mjs";
import { lineAt, listSources, treeOf } from "./sources.mjs";

const LIB = "packages/logger/src/sink.ts";

/** For each rule: what it must find, and what it must let pass, as [path, text]. */
const CASES = {
  fileLength: {
    found: [
      [LIB, "x;\n".repeat(401)],
      ["tools/a.mjs", "x;\n".repeat(500)],
      ["examples/a.py", "x\n".repeat(500)],
      ["clients/python/a.py", "x\n".repeat(1_801)],
    ],
    passed: [
      [LIB, "x;\n".repeat(400)],
      ["docs/a.md", "x\n".repeat(900)],
      ["clients/python/a.py", "x\n".repeat(1_800)],
      ["package-lock.json", "{}\n".repeat(900)],
    ],
  },
  fileName: {
    found: [
      ["packages/logger/src/fileSink.ts", ""],
      ["apps/dashboard/src/LogTable.vue", ""],
      ["docs/Guide.md", ""],
      ["clients/python/camelCase.py", ""],
    ],
    passed: [
      ["packages/logger/src/file-sink.fault.test.ts", ""],
      ["README.md", ""],
      ["apps/dashboard/src/log-table.vue", ""],
      [".gitignore", ""],
      ["clients/python/daybook_logging.py", ""],
    ],
  },
  emptyWord: {
    found: [
      ["packages/logger/src/utils.ts", ""],
      ["packages/logger/src/string-helpers.ts", ""],
      ["apps/server/src/common/x.ts", ""],
    ],
    passed: [["packages/logger/src/utilisation.ts", ""]],
  },
  importEdges: {
    found: [
      ["packages/protocol/src/a.ts", 'import { parse } from "@daybook/query";'],
      ["packages/logger/src/a.ts", 'export { x } from "../../protocol/src/x.ts";'],
      ["apps/cli/src/a.ts", 'const server = await import("@daybook/server");'],
      ["apps/dashboard/src/A.vue", '<script setup lang="ts">\nimport { x } from "@daybook/server";\n</script>'],
      ["packages/query/src/a.ts", 'import { readFile } from "node:fs/promises";'],
      ["packages/client/src/a.ts", 'import type { Server } from "http";'],
      ["packages/logger/src/a.ts", 'import { fake } from "@daybook/testkit";'],
      ["packages/logger/src/a.ts", 'let x: import("@daybook/client").Client;'],
    ],
    passed: [
      [
        "packages/client/src/a.ts",
        'import { parse } from "@daybook/query"; import { LEVELS } from "@daybook/protocol";',
      ],
      ["packages/logger/src/a.ts", 'import { open } from "node:fs/promises"; import { b } from "./b.ts";'],
      ["packages/logger/src/a.test.ts", 'import { fake } from "@daybook/testkit";'],
      ["apps/cli/src/a.ts", 'const entry = import.meta.resolve("@daybook/server/main");'],
      ["bench/lib/a.mjs", 'import { start } from "../../e2e/harness.mjs";'],
      ["packages/query/src/a.test.ts", 'import { readFileSync } from "node:fs";'],
    ],
  },
  indexOnlyReexports: {
    found: [
      ["packages/logger/src/index.ts", "export const x = 1;"],
      ["packages/logger/src/index.ts", 'export * from "./x.ts";'],
      ["apps/server/src/tail/index.ts", 'import "./x.ts";'],
    ],
    passed: [
      ["packages/logger/src/index.ts", 'export { x } from "./x.ts";\nexport type { Y } from "./y.ts";'],
      ["packages/logger/src/a.ts", "export const x = 1;"],
    ],
  },
  silentTest: {
    found: [
      ["packages/logger/src/a.test.ts", 'test.skip("a", () => {});'],
      ["packages/logger/src/a.test.ts", 'describe.concurrent.only("a", () => {});'],
      ["e2e/a.test.mjs", 'it.todo("a");'],
    ],
    passed: [["packages/logger/src/a.test.ts", 'test.skipIf(!found)("a", () => {}); list.skip(2);']],
  },
  unfinished: {
    found: [[LIB, "// TODO: later"]],
    passed: [
      [LIB, "// in todo lists"],
      ["docs/a.md", "TODO"],
    ],
  },
  pretended: {
    found: [
      [LIB, "const stub = 1;"],
      [LIB, 'throw new Error("not implemented");'],
    ],
    passed: [["tools/a.mjs", "const stub = 1;"]],
  },
  machinePath: {
    found: [
      ["docs/a.md", "cd /home/sam/daybook"],
      [LIB, 'open("/root/x")'],
    ],
    passed: [["docs/a.md", "see /var/lib/daybook and ~/daybook"]],
  },
  banner: {
    found: [
      [LIB, "// ---- types ----"],
      [LIB, " * ====="],
    ],
    passed: [
      [LIB, "// a - b"],
      ["docs/a.md", "----------"],
    ],
  },
  deadLink: {
    found: [["docs/README.md", "see [this](no-such-file.md)"]],
    passed: [["README.md", "[a](package.json) [b](https://example.org) [c](#here) `[d](nowhere.md)`"]],
  },
};

const rows = (kind) =>
  Object.entries(CASES).flatMap(([rule, cases]) => cases[kind].map(([path, text]) => [rule, path, text]));

test("every rule has something that it finds and something that it lets pass", () => {
  expect(Object.keys(CASES).sort()).toEqual(Object.keys(FILE_RULES).sort());
  expect(Object.values(CASES).every((cases) => cases.found.length > 0 && cases.passed.length > 0)).toBe(true);
});

test.each(rows("found"))("%s finds the fault in %s", (rule, path, text) => {
  expect(FILE_RULES[rule]({ path, text })).not.toEqual([]);
});

test.each(rows("passed"))("%s lets %s pass", (rule, path, text) => {
  expect(FILE_RULES[rule]({ path, text })).toEqual([]);
});

test("an error code that nothing answers with is found", () => {
  const registry = {
    path: "packages/protocol/src/errors.ts",
    text: "export const ERRORS = {\n  DAYBOOK_A_USED: {},\n  DAYBOOK_A_IDLE: {},\n} as const;\n",
  };
  const user = { path: "apps/server/src/a.ts", text: 'throw new DaybookError("DAYBOOK_A_USED", "x");' };
  expect(TREE_RULES.unusedErrors([registry, user])).toEqual([
    { path: registry.path, line: 3, message: "DAYBOOK_A_IDLE is used nowhere" },
  ]);
});

test("a finding has file, line, rule and words", () => {
  const source = { path: "packages/protocol/src/a.ts", text: '\n\nimport "@daybook/query";\n' };
  expect(tidy([source])).toEqual([
    {
      rule: "importEdges",
      path: source.path,
      line: 3,
      message: "packages/protocol may not import query: see the table in tools/tidy/edges.mjs",
    },
  ]);
});

test("the script of a component is read at its own lines", () => {
  const source = {
    path: "apps/dashboard/src/A.vue",
    text: '<template>\n  <p />\n</template>\n<script setup lang="ts">\nimport "@daybook/server";\n</script>\n',
  };
  expect(FILE_RULES.importEdges(source).map((found) => found.line)).toEqual([5]);
  expect(treeOf(source)).toBe(treeOf(source));
});

test("lines count from one", () => {
  expect([0, 1, 2, 3].map((offset) => lineAt("a\nb\n", offset))).toEqual([1, 1, 2, 2]);
});

test("every room that exists stands in the table of doors", () => {
  const rooms = new Set(listSources().map(({ path }) => /^((packages|apps)\/[^/]+)\//.exec(path)?.[1]));
  rooms.delete(undefined);
  expect([...rooms].filter((room) => !Object.hasOwn(EDGES, room))).toEqual([]);
});
