/** Which pool a statement runs in. */
export type StatementKind = "insert" | "search" | "control";

const SEARCH_WORDS: ReadonlySet<string> = new Set(["SELECT", "WITH", "SHOW", "DESCRIBE", "DESC", "EXISTS", "EXPLAIN"]);
const LEADING_BLANK = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

/** By the first word of the SQL. */
export function statementKind(sql: string): StatementKind {
  const word = /^[(\s]*(\w*)/.exec(sql.replace(LEADING_BLANK, ""))?.[1]?.toUpperCase() ?? "";
  if (word === "INSERT") return "insert";
  return SEARCH_WORDS.has(word) ? "search" : "control";
}

/** An INSERT whose rows come in the request body. */
export interface BodyInsert {
  /** `db.table (a, b)`, as written. */
  target: string;
  format: string;
}

const BODY_INSERT = /^INSERT\s+INTO\s+(?:TABLE\s+)?([^()\s]+(?:\s*\([^()]*\))?)\s+FORMAT\s+([A-Za-z0-9_]+)\s*;?\s*$/i;

/** `INSERT INTO t [(columns)] FORMAT f` without data; `undefined` for any other statement. */
export function parseBodyInsert(sql: string): BodyInsert | undefined {
  const match = BODY_INSERT.exec(sql.replace(LEADING_BLANK, ""));
  return match ? { target: match[1] as string, format: match[2] as string } : undefined;
}

/** A SQL string literal. */
export function quoteString(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
}

/**
 * The engine gives its statements their own ids, so ours travel as `log_comment`, and a KILL that names an id is led there.
 */
export function rewriteKill(sql: string): string {
  if (!/^\s*KILL\s+QUERY\b/i.test(sql)) return sql;
  return sql.replace(/\bquery_id\b(?=\s*(?:=|IN\b))/gi, "Settings['log_comment']");
}
