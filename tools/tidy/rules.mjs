import { importEdges, indexOnlyReexports } from "./edges.mjs";
import { unusedErrors } from "./errors-used.mjs";
import { emptyWord, fileLength, fileName } from "./names.mjs";
import { silentTest } from "./silent-test.mjs";
import { banner, deadLink, machinePath, pretended, unfinished } from "./text.mjs";

/** Rules that look at one file. */
export const FILE_RULES = {
  fileLength,
  fileName,
  emptyWord,
  importEdges,
  indexOnlyReexports,
  silentTest,
  unfinished,
  pretended,
  banner,
  machinePath,
  deadLink,
};

/** Rules that look at the whole tree. */
export const TREE_RULES = { unusedErrors };

/** All findings, each with the name of its rule, in the order of the files. */
export function tidy(sources) {
  const named = (rule, findings) => findings.map(({ path, line, message }) => ({ rule, path, line, message }));
  const ofFiles = sources.flatMap((source) =>
    Object.entries(FILE_RULES).flatMap(([rule, find]) => named(rule, find(source))),
  );
  const ofTree = Object.entries(TREE_RULES).flatMap(([rule, find]) => named(rule, find(sources)));
  return [...ofFiles, ...ofTree];
}
