import type { Found } from "./redact-text.ts";

const MAX_AUTHORITY_LENGTH = 256;
const MAX_PATH_LENGTH = 1_024;
const AUTHORITY = /[^\s"'`<>\\/?#]*/y;
const PATH_END = /[\s"'`<>\\]|:\/\//;
/** Hosts that take the account's key as a part of the path. */
const KEY_HOSTS =
  /(?:^|[.@])(?:alchemy|alchemyapi|infura|quiknode|chainstack|blastapi|getblock|moralis|drpc)\.(?:com|io|pro|org)(?::\d+)?$/i;
const HOOK_HOSTS = /(?:^|@)(?:hooks\.slack\.com|(?:canary\.|ptb\.)?discord(?:app)?\.com|api\.telegram\.org)$/i;
const HOOK_PATH = /^\/(?:services\/|api\/webhooks\/|(?:file\/)?bot)/i;
/** A Telegram bot's token: it is known by its form also where a Bot API server of one's own answers. */
const BOT_TOKEN = /\/bot(\d{5,15}:[A-Za-z0-9_-]{30,64})(?![A-Za-z0-9_-])/;
/** A key has letters and digits; a stream name (`btcusdt@depth`) has other characters or is short. */
const KEY = /^(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{20,}$/;

/**
 * The secrets of the URL whose `://` stands at `at`: the user's password, a listen key or key in the path, the path of a webhook. Query
 * parameters are found as assignments. What is looked at ends before the next `://`, so that no part is looked at twice.
 */
export function redactUrl(text: string, at: number): Found | undefined {
  const start = at + 3;
  AUTHORITY.lastIndex = 0;
  const authority = AUTHORITY.exec(text.slice(start, start + MAX_AUTHORITY_LENGTH))?.[0] ?? "";
  const inPath = findInPath(text, at, authority);
  const password = findPassword(authority, start);
  return password ? { ...password, next: inPath } : inPath;
}

function findPassword(authority: string, start: number): Found | undefined {
  const end = authority.lastIndexOf("@");
  const colon = authority.indexOf(":");
  if (colon < 0 || end <= colon + 1) return undefined;
  // A mark in it was a secret, and the mark's own colon is none of the URL's.
  if (authority.includes("[REDACTED") || authority.includes("[HASHED")) return undefined;
  return { rule: "url_password", start: start + colon + 1, end: start + end };
}

function findInPath(text: string, at: number, authority: string): Found | undefined {
  const isHook = HOOK_HOSTS.test(authority);
  const start = at + 3 + authority.length;
  const head = text.slice(start, start + MAX_PATH_LENGTH);
  const path = head.slice(0, PATH_END.exec(head)?.index ?? head.length);
  if (isHook) return findHook(path, start);
  return isSocket(text, at) || KEY_HOSTS.test(authority) ? findKey(path, start) : findBotToken(path, start);
}

function isSocket(text: string, at: number): boolean {
  const scheme = text.slice(Math.max(0, at - 3), at).toLowerCase();
  return scheme === "wss" || scheme.endsWith("ws");
}

function findHook(path: string, start: number): Found | undefined {
  const hook = HOOK_PATH.exec(path)?.[0];
  if (hook === undefined) return undefined;
  const isBot = hook.endsWith("bot");
  const secret = (isBot ? /^[^/?#,;)\]}[]+/ : /^[^?#,;)\]}[]+/).exec(path.slice(hook.length))?.[0];
  if (secret === undefined) return undefined;
  return { rule: isBot ? "token" : "webhook", start: start + hook.length, end: start + hook.length + secret.length };
}

function findBotToken(path: string, start: number): Found | undefined {
  const found = BOT_TOKEN.exec(path);
  if (found === null) return undefined;
  const end = start + found.index + found[0].length;
  return { rule: "token", start: end - (found[1] as string).length, end };
}

function findKey(path: string, start: number): Found | undefined {
  let from = 0;
  for (const part of path.split(/[/?&=#,;)\]}]/)) {
    if (KEY.test(part)) return { rule: "listen_key", start: start + from, end: start + from + part.length };
    from += part.length + 1;
  }
  return undefined;
}
