import { readFileSync } from "node:fs";
import { configError, parseCount, parseLevel, parseSize, parseUrl } from "./environment.ts";
import type { EnvironmentSettings } from "./environment.ts";
import { layoutOf } from "./layouts.ts";

/** How one setting of the file is read. */
const READERS: { readonly [K in keyof EnvironmentSettings]-?: (value: unknown, setting: string) => unknown } = {
  level: parseLevel,
  levels: (value, setting) =>
    Object.fromEntries(
      Object.entries(object(value, setting)).map(([name, level]) => [name, parseLevel(level, `${setting}.${name}`)]),
    ),
  layout: (value, setting) => (layoutOf(value, setting), value),
  dir: (value, setting) => text(value, setting, "a directory"),
  maxSizeBytes: parseSize,
  backupCount: parseCount,
  environment: (value, setting) => text(value, setting, "a name such as production"),
  url: (value, setting) => parseUrl(value, setting).href,
  key: (value, setting) => text(value, setting, "a key of role ingest"),
};

/**
 * The settings in a JSON file such as `{"level": "INFO", "layout": "trading", "dir": "logs", "url": "http://127.0.0.1:8002"}`.
 * Throws DAYBOOK_LOGGER_CONFIG when the file cannot be read, is no JSON, has a setting that does not exist, or a wrong value.
 */
export function readConfigFile(path: string): EnvironmentSettings {
  let parsed: unknown;
  try {
    parsed = JSON.parse(readFileSync(path, "utf8"));
  } catch (error) {
    throw configError(
      "config",
      path,
      `a JSON file that can be read (${error instanceof Error ? error.message : String(error)})`,
    );
  }
  const readers: Readonly<Record<string, (value: unknown, setting: string) => unknown>> = READERS;
  const settings: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(object(parsed, path))) {
    const read = Object.hasOwn(readers, name) ? readers[name] : undefined;
    if (read === undefined) {
      throw configError(`a setting in ${path}`, name, `one of ${Object.keys(READERS).join(", ")}`);
    }
    settings[name] = read(value, `${name} in ${path}`);
  }
  return settings;
}

function object(value: unknown, setting: string): object {
  if (typeof value === "object" && value !== null && !Array.isArray(value)) return value;
  throw configError(setting, value, "a JSON object");
}

function text(value: unknown, setting: string, expected: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw configError(setting, value, expected);
}
