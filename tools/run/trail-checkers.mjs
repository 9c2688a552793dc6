import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { installPackages } from "./debian-packages.mjs";

/** Packages of the system, and how one sees that each is there. */
const NEEDED = {
  "golang-go": () => isProgram("go"),
  // The packages of Go's checksum database, as sources.
  "golang-golang-x-mod-dev": () => existsSync("/usr/share/gocode/src/golang.org/x/mod/sumdb/tlog"),
  python3: () => isProgram("python3"),
  openssl: () => isProgram("openssl"),
};

/**
 * What checks the audit trail with code that is none of ours: Go with its own packages for transparency logs, and Python.
 * @returns {Promise<{ why: string } | {}>}
 */
export async function ensureTrailCheckers() {
  const missing = () => Object.keys(NEEDED).filter((name) => !NEEDED[name]());
  if (missing().length === 0) return {};
  const why = await installPackages(missing().join(", "), missing());
  if (why !== undefined) return { why };
  return missing().length === 0 ? {} : { why: `apt-get installed no ${missing().join(", ")}` };
}

function isProgram(name) {
  return (process.env.PATH ?? "").split(delimiter).some((folder) => existsSync(join(folder, name)));
}
