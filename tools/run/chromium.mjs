import { existsSync } from "node:fs";
import { runStep } from "./step.mjs";

const PATHS = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
const INSTALL_TIMEOUT_MS = 10 * 60_000;

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
  if (!existsSync("/usr/bin/apt-get")) return { why: "no Chromium, and no apt-get to install one" };
  if (process.getuid?.() !== 0) return { why: "no Chromium, and only root may install one: apt-get install chromium" };
  write("Installing Chromium from the system's packages … ");
  const options = { timeoutMs: INSTALL_TIMEOUT_MS, env: { DEBIAN_FRONTEND: "noninteractive" } };
  const steps = [
    ["update", "-q"],
    ["install", "-y", "-q", "--no-install-recommends", "chromium"],
  ];
  for (const args of steps) {
    const result = await runStep("apt-get", args, options);
    if (result.code !== 0) {
      write("failed\n");
      return { why: `apt-get ${args[0]} failed: ${result.output.trim().split("\n").at(-1)}` };
    }
  }
  write("done\n");
  const path = findChromium();
  return path === undefined ? { why: "apt-get installed no Chromium" } : { path };
}
