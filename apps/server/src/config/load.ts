import { readFileSync } from "node:fs";
import { isIP } from "node:net";
import { DaybookError, createRedactor } from "@daybook/protocol";
import { parse as parseYaml } from "yaml";
import type { z } from "zod";
import { SETTINGS } from "./settings.ts";
import type { Config, Setting, SettingName } from "./settings.ts";

export interface ConfigSources {
  /** Values given on the command line, by setting name. */
  flags?: Partial<Record<SettingName, unknown>>;
  env: Readonly<Record<string, string | undefined>>;
  /** A `daybook.yaml`; a missing file is an error only when `required`. */
  file?: { path: string; required: boolean };
}

/**
 * File, then variables, then flags.
 *
 * @throws DaybookError `DAYBOOK_CONFIG_INVALID` that names each wrong setting, where it was given, and what is right.
 */
export function loadConfig(sources: ConfigSources): Config {
  const fromFile = sources.file ? readConfigFile(sources.file.path, sources.file.required) : {};
  const faults: string[] = [];
  for (const name of Object.keys(fromFile)) {
    if (!Object.hasOwn(SETTINGS, name))
      faults.push(`${name}: not a setting; known: ${Object.keys(SETTINGS).join(", ")}`);
  }
  const config: Record<string, unknown> = {};
  for (const name of Object.keys(SETTINGS) as SettingName[]) {
    const { env, schema } = SETTINGS[name];
    const [value, origin] = pick(name, env, fromFile, sources);
    const result = (schema as z.ZodType).safeParse(value);
    if (result.success) config[name] = result.data;
    else faults.push(`${origin}${given(name, value)}: ${result.error.issues.map(faultText).join("; ")}`);
  }
  if (faults.length === 0) faults.push(...faultsTogether(config as Config));
  if (faults.length > 0) throw new DaybookError("DAYBOOK_CONFIG_INVALID", faults.join("\n"));
  return config as Config;
}

/** What was given, unless nobody may see it. */
function given(name: SettingName, value: unknown): string {
  const { secret }: Setting = SETTINGS[name];
  if (secret) return "";
  // A store's address may hold its password.
  return ` is ${createRedactor()
    .redactText(JSON.stringify(value) ?? "empty")
    .slice(0, 80)}`;
}

function faultText(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_type" && issue.expected === "number" ? "expected a number" : issue.message;
}

function pick(
  name: SettingName,
  env: string,
  fromFile: Record<string, unknown>,
  sources: ConfigSources,
): [value: unknown, origin: string] {
  const flag = sources.flags?.[name];
  if (flag !== undefined) return [flag, `--${name.replaceAll("_", "-")}`];
  const variable = sources.env[env];
  if (variable !== undefined && variable !== "") return [variable, env];
  return [fromFile[name], `${name} in ${sources.file?.path ?? "daybook.yaml"}`];
}

function faultsTogether(config: Config): string[] {
  if (isLoopback(config.host) || config.admin_key !== undefined) return [];
  return [
    `host ${config.host} can be reached from other machines, but no admin key was set: ` +
      "set DAYBOOK_ADMIN_KEY (16 characters or more), or listen on 127.0.0.1",
  ];
}

export function isLoopback(host: string): boolean {
  if (host === "localhost" || host === "::1" || host === "[::1]") return true;
  return isIP(host) === 4 && host.startsWith("127.");
}

function readConfigFile(path: string, required: boolean): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (!required && (error as NodeJS.ErrnoException).code === "ENOENT") return {};
    throw new DaybookError("DAYBOOK_CONFIG_INVALID", `${path} cannot be read: ${(error as Error).message}`);
  }
  let parsed: unknown;
  try {
    parsed = parseYaml(text);
  } catch (error) {
    throw new DaybookError("DAYBOOK_CONFIG_INVALID", `${path}: ${(error as Error).message}`);
  }
  if (parsed === null || parsed === undefined) return {};
  if (typeof parsed !== "object" || Array.isArray(parsed)) {
    throw new DaybookError("DAYBOOK_CONFIG_INVALID", `${path}: expected settings as "name: value" lines`);
  }
  return parsed as Record<string, unknown>;
}
