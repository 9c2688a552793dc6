import { expect, it } from "vitest";
import { parseBodyInsert, quoteString, rewriteKill, statementKind } from "./statement.ts";

it.each([
  ["SELECT 1", "search"],
  ["  -- a comment\n/* another */ with x as (select 1) select * from x", "search"],
  ["(SELECT 1) UNION ALL (SELECT 2)", "search"],
  ["INSERT INTO t VALUES (1)", "insert"],
  ["create table t (a Int8) engine = Memory", "control"],
  ["KILL QUERY WHERE query_id = 'x'", "control"],
  ["", "control"],
] as const)("%s is of the kind %s", (sql, kind) => {
  expect(statementKind(sql)).toBe(kind);
});

it("knows an INSERT whose rows come in the body", () => {
  expect(parseBodyInsert("INSERT INTO daybook.logs FORMAT JSONEachRow")).toEqual({
    target: "daybook.logs",
    format: "JSONEachRow",
  });
  expect(parseBodyInsert("/* by hand */ insert into `t` (a, b) format CSV;\n")).toEqual({
    target: "`t` (a, b)",
    format: "CSV",
  });
  expect(parseBodyInsert("INSERT INTO t VALUES (1)")).toBeUndefined();
  expect(parseBodyInsert("INSERT INTO t SELECT * FROM u FORMAT CSV")).toBeUndefined();
  expect(parseBodyInsert("INSERT INTO t FORMAT JSONEachRow {}")).toBeUndefined();
});

it("quotes text so that it stays text", () => {
  expect(quoteString("it's a \\ line\n")).toBe("'it\\'s a \\\\ line\n'");
});

it("leads a KILL to where our ids are", () => {
  expect(rewriteKill("KILL QUERY WHERE query_id = 'a'")).toBe("KILL QUERY WHERE Settings['log_comment'] = 'a'");
  expect(rewriteKill("SELECT query_id = 'a'")).toBe("SELECT query_id = 'a'");
});
