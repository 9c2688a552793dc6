import { createHash } from "node:crypto";

/**
 * The query text for one specification of the search oracle: what a person would type for it. Conditions of a
 * specification hold together. Throws on a condition that it does not know, so that none is passed over.
 *
 * @param {Record<string, unknown>} spec
 * @returns {string}
 */
export function queryTextOf(spec) {
  const conditions = [];
  for (const [key, value] of Object.entries(spec)) {
    if (key === "equals") continue;
    const write = CONDITIONS[key];
    if (!write) throw new Error(`search oracle: the condition ${key} is not known`);
    conditions.push(write(value, spec));
  }
  return conditions.join(" ");
}

/**
 * The oracle's short form of a set of lines: the first 16 hexadecimal digits of SHA-256 over the ascending line
 * numbers, joined by commas.
 *
 * @param {readonly number[]} ids 1-based line numbers in any order
 * @returns {string}
 */
export function idsDigest(ids) {
  const text = [...ids].sort((a, b) => a - b).join(",");
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

const CONDITIONS = {
  word: quote,
  all: (words) => words.map(quote).join(" AND "),
  any: (words) => words.map(quote).join(" OR "),
  none: (words) => words.map((word) => `NOT ${quote(word)}`).join(" "),
  prefix: (word) => `${word}*`,
  phrase: (words) => quote(words.join(" ")),
  substring: (text) => `message:/${text.replace(/[^A-Za-z0-9_ ]/g, "\\$&")}/`,
  substring_nocase: (text) => `message:*${text.replace(/[^A-Za-z0-9_]/g, "\\$&")}*`,
  level: (level) => `level:${level}`,
  level_min: (level) => `level:>=${level}`,
  service: (service) => `service:${quote(service)}`,
  from: (time) => `timestamp:>=${time}`,
  to: (time) => `timestamp:<${time}`,
  to_inclusive: (time) => `timestamp:<=${time}`,
  field: (name, spec) => `${name}:${quote(spec.equals)}`,
  // `component` of an event becomes its logger at the door.
  component: (name) => `logger:${quote(name)}`,
};

function quote(text) {
  return `"${String(text).replace(/["\\]/g, "\\$&")}"`;
}
