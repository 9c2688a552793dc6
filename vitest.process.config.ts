import { defineConfig } from "vitest/config";

/** Tests of what was built: they start processes, so each file has the machine to itself. */
const shared = { fileParallelism: false, testTimeout: 120_000, hookTimeout: 120_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          ...shared,
          name: "dist",
          include: ["{packages,apps}/*/{src,test}/**/*.dist.test.{ts,mjs}", "{bench,tools}/**/*.dist.test.mjs"],
        },
      },
      { test: { ...shared, name: "e2e", include: ["{e2e,examples}/*.test.{ts,mjs}"] } },
      { test: { ...shared, name: "system", include: ["e2e/{system,audit}/*.test.mjs"] } },
      {
        test: {
          ...shared,
          name: "browser",
          include: ["e2e/browser/*.test.{ts,mjs}", "apps/dashboard/test/*.browser.test.{ts,mjs}"],
        },
      },
      { test: { ...shared, name: "acceptance", include: ["e2e/acceptance/*.test.{ts,mjs}"] } },
    ],
  },
});
