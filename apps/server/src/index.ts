export { generateDemoEvents } from "./demo/generate.ts";
export type { GenerateOptions } from "./demo/generate.ts";
