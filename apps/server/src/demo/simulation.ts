import { startBookkeeping } from "./bookkeeping.ts";
import { startHealth, stopHealth } from "./health.ts";
import type { Random } from "./random.ts";
import { createRandom } from "./random.ts";
import { Schedule } from "./schedule.ts";
import type { ServiceOptions, Services } from "./services.ts";
import { SERVICES, createServices } from "./services.ts";
import { startTraffic } from "./traffic.ts";
import { startTrading } from "./trading.ts";
import type { World } from "./world.ts";
import { createWorld } from "./world.ts";

export interface SimulationOptions extends Pick<ServiceOptions, "sinkOf" | "flushAtExit"> {
  readonly seed: number;
  readonly startMs: number;
  /** About how many events a second; trading itself is as frequent as it is. */
  readonly eventsPerSecond: number;
}

/** Events a second with the talkative parts at 1, measured over an hour. */
const USUAL_RATE = 4;
/** Now and then everything talks at once for some seconds. */
const BURST_FACTOR = 4;

/** A trading system that runs in simulated time: the same seed and start give the same events. */
export class Simulation {
  readonly services: Services;
  readonly #schedule: Schedule;
  readonly #world: World;
  #rate = 1;
  #burst = false;

  constructor(options: SimulationOptions) {
    const random: Random = createRandom(options.seed);
    this.#schedule = new Schedule(options.startMs);
    this.services = createServices({
      sinkOf: options.sinkOf,
      flushAtExit: options.flushAtExit,
      clock: () => this.#schedule.nowUs,
      random: random.fork(),
      sessionId: `demo_${random.hex(8)}`,
    });
    this.#world = createWorld(this.#schedule, random, this.services);
    this.setRate(options.eventsPerSecond);
    startHealth(this.#world);
    startBookkeeping(this.#world);
    startTraffic(this.#world);
    startTrading(this.#world);
    this.#planBurst(random.fork());
  }

  get nowMs(): number {
    return this.#schedule.nowMs;
  }

  setRate(eventsPerSecond: number): void {
    this.#rate = eventsPerSecond;
    this.#world.chatter = Math.max(0.05, ((this.#burst ? BURST_FACTOR : 1) * eventsPerSecond) / USUAL_RATE);
  }

  /** Lets time pass. */
  runUntil(untilMs: number): void {
    this.#schedule.runUntil(untilMs);
  }

  /** Lets time pass; each event says in its data that it was written down after the fact. */
  backfillUntil(untilMs: number): void {
    let run = (): void => this.runUntil(untilMs);
    for (const service of SERVICES) {
      const inner = run;
      run = () => this.services[service].withContext({ backfill: true }, inner);
    }
    run();
  }

  /** The next happening. */
  step(): void {
    this.#schedule.step();
  }

  /** Says good-bye in the name of all services. */
  stop(): void {
    stopHealth(this.#world);
  }

  /** Resolves when all events are with their destination, or after the time. */
  async flush(timeoutMs: number): Promise<void> {
    await Promise.all(SERVICES.map((service) => this.services[service].flush(timeoutMs)));
  }

  async close(timeoutMs: number): Promise<void> {
    await Promise.all(SERVICES.map((service) => this.services[service].close(timeoutMs)));
  }

  #planBurst(random: Random): void {
    const waitMs = this.#burst ? random.between(3_000, 9_000) : 30_000 + random.exponential(60_000);
    this.#schedule.after(waitMs, () => {
      this.#burst = !this.#burst;
      this.setRate(this.#rate);
      this.#planBurst(random);
    });
  }
}
