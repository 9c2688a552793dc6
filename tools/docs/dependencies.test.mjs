import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ROOT } from "../run/step.mjs";

const lock = JSON.parse(readFileSync(join(ROOT, "package-lock.json"), "utf8"));
const text = readFileSync(join(ROOT, "docs/design/dependencies.md"), "utf8");

/** What our own packages ask for, by kind, without each other. */
function asked(kind) {
  const ours = Object.entries(lock.packages).filter(([path]) => !path.includes("node_modules/"));
  const names = ours.flatMap(([, entry]) => Object.keys(entry[kind] ?? {}));
  return [...new Set(names)].filter((name) => !name.startsWith("@daybook/")).sort();
}

/** Names in the first column of the tables. */
const named = [...text.matchAll(/^\| (`[^|]+) \|/gm)]
  .flatMap((row) => [...row[1].matchAll(/`([^`]+)`/g)].map((cell) => cell[1]))
  .sort();

test("docs/design/dependencies.md names each dependency once, and none that is gone", () => {
  expect(named).toEqual([...new Set([...asked("dependencies"), ...asked("devDependencies")])].sort());
});

test("the logger and the protocol depend on nobody", () => {
  for (const room of ["packages/logger", "packages/protocol"]) {
    expect(Object.keys(lock.packages[room].dependencies ?? {}).filter((name) => !name.startsWith("@daybook/"))).toEqual(
      [],
    );
  }
});

test("everything in the product may be used and passed on by anybody", () => {
  const free =
    /^(MIT|MIT-0|ISC|Apache-2\.0|BSD-[23]-Clause|0BSD|BlueOak-1\.0\.0|OFL-1\.1|Python-2\.0|CC0-1\.0|Unlicense)$/;
  const shipped = Object.entries(lock.packages).filter(
    ([path, entry]) =>
      path.includes("node_modules/") && !entry.link && !entry.dev && !entry.devOptional && !entry.optional,
  );
  const odd = shipped.filter(
    ([, entry]) =>
      !(entry.license ?? "none")
        .replace(/[()]/g, "")
        .split(" OR ")
        .some((name) => free.test(name)),
  );
  expect(odd.map(([path, entry]) => `${path}: ${entry.license}`)).toEqual([]);
});
