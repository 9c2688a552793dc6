import { existsSync } from "node:fs";
import { installPackages } from "./debian-packages.mjs";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];

/** Where a Chromium is, or `undefined`. `DAYBOOK_CHROMIUM` names one that is elsewhere. */
export function findChromium() {
  const named = process.env.DAYBOOK_CHROMIUM;
  return [...(named === undefined ? [] : [named]), ...PATHS].find((path) => existsSync(path));
}

/**
 * The Chromium that browser tests drive; installed from the system's packages where we may.
 * @returns {Promise<{ path: string } | { why: string }>}
 */
export async function ensureChromium(write = (text) => process.stdout.write(text)) {
  const found = findChromium();
  if (found !== undefined) return { path: found };
  const why = await installPackages("Chromium", ["chromium"], write);
  if (why !== undefined) return { why };
  const path = findChromium();
  return path === undefined ? { why: "apt-get installed no Chromium" } : { path };
}
