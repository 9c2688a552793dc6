import { existsSync } from "node:fs";
import { chromium } from "playwright-core";

const PLACES = [
  process.env["DAYBOOK_CHROMIUM"],
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
];

/** The browser of this machine, or undefined. */
export function findBrowser() {
  return PLACES.find((path) => path && existsSync(path));
}

/** Headless, with a fresh empty profile, and quiet in the background. */
export async function launchBrowser() {
  return chromium.launch({
    executablePath: findBrowser(),
    headless: true,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}
