import type { Level } from "@daybook/protocol";
import { DaybookError, LEVELS, parseLevelName } from "@daybook/protocol";
import { MIN_MAX_SIZE_BYTES } from "../limits.ts";

/** Settings that the environment or a file gives. Absent means: not set. */
export interface EnvironmentSettings {
  level?: Level;
  /** Minimum by logger name. */
  levels?: Readonly<Record<string, Level>>;
  /** Name of a layout. */
  layout?: string;
  dir?: string;
  maxSizeBytes?: number;
  backupCount?: number;
  environment?: string;
  url?: string;
  key?: string;
}

export type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads `DAYBOOK_LOG_LEVEL`, `DAYBOOK_LOG_DIR`, `DAYBOOK_LOG_MAX_SIZE`, `DAYBOOK_LOG_BACKUP_COUNT`,
 * `DAYBOOK_LOG_LAYOUT`, `DAYBOOK_ENVIRONMENT`, `DAYBOOK_URL` and `DAYBOOK_KEY`. Throws DAYBOOK_LOGGER_CONFIG with the list of right
 * values when one is wrong; empty counts as not set.
 */
export function readEnvironment(env: Environment): EnvironmentSettings {
  const settings: EnvironmentSettings = {};
  const level = text(env, "DAYBOOK_LOG_LEVEL");
  if (level !== undefined) settings.level = parseLevel(level, "DAYBOOK_LOG_LEVEL");
  const layout = text(env, "DAYBOOK_LOG_LAYOUT");
  if (layout !== undefined) settings.layout = layout;
  const dir = text(env, "DAYBOOK_LOG_DIR");
  if (dir !== undefined) settings.dir = dir;
  const maxSize = text(env, "DAYBOOK_LOG_MAX_SIZE");
  if (maxSize !== undefined) settings.maxSizeBytes = parseSize(maxSize, "DAYBOOK_LOG_MAX_SIZE");
  const count = text(env, "DAYBOOK_LOG_BACKUP_COUNT");
  if (count !== undefined) settings.backupCount = parseCount(count, "DAYBOOK_LOG_BACKUP_COUNT");
  const environment = text(env, "DAYBOOK_ENVIRONMENT");
  if (environment !== undefined) settings.environment = environment;
  const url = text(env, "DAYBOOK_URL");
  if (url !== undefined) settings.url = parseUrl(url, "DAYBOOK_URL").href;
  const key = text(env, "DAYBOOK_KEY");
  if (key !== undefined) settings.key = key;
  return settings;
}

function text(env: Environment, name: string): string | undefined {
  const value = env[name]?.trim();
  return value === "" ? undefined : value;
}

export function configError(setting: string, given: unknown, expected: string): DaybookError {
  return new DaybookError("DAYBOOK_LOGGER_CONFIG", `${setting} is ${describe(given)}; it must be ${expected}`, {
    setting,
  });
}

function describe(value: unknown): string {
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "object" && value !== null) return "an object";
  return String(value);
}

export function parseLevel(value: unknown, setting: string): Level {
  const level = typeof value === "string" ? parseLevelName(value) : undefined;
  if (level === undefined) throw configError(setting, value, `one of ${LEVELS.join(", ")}`);
  return level;
}

const UNITS: Readonly<Record<string, number>> = { "": 1, b: 1, k: 1024, m: 1024 ** 2, g: 1024 ** 3 };

/** Bytes from a number or a text such as `52428800`, `50MB` or `1 GiB` (units of 1024). */
export function parseSize(value: unknown, setting: string): number {
  const match = /^(\d{1,15}(?:\.\d{1,3})?)\s*([bkmg]?)(?:i?b)?$/i.exec(String(value).trim());
  const bytes =
    match === null ? Number.NaN : Math.floor(Number(match[1]) * (UNITS[(match[2] ?? "").toLowerCase()] ?? 1));
  if (!(bytes >= MIN_MAX_SIZE_BYTES && bytes <= Number.MAX_SAFE_INTEGER)) {
    throw configError(setting, value, `bytes, for example 52428800 or 50MB, at least ${MIN_MAX_SIZE_BYTES}`);
  }
  return bytes;
}

export function parseCount(value: unknown, setting: string): number {
  const given = String(value).trim();
  const count = /^\d{1,6}$/.test(given) ? Number(given) : Number.NaN;
  if (!(count >= 0 && count <= 100_000)) throw configError(setting, value, "a whole number from 0 to 100000");
  return count;
}

export function parseUrl(value: unknown, setting: string): URL {
  const url = URL.canParse(String(value)) ? new URL(String(value)) : undefined;
  if (url?.protocol !== "http:" && url?.protocol !== "https:") {
    throw configError(setting, value, "an address such as http://127.0.0.1:8002");
  }
  return url;
}
