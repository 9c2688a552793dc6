import { existsSync, statSync } from "node:fs";
import { join } from "node:path";
import { ROOT, runStep, seconds } from "./step.mjs";

/** A slow line and 550 MB of store: generous, but it ends. */
const INSTALL_TIMEOUT_MS = 15 * 60_000;

/** True when node_modules is missing or older than the lock file. npm rewrites its own lock copy at each install. */
export function needsInstall(root = ROOT) {
  const installed = join(root, "node_modules/.package-lock.json");
  return !existsSync(installed) || statSync(installed).mtimeMs < statSync(join(root, "package-lock.json")).mtimeMs;
}

/**
 * Installs the locked packages when they are missing. Says so in one line; npm's own words are shown when it fails.
 * @returns {Promise<boolean>} false when it failed
 */
export async function installIfNeeded(write = (text) => process.stdout.write(text)) {
  if (!needsInstall()) return true;
  write("Installing packages (once; about a minute on a fast line) … ");
  const result = await runStep("npm", ["ci", "--no-progress", "--loglevel=error"], { timeoutMs: INSTALL_TIMEOUT_MS });
  if (result.code === 0) {
    write(`done in ${seconds(result.durationMs)}\n`);
    return true;
  }
  const why = result.timedOut ? `stopped after ${seconds(result.durationMs)}` : `npm ci ended with code ${result.code}`;
  write(`failed: ${why}\n${result.output}\nMend what npm names above, then run the command again.\n`);
  return false;
}
