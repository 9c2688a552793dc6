import { createDecipheriv, randomBytes } from "node:crypto";
import type { EncryptedValue } from "@daybook/protocol";
import { createRedactor, isEncryptedValue } from "@daybook/protocol";
import { describe, expect, it } from "vitest";
import { testLogger } from "../test-support/test-logger.ts";
import { createFieldEncryption } from "./field-encryption.ts";

const key = randomBytes(32);

/** As `daybook decrypt` does it, written from the description of the format. */
function open(name: string, value: unknown): unknown {
  const { iv, data } = (value as EncryptedValue).$encrypted;
  const bytes = Buffer.from(data, "base64");
  const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(iv, "base64"));
  decipher.setAAD(Buffer.from(name));
  decipher.setAuthTag(bytes.subarray(-16));
  return JSON.parse(Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString());
}

function logger(...fields: string[]) {
  return testLogger({ encryption: { fields, keyId: "2026-11", key } });
}

describe("an encrypted field", () => {
  it.each([
    ["a text", "ann@example.com"],
    ["a secret, which is not redacted", "password=hunter2"],
    ["a number", 5.25],
    ["null", null],
    ["an object", { street: "Main", tags: ["a", "b"], password: "hunter2" }],
    ["text outside of ASCII", "Zoë 🚀"],
  ])("gives %s back to who has the key", (_, value) => {
    const { log, sink } = logger("email");
    log.info("Signed up", { email: value, plan: "pro" });
    const data = sink.last()["data"] as Record<string, unknown>;
    expect(data["plan"]).toBe("pro");
    expect(isEncryptedValue(data["email"] as never)).toBe(true);
    expect(open("email", data["email"])).toEqual(value);
    expect(() => open("phone", data["email"])).toThrow(/authenticate/);
  });

  it("is found at any depth and in any spelling, in context too", () => {
    const { log, sink } = logger("client_email");
    const child = log.child({ ClientEmail: "c@example.com" });
    child.info("x", { order: { parties: [{ "client-email": "a@example.com" }], clientEmail: "b@example.com" } });
    expect(sink.lines[0]).not.toContain("@example.com");
    const { ClientEmail, order } = sink.last()["data"] as Record<string, Record<string, unknown>>;
    expect(open("ClientEmail", ClientEmail)).toBe("c@example.com");
    expect(open("clientEmail", order?.["clientEmail"])).toBe("b@example.com");
  });

  it("of the record itself moves into data, and out of the text", () => {
    const { log, sink } = logger("price", "user_id", "metadata", "error");
    log.orderFilled({
      symbol: "BTCUSDT",
      side: "BUY",
      quantity: "1",
      price: "64123.50",
      user_id: 7,
      metadata: { note: "vip" },
      error: new Error("slipped"),
    });
    expect(sink.lines[0]).not.toMatch(/64123|vip|slipped/);
    const record = sink.last();
    expect(record["message"]).toBe("Order filled: BUY 1 BTCUSDT");
    expect(record["price"]).toBeUndefined();
    const data = record["data"] as Record<string, unknown>;
    expect(open("price", data["price"])).toBe("64123.50");
    expect(open("user_id", data["user_id"])).toBe(7);
    expect(open("metadata", data["metadata"])).toEqual({ note: "vip" });
  });

  it("passes the collector's redaction", () => {
    const { log, sink } = logger("api_key");
    log.info("Key made", { api_key: "abcdef0123456789" });
    const data = sink.last()["data"] as never;
    expect(createRedactor().redactData(data)).toBe(data);
  });

  it("has another nonce each time", () => {
    const { log, sink } = logger("email");
    log.info("a", { email: "ann@example.com" });
    log.info("b", { email: "ann@example.com" });
    const [first, second] = sink.records().map((record) => JSON.stringify(record["data"]));
    expect(first).not.toBe(second);
  });
});

describe("settings that are wrong are refused", () => {
  it.each([
    [{ fields: ["email"], keyId: "", key }, /encryption\.keyId is ""/],
    [{ fields: ["email"], keyId: "a", key: "c2hvcnQ=" }, /encryption\.key is "string"; it must be 32 bytes/],
    [{ fields: ["message"], keyId: "a", key }, /encryption\.fields is "message"/],
    [{ fields: ["eventType"], keyId: "a", key }, /encryption\.fields is "eventType"/],
  ])("%j", (options, message) => {
    expect(() => createFieldEncryption(options)).toThrow(message);
  });

  it("takes the key as base64 and as hexadecimal text", () => {
    for (const text of [key.toString("base64"), key.toString("hex")]) {
      const value = JSON.parse(
        createFieldEncryption({ fields: ["a"], keyId: "k", key: text }).encrypt("a", '"x"'),
      ) as unknown;
      expect(open("a", value)).toBe("x");
    }
  });
});
