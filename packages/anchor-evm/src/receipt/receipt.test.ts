import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { AnchorError } from "../anchor-error.ts";
import { madeReceipt, madeText } from "../test-support/made-receipt.ts";
import { formatReceipt, parseReceipt, readAnchorReceipt } from "./receipt.ts";
import { verifyReceipt } from "./verify-receipt.ts";

type Json = Record<string, unknown>;

/** The text with its JSON changed, and written as a receipt is. */
async function changed(change: (json: Json) => unknown): Promise<string> {
  const json = JSON.parse(await madeText()) as Json;
  return `${JSON.stringify(change(json) ?? json, null, 2)}\n`;
}

it("is read as it was written", async () => {
  const receipt = await madeReceipt();
  expect(parseReceipt(formatReceipt(receipt))).toEqual(receipt);
  expect(formatReceipt(receipt)).toMatch(
    /^\{\n {2}"v": 1,\n {2}"kind": "evm",\n {2}"origin": "example\.com\/trail",\n/,
  );
});

it("is what anchoring keeps", async () => {
  const receipt = await madeReceipt();
  const text = formatReceipt(receipt);
  const { origin, size, root } = receipt;
  const kept = { kind: "evm", origin, size, root, anchoredAtMs: 1_000 * receipt.anchoredAt, text };
  expect(readAnchorReceipt(text)).toEqual(kept);
  expect(readAnchorReceipt(new TextEncoder().encode(text))).toEqual(kept);
});

describe("is refused, and says which part", () => {
  it.each<[string, (json: Json) => unknown]>([
    ["version 1", (json) => void (json["v"] = 2)],
    ["version 1", (json) => void (json["kind"] = "rfc3161")],
    ["the receipt is no object", () => []],
    ["the receipt is no object", () => 7],
    ["origin", (json) => void (json["origin"] = "")],
    ["origin", (json) => void (json["origin"] = "ü".repeat(513))],
    ["size", (json) => void (json["size"] = 0)],
    ["size", (json) => void (json["size"] = "5")],
    ["size", (json) => void (json["size"] = 1.5)],
    ["size", (json) => void (json["size"] = 2 ** 53)],
    ["root", (json) => void (json["root"] = "AAAA")],
    ["root", (json) => void (json["root"] = `${"A".repeat(42)}B=`)],
    ["root", (json) => void (json["root"] = "A".repeat(44))],
    ["chain_id", (json) => void (json["chain_id"] = 0)],
    ["contract", (json) => void (json["contract"] = `0x${"F".repeat(40)}`)],
    ["contract", (json) => void (json["contract"] = `0x${"f".repeat(39)}`)],
    ["owner", (json) => void (json["owner"] = `0x${"f".repeat(42)}`)],
    ["owner", (json) => void delete json["owner"]],
    ["anchored_at", (json) => void (json["anchored_at"] = -1)],
    ["transaction is no object", (json) => void (json["transaction"] = null)],
    ["transaction.hash", (json) => void (json["transaction"] = {})],
    ["transaction.raw", (json) => void ((json["transaction"] as Json)["raw"] = "0x")],
    ["transaction.raw", (json) => void ((json["transaction"] as Json)["raw"] = `0x${"00".repeat(8_193)}`)],
    ["block is no object", (json) => void (json["block"] = [])],
    ["block.header", (json) => void ((json["block"] as Json)["header"] = "0xzz")],
    ["account_proof", (json) => void (json["account_proof"] = [])],
    ["account_proof", (json) => void (json["account_proof"] = "0x00")],
    ["size_proof is no list of 1 to 65", (json) => void (json["size_proof"] = Array(66).fill("0x00"))],
    ["size_proof[1]", (json) => void (json["size_proof"] = ["0x00", `0x${"00".repeat(1_025)}`])],
    ["root_proof[0]", (json) => void (json["root_proof"] = [7])],
    ["added or changed", (json) => void (json["more"] = 1)],
    ["added or changed", (json) => void ((json["block"] as Json)["more"] = 1)],
    ["added or changed", ({ v, ...rest }) => ({ ...rest, v })],
  ])("%s", async (message, change) => {
    const text = await changed(change);
    expect(() => parseReceipt(text)).toThrow(message);
    const verdict = await verifyReceipt(text, { origin: "example.com/trail" });
    expect(verdict).toMatchObject({ ok: false, problems: [expect.stringContaining(message)], blockHash: undefined });
  });

  it.each<[string, string | Uint8Array]>([
    ["not JSON", ""],
    ["not JSON", "{"],
    ["not JSON", "[".repeat(200_000)],
    ["not UTF-8", Uint8Array.of(0xff)],
    ["262144 bytes", "x".repeat(262_145)],
    ["262144 bytes", new Uint8Array(262_145)],
  ])("%s", (message, text) => {
    expect(() => parseReceipt(text)).toThrow(message);
  });
});

it("is written in one way only", async () => {
  const text = await madeText();
  for (const other of [
    text.trimEnd(),
    ` ${text}`,
    `\uFEFF${text}`,
    JSON.stringify(JSON.parse(text)),
    text.replaceAll("\n", "\r\n"),
    text.replace("example", "\\u0065xample"),
    text.replace('"size": 12345', '"size": 12345.0'),
    text.replace('"size": 12345', '"size": 1.2345e4'),
    text.replace('"size": 12345', '"size": 5,\n  "size": 12345'),
    text.replace('"v": 1', '"v": 1,\n  "__proto__": {}'),
  ]) {
    expect(other).not.toBe(text);
    expect(() => parseReceipt(other)).toThrow(AnchorError);
    expect(() => parseReceipt(new TextEncoder().encode(other))).toThrow(AnchorError);
  }
});

it("never breaks the verifier, whatever stands in a field", async () => {
  const json = JSON.parse(await madeText()) as Json;
  const paths = [...Object.keys(json), "transaction.hash", "transaction.raw", "block.hash", "block.header"];
  const hex = fc.uint8Array({ maxLength: 200 }).map((bytes) => `0x${Buffer.from(bytes).toString("hex")}`);
  const value = fc.oneof(fc.jsonValue(), hex, fc.array(hex, { maxLength: 4 }), fc.integer(), fc.string());
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...paths), value, async (path, put) => {
      const [outer, inner] = path.split(".") as [string, string?];
      const old = json[outer];
      const spoilt = { ...json, [outer]: inner === undefined ? put : { ...(old as Json), [inner]: put } };
      const verdict = await verifyReceipt(`${JSON.stringify(spoilt, null, 2)}\n`, { origin: "example.com/trail" });
      expect(verdict.ok).toBe(JSON.stringify(spoilt) === JSON.stringify(json));
    }),
    { numRuns: 500 },
  );
});
