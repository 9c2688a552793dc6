import type { DailyReport } from "@daybook/analytics";
import { shownCount, shownMoney, shownPercent, shownRatio, shownTime } from "../format/shown-value.ts";
import { visibleSentence, visibleText } from "../format/visible-text.ts";
import { html } from "../html/markup.ts";
import type { Content } from "../html/markup.ts";
import { figures, table } from "../html/sections.ts";
import type { Section, Table } from "../html/sections.ts";
import type { LogPart } from "./line-links.ts";
import { fieldQuery } from "./line-links.ts";

const SHOWN_ROWS = 15;
const SHOWN_FEATURES = 5;

/** How orders were executed. */
export function executionSection({ execution }: DailyReport, part: LogPart): Section | null {
  const { orders, slippage, latency, trade_success: success } = execution;
  if (orders.orders === 0 && success.attempts === 0) return null;
  const reasons = [...orders.reject_reasons, ...orders.cancel_reasons].slice(0, SHOWN_ROWS);
  return {
    id: "execution",
    title: "Execution",
    body: [
      figures([
        {
          label: "Orders",
          value: part.lines(shownCount(orders.orders).text, "event_type:order_placed"),
          note: html`${part.figure(orders.fill_ratio, shownPercent)} filled`,
        },
        {
          label: "Rejected",
          value: part.lines(shownCount(orders.rejected).text, "event_type:order_rejected"),
          note: `${shownCount(orders.cancelled).text} cancelled`,
        },
        {
          label: "Slippage",
          value: html`${part.figure(slippage.value_weighted_bps, shownRatio)} bps`,
          note: html`p90 ${part.figure(slippage.bps.p90, shownRatio)} bps an order`,
        },
        {
          label: "Signal to fill, p50",
          value: html`${part.figure(latency.signal_to_fill_ms.p50, shownRatio)} ms`,
          note: html`p99 ${part.figure(latency.signal_to_fill_ms.p99, shownRatio)} ms`,
        },
      ]),
      shortfallTable(execution, part),
      reasons.length === 0
        ? null
        : titled("Rejected and cancelled", {
            caption: "Reasons of rejected and cancelled orders",
            columns: [
              { title: "Reason", kind: "name" },
              { title: "Orders", kind: "number" },
            ],
            rows: reasons.map(({ name, count }) => [visibleText(name), shownCount(count).text]),
          }),
    ],
  };
}

function titled(title: string, rows: Table): Content {
  return html`<h3>${title}</h3>
    ${table(rows)}`;
}

function shortfallTable({ shortfall }: DailyReport["execution"], part: LogPart): Content {
  if (shortfall.by_currency.length === 0) return null;
  return titled("Implementation shortfall", {
    caption: "Implementation shortfall (Perold 1988)",
    columns: [
      { title: "Currency", kind: "text" },
      { title: "Orders", kind: "number" },
      { title: "Delay", kind: "number", isExtra: true },
      { title: "Execution", kind: "number" },
      { title: "Opportunity", kind: "number", isExtra: true },
      { title: "Fees", kind: "number" },
      { title: "Total", kind: "number" },
      { title: "bps", kind: "number" },
    ],
    rows: shortfall.by_currency.map((sum) => [
      visibleText(sum.currency === "" ? "(none)" : sum.currency),
      shownCount(sum.orders).text,
      ...[sum.delay, sum.execution, sum.opportunity, sum.fees, sum.total].map(
        (amount) => shownMoney(amount, sum.currency, "signed").text,
      ),
      part.figure(sum.total_bps, shownRatio),
    ]),
  });
}

/** How good the models were. */
export function modelsSection({ models }: DailyReport, part: LogPart): Section | null {
  if (models.models.length === 0) return null;
  return {
    id: "models",
    title: "Models",
    body: table({
      caption: "Models by decisions",
      columns: [
        { title: "Model", kind: "name" },
        { title: "Decisions", kind: "number" },
        { title: "Explained", kind: "number", isExtra: true },
        { title: "Accuracy", kind: "number" },
        { title: "Brier", kind: "number" },
        { title: "p50 ms", kind: "number", isExtra: true },
        { title: "Weightiest features", kind: "text", isExtra: true },
      ],
      rows: models.models.slice(0, SHOWN_ROWS).map((model) => [
        part.name(
          `${model.model_id} ${model.model_version}`.trim(),
          `event_type:ai_decision ${fieldQuery("data.model_id", model.model_id)}`,
        ),
        shownCount(model.decisions).text,
        part.figure(model.explained_share, shownPercent),
        part.figure(model.accuracy, shownPercent),
        part.figure(model.calibration.brier, shownRatio),
        part.figure(model.latency_ms.p50, shownRatio),
        model.features
          .slice(0, SHOWN_FEATURES)
          .map(({ feature }) => visibleText(feature))
          .join(", "),
      ]),
    }),
  };
}

/** Limits that were hit, and how much of the daily loss was used. */
export function riskSection({ risk }: DailyReport, part: LogPart): Section {
  const worst = risk.daily_loss.toSorted((a, b) => (b.use.value ?? 0) - (a.use.value ?? 0))[0];
  return {
    id: "risk",
    title: "Risk",
    body: [
      figures([
        {
          label: "Limits hit",
          value: part.lines(
            shownCount(risk.limit_hits).text,
            "event_type:(risk_limit_hit OR daily_loss_limit OR portfolio_heat_warning)",
          ),
        },
        {
          label: "Daily loss used",
          value: worst === undefined ? "—" : part.figure(worst.use, shownPercent),
          note: worst === undefined ? "no limit was logged" : `${worst.loss} of ${worst.limit}`,
        },
        {
          label: "Portfolio heat, most",
          value: part.figure(risk.exposure.heat.max, shownPercent),
          note: html`at the end ${part.figure(risk.exposure.heat.last, shownPercent)}`,
        },
        { label: "Sizes refused", value: shownCount(risk.position_size_refusals.count).text },
      ]),
      risk.by_limit.length === 0
        ? null
        : titled("Limits", {
            caption: "Limits by hits",
            columns: [
              { title: "Limit", kind: "name" },
              { title: "Hits", kind: "number" },
              { title: "First", kind: "time", isExtra: true },
              { title: "Last", kind: "time" },
            ],
            rows: risk.by_limit
              .slice(0, SHOWN_ROWS)
              .map(({ name, hits, first, last, last_event_id: id }) => [
                part.name(name, `id:${JSON.stringify(id)}`),
                shownCount(hits).text,
                shownTime(first).text,
                shownTime(last).text,
              ]),
          }),
      risk.alerts_by_severity.length === 0
        ? null
        : html`<p>
            Risk alerts:
            ${risk.alerts_by_severity.map(({ name, count }) => `${visibleSentence(name)} ${count}`).join(" · ")}
          </p>`,
    ],
  };
}
