import { defineConfig } from "vitest/config";

const source = { conditions: ["@daybook/source"] };

/** Tests of the sources: no build is needed. What starts processes is in vitest.process.config.ts. */
export default defineConfig({
  resolve: source,
  ssr: { resolve: source },
  test: {
    include: ["packages/*/src/**/*.test.ts", "apps/*/src/**/*.test.ts", "tools/**/*.test.mjs"],
    exclude: ["**/*.dist.test.*", "**/node_modules/**"],
    // Two cores: more workers only make each other late.
    maxWorkers: 2,
    testTimeout: 30_000,
    hookTimeout: 60_000,
  },
});
