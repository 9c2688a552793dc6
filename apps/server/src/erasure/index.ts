export { ErasureRoom } from "./erasure-room.ts";
export type { ErasureOrder, ErasurePlan, ErasureResult } from "./erasure-api.ts";
export type { RetainAtLeast } from "./retain.ts";
export { ErasureState } from "./state-file.ts";
export type { Hold } from "./state-file.ts";
export type { Subject } from "./subject.ts";
