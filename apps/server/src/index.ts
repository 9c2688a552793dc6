export { generateDemoEvents, generateDemoLines } from "./demo/generate.ts";
export type { GenerateOptions } from "./demo/generate.ts";
