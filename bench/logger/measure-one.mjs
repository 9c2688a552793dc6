// One logger, one kind of event, in a process of its own: `measure-one.mjs CONTENDER WORKLOAD COUNT MODE DIR`. Prints JSON.
// MODE `loop`: as fast as it goes, a turn of the event loop after each 100 calls. MODE `paced`: 20,000 events/s, each call timed.
import { createReadStream } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setImmediate as turn } from "node:timers/promises";
import { CONTENDERS } from "./contenders.mjs";

const [name, workload, countText, mode, dir] = process.argv.slice(2);
const count = Number(countText);
const contender = await CONTENDERS[name](dir);
const call = contender[workload];
const WARM_UP = Math.min(20_000, count);
const BURST = 100;
const RATE = 20_000;

async function loop(from, events) {
  let inCalls = 0;
  for (let i = 0; i < events; i += BURST) {
    const begun = performance.now();
    for (let j = 0; j < BURST; j++) call(from + i + j);
    inCalls += performance.now() - begun;
    await turn();
  }
  return inCalls;
}

/** Nanoseconds of each call. */
async function paced(from, events) {
  const times = new Float64Array(events);
  const started = performance.now();
  for (let i = 0; i < events;) {
    const due = Math.min(events, Math.floor(((performance.now() - started) / 1000) * RATE));
    for (; i < due; i++) {
      const begun = process.hrtime.bigint();
      call(from + i);
      times[i] = Number(process.hrtime.bigint() - begun);
    }
    await turn();
  }
  return times.sort();
}

async function lines(file) {
  let found = 0;
  for await (const line of createInterface({ input: createReadStream(file) })) if (line.startsWith("{")) found++;
  return found;
}

await loop(0, WARM_UP);
const result = { node: process.version };
if (mode === "paced") {
  const times = await paced(WARM_UP, count);
  const at = (q) => Number((times[Math.min(count - 1, Math.ceil(q * count) - 1)] / 1000).toFixed(2));
  Object.assign(result, { p50_us: at(0.5), p99_us: at(0.99), p999_us: at(0.999), max_us: at(1) });
  await contender.end();
} else {
  const begun = performance.now();
  const cpuBegun = process.cpuUsage();
  const inCalls = await loop(WARM_UP, count);
  await contender.end();
  const { user, system } = process.cpuUsage(cpuBegun);
  const each = (ms) => Number(((ms * 1000) / count).toFixed(3));
  Object.assign(result, {
    call_us: each(inCalls),
    total_us: each(performance.now() - begun),
    cpu_us: Number(((user + system) / count).toFixed(3)),
  });
}
result.lost = WARM_UP + count - (await lines(join(dir, contender.file)));
process.stdout.write(`${JSON.stringify(result)}\n`);
process.exit(0);
