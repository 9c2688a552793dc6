import { deflateRawSync } from "node:zlib";
import { expect, test } from "vitest";
import { MAX_BACKTEST_JSON_BYTES } from "../limits.ts";
import { storedZip } from "../test-support/stored-zip.ts";
import { isZip, resultInZip } from "./backtest-zip.ts";

const RESULT = "backtest-result-2025-01-01_00-00-00.json";

test("the result is taken out of the zip, its neighbours are not looked at", async () => {
  const zip = storedZip({
    "backtest-result-2025-01-01_00-00-00_config.json": "{}",
    "backtest-result-2025-01-01_00-00-00.meta.json": "{}",
    [RESULT]: '{"strategy":{}}',
    "backtest-result-2025-01-01_00-00-00_Hold.py": "import os",
  });
  expect(isZip(zip)).toBe(true);
  expect((await resultInZip(zip)).toString()).toBe('{"strategy":{}}');
});

test("a cut zip, one without a result and one with two are told", async () => {
  const zip = storedZip({ [RESULT]: "{}" });
  for (const length of [4, 30, 60, zip.length - 1])
    await expect(resultInZip(zip.subarray(0, length))).rejects.toThrow("The zip cannot be read");
  await expect(resultInZip(storedZip({ "a.json": "{}" }))).rejects.toThrow("only a.json");
  await expect(resultInZip(storedZip({ [RESULT]: "{}", "x/backtest-result-2.json": "{}" }))).rejects.toThrow(
    "two results",
  );
  await expect(resultInZip(storedZip({ "../../backtest-result.json": "{}" }))).rejects.toThrow("invalid relative path");
});

test("a size that is claimed beyond the limit is refused before anything is unpacked", async () => {
  const packed = deflateRawSync(Buffer.alloc(1_000));
  const zip = storedZip({ [RESULT]: packed }, MAX_BACKTEST_JSON_BYTES + 1);
  // Method 8 in both headers.
  zip.writeUInt16LE(8, 8);
  zip.writeUInt16LE(8, zip.indexOf("PK\x01\x02", 0, "latin1") + 10);
  await expect(resultInZip(zip)).rejects.toThrow("may have 128 MiB");
});

test("a bomb that claims to be small ends where its claim ends", async () => {
  const zip = storedZip({ [RESULT]: deflateRawSync(Buffer.alloc(50_000_000)) }, 100);
  zip.writeUInt16LE(8, 8);
  zip.writeUInt16LE(8, zip.indexOf("PK\x01\x02", 0, "latin1") + 10);
  await expect(resultInZip(zip)).rejects.toThrow("too many bytes");
});
