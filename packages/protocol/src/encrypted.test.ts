import { describe, expect, it } from "vitest";
import { isEncryptedValue } from "./encrypted.ts";
import { createRedactor } from "./redact.ts";

const held = { v: 1, key: "k1", iv: "AAECAwQFBgcICQoL", data: "c2lnPWFiYw==" };

describe("an encrypted value", () => {
  it("is known by its shape", () => {
    expect(isEncryptedValue({ $encrypted: held })).toBe(true);
  });

  it.each([
    null,
    "text",
    [],
    {},
    { $encrypted: "text" },
    { $encrypted: { ...held, v: 2 } },
    { $encrypted: { ...held, data: "hunter2 in clear" } },
    { $encrypted: { ...held, password: "hunter2" } },
    { $encrypted: held, password: "hunter2" },
    { $encrypted: { v: 1, key: "k1", iv: "AAEC" } },
  ])("is not %j", (value) => {
    expect(isEncryptedValue(value)).toBe(false);
  });

  it("passes redaction under any name, and nothing else does in its shape", () => {
    const redactor = createRedactor();
    const data = { api_key: { $encrypted: held }, client: { email: { $encrypted: held } } };
    expect(redactor.redactData(data)).toBe(data);
    expect(redactor.redactData({ api_key: { $encrypted: { ...held, data: "clear text" } } })).toEqual({
      api_key: "[REDACTED:api_key]",
    });
  });
});
