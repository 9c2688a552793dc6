import { createRedactor } from "@daybook/protocol";
import { expect, it } from "vitest";
import { createFieldEncryption } from "./field-encryption.ts";
import { KeyPlans } from "./key-plans.ts";

it("classifies a key once", () => {
  const plans = new KeyPlans(
    createRedactor(),
    createFieldEncryption({ fields: ["email"], keyId: "k", key: "0".repeat(64) }),
  );
  expect(plans.get("note")).toMatchObject({ lead: '"note":', keyClass: "plain" });
  expect(plans.get("api_key")).toMatchObject({ keyClass: "api_key" });
  expect(plans.get("order_id")).toMatchObject({ keyClass: "exempt" });
  expect(plans.get("Email")).toMatchObject({ name: "Email", keyClass: "encrypted" });
  expect(plans.get("note")).toBe(plans.get("note"));
});

it("cuts a key that is longer than a record may have", () => {
  const { name, lead } = new KeyPlans(createRedactor(), undefined).get("k".repeat(1_000));
  expect(name).toBe("k".repeat(256));
  expect(lead).toBe(`"${name}":`);
});
