import { DaybookError } from "@daybook/protocol";
import { fromBufferPromise, type Entry, type ZipFile } from "yauzl";
import { MAX_BACKTEST_JSON_BYTES, MAX_ZIP_ENTRIES } from "../limits.ts";
import { tooLarge, wholeFile } from "../whole-file.ts";

const HINT =
  "freqtrade writes backtest-result-….zip into user_data/backtest_results; copy the file again if it was cut.";

export function isZip(bytes: Buffer): boolean {
  return bytes.length >= 4 && bytes.readUInt32LE(0) === 0x04034b50;
}

/**
 * The JSON of the result in the zip that freqtrade writes since 2025. Nothing is unpacked beside it, and it is counted while it is
 * unpacked, so that a small file cannot fill the memory, whatever sizes it claims.
 */
export async function resultInZip(bytes: Buffer): Promise<Buffer> {
  try {
    const zip = await fromBufferPromise(bytes);
    try {
      const entry = await findResult(zip);
      if (entry.uncompressedSize > MAX_BACKTEST_JSON_BYTES) throw tooLarge(entry.fileName, MAX_BACKTEST_JSON_BYTES);
      if (entry.isEncrypted()) throw unreadable(`${entry.fileName} in it is encrypted`);
      const stream = await zip.openReadStreamPromise(entry);
      try {
        return await wholeFile(stream, MAX_BACKTEST_JSON_BYTES, entry.fileName);
      } finally {
        stream.destroy();
      }
    } finally {
      zip.close();
    }
  } catch (error) {
    if (error instanceof DaybookError) throw error;
    throw unreadable(error instanceof Error ? error.message : String(error), error);
  }
}

async function findResult(zip: ZipFile): Promise<Entry> {
  if (zip.entryCount > MAX_ZIP_ENTRIES)
    throw unreadable(`it has ${zip.entryCount} files; a back-test has some, and the limit is ${MAX_ZIP_ENTRIES}`);
  const found: Entry[] = [];
  const names: string[] = [];
  for await (const entry of zip.eachEntry()) {
    names.push(entry.fileName);
    if (isResult(entry.fileName)) found.push(entry);
  }
  const [only, second] = found;
  if (only === undefined)
    throw unreadable(`no backtest-result….json is in it, only ${names.slice(0, 5).join(", ") || "nothing"}`);
  if (second !== undefined)
    throw unreadable(`it has two results, ${only.fileName} and ${second.fileName}: unpack it and import each`);
  return only;
}

/** Beside the result lie the settings and what is known about the run. */
function isResult(fileName: string): boolean {
  const name = fileName.split("/").at(-1) ?? "";
  return name.startsWith("backtest") && name.endsWith(".json") && !/(_config|\.meta)\.json$/.test(name);
}

function unreadable(reason: string, cause?: unknown): DaybookError {
  return new DaybookError("DAYBOOK_IMPORT_FILE", `The zip cannot be read: ${reason}.`, { hint: HINT }, { cause });
}
