import type { Found } from "./redact-text.ts";

const MAX_URL_LENGTH = 1_024;
const URL_END = /[\s"'`<>\\]/;
/** Hosts that take the account's key as a part of the path. */
const KEY_IN_PATH =
  /(?:^|\.)(?:alchemy|alchemyapi|infura|quiknode|chainstack|blastapi|getblock|moralis|drpc)\.(?:com|io|pro|org)$/i;
const WEBHOOK = /^(?:hooks\.slack\.com\/services\/|(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks\/)/i;
const TELEGRAM = /^api\.telegram\.org\/(?:file\/)?bot/i;
/** A key has letters and digits; a stream name (`btcusdt@depth`) has other characters or is short. */
const KEY = /^(?=[^0-9]*[0-9])(?=[^A-Za-z]*[A-Za-z])[A-Za-z0-9_-]{20,}$/;

/** The secret of the URL whose `://` stands at `at`: password of the user, listen key, key or token in the path. Query parameters are assignments. */
export function redactUrl(text: string, at: number): Found | undefined {
  const start = at + 3;
  const stop = Math.min(
    URL_END.exec(text.length > start + MAX_URL_LENGTH ? text.slice(0, start + MAX_URL_LENGTH) : text)?.index ??
      text.length,
    start + MAX_URL_LENGTH,
  );
  const rest = text.slice(start, stop);
  const authorityEnd = rest.search(/[/?#]/);
  const authority = authorityEnd < 0 ? rest : rest.slice(0, authorityEnd);
  const inPath = authorityEnd < 0 ? undefined : findPathSecret(text, at, rest, authority);
  const password = findPassword(authority, start);
  return password ? { ...password, next: inPath } : inPath;
}

function findPassword(authority: string, start: number): Found | undefined {
  const end = authority.lastIndexOf("@");
  const colon = authority.indexOf(":");
  if (
    colon < 0 ||
    end <= colon + 1 ||
    authority.startsWith("[REDACTED", colon + 1) ||
    authority.startsWith("[HASHED", colon + 1)
  )
    return undefined;
  return { rule: "url_password", start: start + colon + 1, end: start + end };
}

function findPathSecret(text: string, at: number, rest: string, authority: string): Found | undefined {
  const start = at + 3;
  const hook = WEBHOOK.exec(rest) ?? TELEGRAM.exec(rest);
  if (hook) {
    const from = start + hook[0].length;
    const secret = /^[^?#,;)\]}[]+/.exec(rest.slice(hook[0].length))?.[0];
    return secret === undefined
      ? undefined
      : { rule: hook[0].endsWith("bot") ? "token" : "webhook", start: from, end: from + secret.length };
  }
  const scheme = text.slice(Math.max(0, at - 3), at).toLowerCase();
  if (scheme !== "wss" && !scheme.endsWith("ws") && !KEY_IN_PATH.test(authority.replace(/:\d+$/, ""))) return undefined;
  for (let from = authority.length; from < rest.length;) {
    const part = /^[^/?&=#,;)\]}]*/.exec(rest.slice(from))?.[0] ?? "";
    if (KEY.test(part)) return { rule: "listen_key", start: start + from, end: start + from + part.length };
    from += part.length + 1;
  }
  return undefined;
}
