import { LEVELS } from "@daybook/protocol";

export interface Completion {
  /** What is shown and inserted. */
  text: string;
  kind: "field" | "value" | "history";
  /** The part of the query that it replaces. */
  start: number;
  end: number;
}

export interface CompletionSource {
  fields: readonly string[];
  /** Known values of a field, most frequent first. */
  valuesOf: (field: string) => readonly string[];
  quote: (value: string) => string;
}

const MAX_COMPLETIONS = 8;

/** What could stand at the caret: a field's name, or a value behind `field:`. */
export function completeQuery(text: string, caret: number, source: CompletionSource): Completion[] {
  const before = text.slice(0, caret);
  const value = /(?:^|[\s(-])([\p{L}_][\p{L}\p{N}_.@]*):(?:>=|<=|>|<)?([^\s()"]*)$/u.exec(before);
  if (value) {
    const typed = value[2] ?? "";
    const field = value[1] ?? "";
    const known = field === "level" ? LEVELS : source.valuesOf(field);
    return matching(known, typed).map((name) => ({
      text: source.quote(name),
      kind: "value",
      start: caret - typed.length,
      end: wordEnd(text, caret),
    }));
  }
  const word = /(?:^|[\s(-])([\p{L}_][\p{L}\p{N}_.]*)$/u.exec(before)?.[1];
  if (word === undefined) return [];
  return matching(source.fields, word).map((name) => ({
    text: `${name}:`,
    kind: "field",
    start: caret - word.length,
    end: wordEnd(text, caret),
  }));
}

/** Earlier queries for an empty field, or those that begin like the typed one. */
export function completeHistory(text: string, history: readonly string[]): Completion[] {
  const typed = text.trim().toLowerCase();
  return history
    .filter((query) => query.toLowerCase().startsWith(typed) && query !== text.trim())
    .slice(0, MAX_COMPLETIONS)
    .map((query) => ({ text: query, kind: "history", start: 0, end: text.length }));
}

export function applyCompletion(text: string, completion: Completion): { text: string; caret: number } {
  const inserted = completion.kind === "value" ? `${completion.text} ` : completion.text;
  const rest = text.slice(completion.end).replace(/^:/, completion.kind === "field" ? "" : ":");
  const result = text.slice(0, completion.start) + inserted + (completion.kind === "value" ? rest.trimStart() : rest);
  return { text: result, caret: completion.start + inserted.length };
}

/** The newest first, each once. */
export function rememberQuery(history: readonly string[], query: string, max: number): string[] {
  const text = query.trim();
  if (text === "") return [...history];
  return [text, ...history.filter((one) => one !== text)].slice(0, max);
}

function matching(names: readonly string[], typed: string): string[] {
  const lower = typed.toLowerCase();
  const starts = names.filter((name) => name.toLowerCase().startsWith(lower));
  const contains = names.filter((name) => !starts.includes(name) && name.toLowerCase().includes(lower));
  return [...starts, ...contains].filter((name) => name !== typed).slice(0, MAX_COMPLETIONS);
}

function wordEnd(text: string, caret: number): number {
  return caret + (/^[\p{L}\p{N}_.-]*/u.exec(text.slice(caret))?.[0].length ?? 0);
}
