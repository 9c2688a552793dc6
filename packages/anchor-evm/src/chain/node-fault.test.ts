import { expect, it } from "vitest";
import { AnchorError } from "../anchor-error.ts";
import { NodeRefusal, nodeFault } from "./node-fault.ts";

const signal = new AbortController().signal;

it("leaves our own errors as they are", () => {
  const own = new AnchorError("bad_answer", "wrong");
  expect(nodeFault(own, signal)).toBe(own);
  expect(new NodeRefusal("no", undefined)).toMatchObject({ code: "node_error", message: "the node refused: no" });
});

it("knows the caller's stop from everything else", () => {
  const stopping = new AbortController();
  stopping.abort();
  expect(nodeFault(new Error("fetch failed"), stopping.signal).code).toBe("stopped");
});

it("finds the system's code, however deep, and survives causes in a circle", () => {
  const deep = new Error("a", {
    cause: new Error("b", { cause: Object.assign(new Error("c"), { code: "ENOTFOUND" }) }),
  });
  expect(nodeFault(deep, signal).message).toBe("the node does not answer: ENOTFOUND");
  const circle = new Error("round");
  circle.cause = circle;
  expect(nodeFault(circle, signal)).toMatchObject({ code: "unreachable" });
  expect(nodeFault("text", signal).message).toBe("the node does not answer: no whole answer in time");
});
