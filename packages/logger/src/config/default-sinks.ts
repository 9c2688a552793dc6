import { join } from "node:path";
import { collectorSink } from "../collector/collector-sink.ts";
import { consoleSink } from "../console/console-sink.ts";
import type { Sink } from "../core/sink.ts";
import { fileSink } from "../files/file-sink.ts";
import { readConfigFile } from "./config-file.ts";
import type { Environment, EnvironmentSettings } from "./environment.ts";
import { readEnvironment } from "./environment.ts";
import type { Layout } from "./layouts.ts";

/** The settings of the file, if there is one, and over them those of the environment. */
export function readSettings(config: string | undefined, env: Environment): EnvironmentSettings {
  const path = config ?? env["DAYBOOK_LOG_CONFIG"]?.trim();
  const fromFile = path === undefined || path === "" ? {} : readConfigFile(path);
  return { ...fromFile, ...readEnvironment(env) };
}

/** Console, files and collector, as layout and settings say. */
export function defaultSinks(layout: Layout, settings: EnvironmentSettings, environment: string): Sink[] {
  const { format, level } = layout.console;
  const sinks: Sink[] = [
    consoleSink({
      format: format === "auto" && environment === "production" ? "json" : format,
      ...(level === undefined ? {} : { level }),
    }),
  ];
  const { dir = layout.dir, maxSizeBytes, backupCount, url, key } = settings;
  if (dir !== undefined) {
    const { console: _console, level: _level, dir: _dir, files, ...rotation } = layout;
    sinks.push(
      fileSink({
        ...rotation,
        dir,
        // What is set for all files is meant for those too that the layout treats apart.
        files: files.map((file) => ({
          ...file,
          ...(maxSizeBytes === undefined ? {} : { maxSizeBytes }),
          ...(backupCount === undefined ? {} : { backupCount }),
        })),
      }),
    );
  }
  if (url !== undefined) {
    sinks.push(
      collectorSink({
        url,
        ...(key === undefined ? {} : { key }),
        ...(dir === undefined ? {} : { spoolDir: join(dir, ".spool") }),
      }),
    );
  }
  return sinks;
}
