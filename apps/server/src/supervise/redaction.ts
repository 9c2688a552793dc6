import { createHmac, randomBytes } from "node:crypto";
import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRedactor } from "@daybook/protocol";
import type { Redactor } from "@daybook/protocol";
import { replaceFile } from "../access/durable-file.ts";
import type { Config } from "../config/settings.ts";

/** The door's redactor. The key of `hash` mode is made once and stays with the installation: `keys/redaction.key`. */
export function createRedaction(mode: Config["redaction"], keysDir: string): Redactor {
  if (mode !== "hash") return createRedactor({ mode });
  mkdirSync(keysDir, { recursive: true, mode: 0o700 });
  const path = join(keysDir, "redaction.key");
  if (!existsSync(path)) replaceFile(path, `${randomBytes(32).toString("base64url")}\n`);
  const key = Buffer.from(readFileSync(path, "utf8").trim(), "base64url");
  // 96 bits: no two secrets of one installation meet, and the text stays short.
  const hash = (secret: string): string => createHmac("sha256", key).update(secret).digest("hex").slice(0, 24);
  return createRedactor({ mode, hash });
}
