export { FAKE_NOW_MS, createFakeClock } from "./clock.ts";
export type { FakeClock } from "./clock.ts";
export { createRandom } from "./random.ts";
export type { Random } from "./random.ts";
export { generateEvents } from "./events.ts";
export type { GenerateOptions } from "./events.ts";
export type { GeneratedEvent } from "./trade-events.ts";
