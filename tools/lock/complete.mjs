/**
 * Completes package-lock.json: npm leaves out optional platform packages that its registry could not offer at the
 * time, and `npm ci` then refuses the whole file. An entry with version, os and cpu is enough for `npm ci`; the
 * package itself is fetched only on the platform that it is for. Run after `npm install` of a package with native parts.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const PLATFORM = /-(android|darwin|freebsd|linux|openharmony|win32)-(\w+)/;

/** Entries that are missing from `lock` (parsed package-lock.json, version 3), as [path, entry] pairs. */
export function missingOptional(lock) {
  const missing = new Map();
  for (const [owner, entry] of Object.entries(lock.packages)) {
    if (owner === "") continue;
    for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
      if (lock.packages[`node_modules/${name}`] || lock.packages[`${owner}/node_modules/${name}`]) continue;
      missing.set(`node_modules/${name}`, platformEntry(name, version, entry.dev === true));
    }
  }
  return missing;
}

function platformEntry(name, version, dev) {
  const [, os, cpu] = PLATFORM.exec(`-${name.split("/").at(-1)}`) ?? [];
  const libc = name.endsWith("-musl") ? "musl" : name.endsWith("-gnu") ? "glibc" : undefined;
  return {
    version,
    ...(cpu === undefined ? {} : { cpu: [cpu] }),
    ...(dev ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc] }),
    optional: true,
    ...(os === undefined ? {} : { os: [os] }),
  };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const path = fileURLToPath(new URL("../../package-lock.json", import.meta.url));
  const lock = JSON.parse(readFileSync(path, "utf8"));
  const missing = missingOptional(lock);
  const packages = Object.entries(lock.packages).concat([...missing]);
  packages.sort(([a], [b]) => a.localeCompare(b, "en"));
  lock.packages = Object.fromEntries(packages);
  if (missing.size > 0) writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`);
  process.stdout.write(`${missing.size} optional platform packages added to package-lock.json\n`);
}
