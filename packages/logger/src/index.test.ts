import { expect, it } from "vitest";
import * as logger from "./index.ts";

it("exports exactly this", () => {
  expect(Object.keys(logger).sort()).toEqual([
    "DEFAULT_FILES",
    "closeLogging",
    "collectorSink",
    "consoleSink",
    "createLogger",
    "fileSink",
    "getLogger",
    "initLogging",
    "otlpSink",
    "syslogSink",
  ]);
});
