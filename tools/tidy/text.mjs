import { existsSync } from "node:fs";
import { posix } from "node:path";
import { isCode, lineAt } from "./sources.mjs";

const UNFINISHED = /\b(TODO|FIXME|XXX|HACK)\b/;
const PRETENDED = /\b(stub(s|bed)?|not (yet )?implemented)\b/i;
const MACHINE = /(\/home\/[a-z]|\/Users\/[A-Za-z]|\/root\/|\/work\/(main|shared)|[A-Z]:\\+Users)/;
const BANNER = /^\s*(\/\/|\*|#)\s*([-=*#_─═]{4,})/;
const LIVE_CODE = /^(packages|apps)\/[^/]+\/(src|bin)\//;

/** The rules and their tests have to spell what they look for. */
const OURSELVES = "tools/tidy/";

const lineRule = (applies, pattern, message) => (source) => {
  if (source.path.startsWith(OURSELVES) || !applies(source.path)) return [];
  return source.text.split("\n").flatMap((line, index) => {
    const found = pattern.exec(line);
    return found ? [{ path: source.path, line: index + 1, message: message(found[0].trim()) }] : [];
  });
};

/** What is not done is an issue, not a comment. */
export const unfinished = lineRule(isCode, UNFINISHED, (word) => `"${word}": do it, or open an issue`);

/** Nothing in the product pretends. */
export const pretended = lineRule(
  (path) => LIVE_CODE.test(path) && isCode(path),
  PRETENDED,
  (word) => `"${word}": the product does what it says`,
);

/** Nothing knows the machine that it was written on. */
export const machinePath = lineRule(
  (path) => path !== "package-lock.json",
  MACHINE,
  (path) => `"${path}" is a path of one machine`,
);

/** Files are short: they need no banners. */
export const banner = lineRule(isCode, BANNER, () => "a banner: the file's name and its functions are the headings");

/** Links between our own documents lead somewhere. */
export function deadLink(source, exists = existsSync) {
  if (!source.path.endsWith(".md")) return [];
  const withoutCode = source.text.replace(/```[\s\S]*?```|`[^`\n]*`/g, (code) => code.replace(/[^\n]/g, " "));
  const findings = [];
  for (const found of withoutCode.matchAll(/\]\(([^)\s#]+)(#[^)\s]*)?\)/g)) {
    const target = found[1];
    if (/^[a-z]+:/.test(target)) continue;
    if (!exists(posix.join(posix.dirname(source.path), target))) {
      findings.push({
        path: source.path,
        line: lineAt(source.text, found.index),
        message: `the link to ${target} leads nowhere`,
      });
    }
  }
  return findings;
}
