import { expect, test } from "vitest";
import { IMPORT_FORMATS, isImportFormat, openImport, type ImportFormat } from "./open-import.ts";
import { chunksOf, collect, eventsOf } from "./test-support/chunks.ts";
import { fixMessage } from "./test-support/fix-messages.ts";
import { makeDatabase, trade } from "./test-support/freqtrade-database.ts";
import { storedZip } from "./test-support/stored-zip.ts";

const backtest = JSON.stringify({
  strategy: { A: { starting_balance: 5, trades: [], backtest_start_ts: 1_704_067_200_000 } },
});

const CONTENT: Record<ImportFormat, () => Promise<string | Buffer> | string | Buffer> = {
  freqtrade: () => makeDatabase({ trades: [trade(1)] }),
  "freqtrade-backtest": () => storedZip({ "backtest-result-1.json": backtest }),
  fix: () => fixMessage({ "35": "0", "52": "20240101-00:00:00" }),
  hummingbot: () => "timestamp,symbol,trade_type,price,amount,trade_fee\n1704067200000,A-B,BUY,1,2,\n",
  "trades-csv": () => "time;symbol;side;price;qty\n2024-01-01;A;buy;1;2\n",
};

test.each(IMPORT_FORMATS)("%s: the service is that of the tool, or as it is named", async (format) => {
  const content = Buffer.from((await CONTENT[format]()) as string);
  const open = (service: string | undefined) =>
    collect(
      openImport({
        format,
        chunks: chunksOf(content),
        head: content.subarray(0, 4_096),
        service,
        map: new Map(),
        delimiter: undefined,
      }),
    );
  const [own] = eventsOf(await open("mine"));
  expect(own?.service).toBe("mine");
  const [usual] = eventsOf(await open(undefined));
  expect(usual?.service).toBe(
    { "freqtrade-backtest": "freqtrade", fix: "fix-gateway", "trades-csv": "trades" }[format as string] ?? format,
  );
  expect(isImportFormat(format)).toBe(true);
  expect(isImportFormat("ndjson")).toBe(false);
});
