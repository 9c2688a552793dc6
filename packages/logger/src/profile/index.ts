export { profile } from "./cpu-profile.ts";
export type { HotFunction, ProfileOptions } from "./cpu-profile.ts";
export { watchHeap } from "./heap-watch.ts";
export type { HeapWatchOptions } from "./heap-watch.ts";
