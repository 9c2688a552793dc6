import { expect, it } from "vitest";
import * as logger from "./index.ts";

it("exports exactly this", () => {
  expect(Object.keys(logger).sort()).toEqual([
    "DEFAULT_FILES",
    "collectorSink",
    "consoleSink",
    "createLogger",
    "fileSink",
    "otlpSink",
    "syslogSink",
  ]);
});
