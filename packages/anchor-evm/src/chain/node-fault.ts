import { HttpRequestError, RpcRequestError } from "viem";
import type { Hex } from "viem";
import { AnchorError } from "../anchor-error.ts";
import { MAX_NODE_WORDS } from "../limits.ts";

/** The node answered with an error. */
export class NodeRefusal extends AnchorError {
  /** What it said, shortened. */
  readonly words: string;
  /** What the contract answered when it refused, if that was the reason; an AnchorError's `revertReason` reads it. */
  readonly data: Hex | undefined;

  constructor(words: string, data: Hex | undefined) {
    super("node_error", `the node refused: ${words}`);
    this.words = words;
    this.data = data;
  }
}

/**
 * What viem threw, as an error of ours. Its own messages have the address of the node and the request in them.
 *
 * @param signal the caller's: whether it is the reason.
 */
export function nodeFault(error: unknown, signal: AbortSignal): AnchorError {
  if (error instanceof AnchorError) return error;
  if (signal.aborted) return new AnchorError("stopped", "stopped while the node was asked");
  const causes = causesOf(error);
  const refusal = causes.find((each) => each instanceof RpcRequestError);
  if (refusal !== undefined) return new NodeRefusal(shorten(refusal.details), revertDataOf(refusal.data));
  const http = causes.find((each) => each instanceof HttpRequestError);
  if (http?.status !== undefined) {
    return new AnchorError("unreachable", `the node answers with HTTP status ${http.status}: ${shorten(http.details)}`);
  }
  return new AnchorError("unreachable", `the node does not answer: ${reasonOf(causes)}`);
}

function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  for (let each = error; each instanceof Error && causes.length < 10; each = each.cause) causes.push(each);
  return causes;
}

const IN_TIME = /^(?:Timeout|Abort)Error$/;

/** The system's code, as ECONNREFUSED, where there is one. */
function reasonOf(causes: readonly Error[]): string {
  const code = causes.map((each) => ("code" in each ? each.code : undefined)).find((each) => typeof each === "string");
  const last = causes.at(-1);
  return code ?? (last === undefined || IN_TIME.test(last.name) ? "no whole answer in time" : last.name);
}

/** Nodes put the answer of the contract into `data`, or one level deeper. */
function revertDataOf(data: unknown): Hex | undefined {
  const inner = typeof data === "object" && data !== null && "data" in data ? data.data : data;
  return typeof inner === "string" && /^0x(?:[0-9a-f]{2})*$/i.test(inner) ? (inner as Hex) : undefined;
}

function shorten(words: string | undefined): string {
  const line = (words ?? "no reason given").replaceAll(/\s+/g, " ").trim();
  return line.length > MAX_NODE_WORDS ? `${line.slice(0, MAX_NODE_WORDS)}…` : line;
}
