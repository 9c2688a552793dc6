import { readFileSync } from "node:fs";
import { join } from "node:path";
import { ERRORS } from "@daybook/protocol";
import { expect, test } from "vitest";
import { ROOT } from "../run/step.mjs";
import { numberConstants, readable } from "./constants.mjs";
import { page as errorsPage, renderErrors } from "./errors.page.mjs";
import { page as limitsPage, renderLimits } from "./limits.page.mjs";
import { standing } from "./pages.mjs";
import { readRegistry } from "./registry.mjs";

test.each([errorsPage, limitsPage])("$path says what the sources say: run `npm run docs` when this fails", (page) => {
  expect(standing(page)).toBe(page.render());
});

test("the registry is read from its source as the program sees it", () => {
  const read = readRegistry(readFileSync(join(ROOT, "packages/protocol/src/errors.ts"), "utf8"));
  expect(Object.fromEntries(read.map(({ code, ...definition }) => [code, definition]))).toEqual(ERRORS);
});

test("every code is DAYBOOK_<ROOM>_<WHAT>, and says what to do in a sentence", () => {
  for (const [code, { title, hint, status }] of Object.entries(ERRORS)) {
    expect(code).toMatch(/^DAYBOOK_[A-Z]+(_[A-Z]+)+$/);
    expect(title, code).toMatch(/^[A-Z].*[^.]$/);
    expect(hint, code).toMatch(/^["`A-Z].{10,}\.$/);
    expect(status, code).toBeGreaterThanOrEqual(400);
    expect(status, code).toBeLessThan(600);
  }
});

test("each error is a heading under its room", () => {
  const text = renderErrors([
    { code: "DAYBOOK_INGEST_A", status: 400, title: "A is wrong", hint: "Mend a." },
    { code: "DAYBOOK_NEWROOM_B", status: 500, title: "B is wrong", hint: "Mend b." },
  ]);
  expect(text).toContain("## Sending events\n\n### DAYBOOK_INGEST_A\n\nA is wrong. HTTP status 400.\n\nMend a.\n");
  expect(text).toContain("## Newroom\n\n### DAYBOOK_NEWROOM_B\n");
});

test("constants are evaluated, with their comments", () => {
  const text =
    '/** About\n * the file. */\n\n/** A: why\n *  so. */\nexport const A_BYTES = 4 * 1024;\nconst hidden = 2;\nexport const B = (hidden + 1) * A_BYTES;\nexport const NAME = "x";\n';
  expect(numberConstants(text)).toEqual([
    { name: "A_BYTES", value: 4096, comment: "A: why so." },
    { name: "B", value: 12_288, comment: "" },
  ]);
});

test.each([
  ["MAX_BYTES", 262_144, "256 KiB"],
  ["MAX_BYTES", 500, "500 bytes"],
  ["MAX_BYTES", 1024 * 1024 * 1.5, "1.5 MiB"],
  ["WAIT_MS", 25, "25 ms"],
  ["WAIT_MS", 5_000, "5 s"],
  ["WAIT_MS", 1_500, "1,500 ms"],
  ["WAIT_MS", 172_800_000, "2 d"],
  ["WAIT_SECONDS", 60, "60 s"],
  ["MAX_FIELDS", 1_000, "1,000"],
])("%s of %i is read as %s", (name, value, text) => {
  expect(readable(name, value)).toBe(text);
});

test("a limit is a row with its reason", () => {
  expect(
    renderLimits([
      { title: "One event", file: "a/limits.ts", text: "/** Why | so. */\nexport const MAX_DEPTH = 32;\n" },
    ]),
  ).toContain(
    "## One event\n\nFrom `a/limits.ts`.\n\n| limit | value | why |\n|---|---|---|\n| `MAX_DEPTH` | 32 | Why \\| so. |\n",
  );
});
