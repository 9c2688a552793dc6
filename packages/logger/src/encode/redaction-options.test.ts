import { expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { redactorOptions } from "./redaction-options.ts";

it("gives equal secrets equal hashes under one key, and others under another", () => {
  const hashed = (hashKey: string, password: string): unknown => {
    const { log, sink } = testLogger({ redaction: { mode: "hash", hashKey } });
    log.info("x", { password });
    return (sink.last()["data"] as Record<string, unknown>)["password"];
  };
  const first = hashed("0123456789abcdef", "hunter2");
  expect(first).toMatch(/^\[HASHED:password:[0-9a-f]{24}\]$/);
  expect(hashed("0123456789abcdef", "hunter2")).toBe(first);
  expect(hashed("0123456789abcdef", "hunter3")).not.toBe(first);
  expect(hashed("fedcba9876543210", "hunter2")).not.toBe(first);
});

it.each([undefined, "short", 5])("refuses %j as key of the hash, without showing it", (hashKey) => {
  expect(() => redactorOptions({ mode: "hash", hashKey: hashKey as string })).toThrow(
    /redaction\.hashKey is "(undefined|string|number)"; it must be a secret text of 16/,
  );
});
