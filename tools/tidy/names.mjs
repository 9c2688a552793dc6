import { isCode } from "./sources.mjs";

export const MAX_LINES = 400;
/** A Python client is one file that people copy into their program, and its tests are long tables. */
const MAX_CLIENT_LINES = 1_800;

const KEBAB = /^\.?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)*$/;

/** Modules of Python are imported by their file's name, which cannot have a dash. */
const PYTHON_MODULE = /^[a-z0-9]+(_[a-z0-9]+)*\.py$/;

/** Names that say nothing about what is inside. */
const EMPTY_WORDS = new Set(["util", "utils", "helper", "helpers", "common", "manager", "managers", "misc"]);
/** Names that others look for in just this spelling. */
const CUSTOMARY = /^(README|CHANGELOG|CONTRIBUTING|SECURITY|NOTICE|LICENSE|Dockerfile)(\.md)?$/;

/** A file has one idea: 400 lines hold it. */
export function fileLength(source) {
  if (!isCode(source.path) && !/\.(css|py|sh)$/.test(source.path)) return [];
  const lines = source.text.trimEnd().split("\n").length;
  const limit = /^clients\/.*\.py$/.test(source.path) ? MAX_CLIENT_LINES : MAX_LINES;
  if (lines <= limit) return [];
  return [
    {
      path: source.path,
      line: limit + 1,
      message: `${lines} lines; ${limit} are the ceiling: split it by idea`,
    },
  ];
}

/** kebab-case everywhere, components too: names differ on no disk by their case alone. */
export function fileName(source) {
  const name = source.path.split("/").at(-1);
  if (KEBAB.test(name) || PYTHON_MODULE.test(name) || CUSTOMARY.test(name)) return [];
  return [{ path: source.path, line: 1, message: `${name} is not kebab-case` }];
}

/** No drawer for everything. */
export function emptyWord(source) {
  const words = source.path.split("/").flatMap((part) => part.replace(/\..*$/, "").toLowerCase().split("-"));
  const found = words.find((word) => EMPTY_WORDS.has(word));
  if (found === undefined) return [];
  return [{ path: source.path, line: 1, message: `"${found}" does not say what is inside: name the idea` }];
}
