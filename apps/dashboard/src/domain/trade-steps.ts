import type { StepKind, TradeStage, TradeStep } from "./trading-replies.ts";
import { durationText } from "./figure-text.ts";

export interface StepLook {
  readonly label: string;
  readonly tone: "signal" | "decision" | "order" | "fill" | "bad";
}

const LOOKS: Readonly<Record<StepKind, StepLook>> = {
  signal: { label: "Signal", tone: "signal" },
  decision: { label: "Decision", tone: "decision" },
  sizing: { label: "Size", tone: "decision" },
  risk: { label: "Risk", tone: "bad" },
  order: { label: "Order", tone: "order" },
  ack: { label: "Accepted", tone: "order" },
  partial_fill: { label: "Partial fill", tone: "fill" },
  fill: { label: "Fill", tone: "fill" },
  entry: { label: "Entry", tone: "fill" },
  adjust: { label: "Adjustment", tone: "order" },
  stop: { label: "Stop", tone: "bad" },
  target: { label: "Target", tone: "fill" },
  exit_signal: { label: "Exit signal", tone: "signal" },
  exit: { label: "Exit", tone: "fill" },
  cancel: { label: "Cancelled", tone: "bad" },
  reject: { label: "Rejected", tone: "bad" },
  error: { label: "Error", tone: "bad" },
};

/** A newer server may know steps that this page does not. */
export function stepLook(kind: string): StepLook {
  return Object.hasOwn(LOOKS, kind) ? LOOKS[kind as StepKind] : { label: kind.replaceAll("_", " "), tone: "order" };
}

/** `+12.4 ms` since the step before; undefined for the first and where a clock was missing. */
export function latencyText({ latency_us: latency }: Pick<TradeStep, "latency_us">): string | undefined {
  if (latency === null) return undefined;
  return latency < 0 ? durationText(latency) : `+${durationText(latency)}`;
}

export interface StageBar {
  readonly name: string;
  readonly text: string;
  /** Share of all stages, 0 to 1; stages of no measured time have none. */
  readonly share: number;
}

export function stageBars(stages: readonly TradeStage[]): StageBar[] {
  const total = stages.reduce((sum, { latency_us: latency }) => sum + Math.max(0, latency ?? 0), 0);
  return stages.map(({ name, latency_us: latency }) => ({
    name: name.replaceAll("_", " "),
    text: latency === null ? "—" : durationText(latency),
    share: total > 0 ? Math.max(0, latency ?? 0) / total : 0,
  }));
}
