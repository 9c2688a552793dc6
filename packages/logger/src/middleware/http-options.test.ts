import { expect, it } from "vitest";
import { planHttpLog } from "./http-options.ts";

it("skips nothing, logs no header, and takes x-request-id, unless told otherwise", () => {
  const plan = planHttpLog({});
  expect([plan.isSkipped("/"), plan.headers, plan.requestIdHeader]).toEqual([false, [], "x-request-id"]);
});

it("skips exact paths, or what a function says", () => {
  const exact = planHttpLog({ skip: ["/health"] });
  expect(["/health", "/health/deep", "/healthy"].map((path) => exact.isSkipped(path))).toEqual([true, false, false]);
  expect(planHttpLog({ skip: (path) => path.startsWith("/health") }).isSkipped("/health/deep")).toBe(true);
});

it("has header names as Node spells them", () => {
  const { headers, requestIdHeader } = planHttpLog({ headers: ["X-Desk"], requestIdHeader: "X-Correlation-ID" });
  expect([headers, requestIdHeader]).toEqual([["x-desk"], "x-correlation-id"]);
  expect(planHttpLog({ requestIdHeader: false }).requestIdHeader).toBe(false);
});
