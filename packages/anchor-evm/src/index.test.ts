import { expect, test } from "vitest";
import * as anchorEvm from "./index.ts";

test("the exported names", () => {
  expect(Object.keys(anchorEvm).sort()).toEqual([
    "ANCHOR_ENTRIES",
    "ANCHOR_INTERVAL_MS",
    "AnchorError",
    "Anchoring",
    "CONFIRMATIONS",
    "EVM_RECEIPT_KIND",
    "EvmAnchor",
    "MAX_CONFIRMATIONS",
    "MAX_RECEIPT_BYTES",
    "TRAIL_ANCHOR_ABI",
    "TRAIL_ANCHOR_BYTECODE",
    "blockHashesOf",
    "formatReceipt",
    "parseReceipt",
    "readAnchorReceipt",
    "receiptChecker",
    "startLocalChain",
    "systemClock",
    "verifyReceipt",
  ]);
});
