import { LEVEL_RANK } from "@daybook/protocol";
import type { Level } from "@daybook/protocol";
import type { TermKind } from "./term.ts";

export const COMPARISONS = ["=", ">", ">=", "<", "<="] as const;
export type Comparison = (typeof COMPARISONS)[number];

/** `level:ERROR`, `level:>=WARNING`: by rank, so trading levels have their place among the usual ones. */
export interface LevelTerm {
  readonly kind: "level";
  readonly comparison: Comparison;
  readonly level: Level;
}

export const levelTerm: TermKind<LevelTerm> = {
  print({ comparison, level }) {
    return `level:${comparison === "=" ? "" : comparison}${level}`;
  },

  match({ comparison, level }) {
    const rank = LEVEL_RANK[level];
    switch (comparison) {
      case "=":
        return (record) => record.level === level;
      case ">":
        return (record) => LEVEL_RANK[record.level] > rank;
      case ">=":
        return (record) => LEVEL_RANK[record.level] >= rank;
      case "<":
        return (record) => LEVEL_RANK[record.level] < rank;
      case "<=":
        return (record) => LEVEL_RANK[record.level] <= rank;
    }
  },

  sql({ comparison, level }, params) {
    if (comparison === "=") return `level = ${params.text(level)}`;
    return `level_rank ${comparison} ${params.bind("Int64", LEVEL_RANK[level])}`;
  },
};
