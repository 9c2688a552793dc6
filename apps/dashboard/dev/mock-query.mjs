/** A small part of the search language, enough to drive the page. The real one is packages/query. */

export class QuerySyntaxError extends Error {
  constructor(message, position) {
    super(message);
    this.position = position;
  }
}

const RANKS = {
  DEBUG: 10,
  INFO: 20,
  SIGNAL_RECEIVED: 22,
  AI_DECISION: 23,
  TRADE_EXECUTED: 25,
  WARNING: 30,
  RISK_ALERT: 35,
  ERROR: 40,
  CRITICAL: 50,
};

function readText(text, at) {
  if (text[at] !== '"') {
    const end = at + /^[^\s()]*/.exec(text.slice(at))[0].length;
    return [text.slice(at, end), end];
  }
  let value = "";
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === "\\") value += text[++i] ?? "";
    else if (text[i] === '"') return [value, i + 1];
    else value += text[i];
  }
  throw new QuerySyntaxError("This quotation mark is never closed", at);
}

function fieldOf(record, field) {
  if (field in record) return record[field];
  return field
    .replace(/^data\./, "")
    .split(".")
    .reduce((value, key) => value?.[key], record.data);
}

function compare(field, operand) {
  const [, operator, rest] = /^(>=|<=|>|<|)(.*)$/s.exec(operand);
  if (operand === "*") return (record) => fieldOf(record, field) !== undefined;
  if (operator) {
    return (record) => {
      const left = field === "level" ? RANKS[record.level] : Number(fieldOf(record, field));
      const right = field === "level" ? RANKS[rest] : Number(rest);
      return operator === ">="
        ? left >= right
        : operator === "<="
          ? left <= right
          : operator === ">"
            ? left > right
            : left < right;
    };
  }
  if (rest.includes("*")) {
    const pattern = new RegExp(
      `^${rest
        .split("*")
        .map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
        .join(".*")}$`,
      "i",
    );
    return (record) => pattern.test(String(fieldOf(record, field) ?? ""));
  }
  return (record) => String(fieldOf(record, field) ?? "").toLowerCase() === rest.toLowerCase();
}

function word(text) {
  const lower = text.toLowerCase().replace(/\*$/, "");
  return (record) =>
    record.message.toLowerCase().includes(lower) ||
    record.symbol?.toLowerCase() === lower ||
    record.id === text ||
    record.order_id === text;
}

/** A predicate on a record; throws {@link QuerySyntaxError}. */
export function compileQuery(text) {
  let at = 0;
  const skip = () => {
    while (/\s/.test(text[at] ?? "")) at++;
  };
  const peekWord = (name) => {
    skip();
    return new RegExp(`^${name}(?=[\\s()]|$)`).test(text.slice(at));
  };

  function parseOr() {
    let left = parseAnd();
    while (peekWord("OR")) {
      at += 2;
      const a = left,
        b = parseAnd();
      left = (record) => a(record) || b(record);
    }
    return left;
  }
  function parseAnd() {
    const parts = [];
    for (;;) {
      skip();
      if (at >= text.length || text[at] === ")" || peekWord("OR")) break;
      if (peekWord("AND")) {
        at += 3;
        continue;
      }
      parts.push(parseTerm());
    }
    if (parts.length === 0) throw new QuerySyntaxError("A condition is missing here", at);
    return (record) => parts.every((part) => part(record));
  }
  function parseGroup(inner) {
    const open = at++;
    const result = inner();
    skip();
    if (text[at] !== ")") throw new QuerySyntaxError("This parenthesis is never closed", open);
    at++;
    return result;
  }
  function parseTerm() {
    if (text[at] === "-" || peekWord("NOT")) {
      at += text[at] === "-" ? 1 : 3;
      skip();
      const inner = parseTerm();
      return (record) => !inner(record);
    }
    if (text[at] === "(") return parseGroup(parseOr);
    const field = /^[\p{L}_][\p{L}\p{N}_.]*:/u.exec(text.slice(at));
    if (!field) {
      const [value, end] = readText(text, at);
      at = end;
      return word(value);
    }
    const name = field[0].slice(0, -1);
    at += field[0].length;
    if (at >= text.length || /\s/.test(text[at]))
      throw new QuerySyntaxError(`A value is missing after ${name}:`, at - 1);
    if (text[at] === "(") return parseGroup(() => parseValues(name));
    const [value, end] = readText(text, at);
    at = end;
    return compare(name, value);
  }
  function parseValues(name) {
    const options = [];
    for (skip(); at < text.length && text[at] !== ")"; skip()) {
      if (peekWord("OR")) {
        at += 2;
        continue;
      }
      const [value, end] = readText(text, at);
      at = end;
      options.push(compare(name, value));
    }
    return (record) => options.some((option) => option(record));
  }

  if (text.trim() === "") return () => true;
  const result = parseOr();
  skip();
  if (at < text.length) throw new QuerySyntaxError("This parenthesis was never opened", at);
  return result;
}
