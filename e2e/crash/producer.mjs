// A producer of the crash runs: sends numbered events until SIGTERM and writes down what was acknowledged.
// Arguments: address file, key, producer name, log of acknowledgements.
import { appendFileSync, readFileSync } from "node:fs";
import { setTimeout as delay } from "node:timers/promises";

const [addressFile, key, producer, ackFile] = process.argv.slice(2);
const BATCH = 200;
let next = 1;
let stopping = false;
process.on("SIGTERM", () => {
  stopping = true;
});
process.stdin.resume().on("end", () => process.exit(0));

function lines(first, count) {
  const out = [];
  for (let i = first; i < first + count; i++) {
    out.push(
      JSON.stringify({
        producer,
        producer_seq: i,
        service: "crash-run",
        event_type: "order_filled",
        message: `fill ${i} of ${producer}`,
        order_id: `${producer}-${i}`,
        price: 100 + i / 100,
        data: { n: i, note: "x".repeat(i % 300) },
      }),
    );
  }
  return `${out.join("\n")}\n`;
}

// The same batch again until it is acknowledged: the numbers make that harmless.
while (!stopping) {
  const body = lines(next, BATCH);
  try {
    // A restarted collector may have another port.
    const { url } = JSON.parse(readFileSync(addressFile, "utf8"));
    const response = await fetch(`${url}/logs`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/x-ndjson" },
      body,
      signal: AbortSignal.timeout(20_000),
    });
    const reply = await response.json();
    if (response.status === 202 && reply.rejected.length === 0 && reply.accepted + reply.duplicates === BATCH) {
      appendFileSync(ackFile, `${producer} ${next + BATCH - 1}\n`);
      next += BATCH;
    } else if (response.status !== 429 && response.status !== 503) {
      appendFileSync(ackFile, `FAULT ${producer} ${response.status} ${JSON.stringify(reply).slice(0, 500)}\n`);
      await delay(200);
    } else {
      await delay(50);
    }
  } catch {
    await delay(50);
  }
}
process.exit(0);
