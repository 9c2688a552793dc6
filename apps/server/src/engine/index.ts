export { superviseEngine } from "./supervisor.ts";
export type { EngineHandle, EngineOptions, EngineState } from "./engine-handle.ts";
