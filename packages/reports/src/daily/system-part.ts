import type { SystemMetricsResult } from "@daybook/analytics";
import { shownCount, shownPercent, shownRatio, shownTime } from "../format/shown-value.ts";
import { visibleSentence, visibleText } from "../format/visible-text.ts";
import { html } from "../html/markup.ts";
import { figures, table } from "../html/sections.ts";
import type { Section } from "../html/sections.ts";
import type { LogPart } from "./line-links.ts";
import { fieldQuery } from "./line-links.ts";

const SHOWN_ROWS = 20;
const ERRORS = "level:>=ERROR";
const CALLS = "event_type:(api_call OR api_error OR http_request)";

/** Volume, errors and calls at a glance. */
export function systemFigures({ events, errors, api, uptime }: SystemMetricsResult, part: LogPart): Section {
  return {
    id: "system",
    title: "System",
    paper: "together",
    body: figures([
      {
        label: "Events",
        value: part.lines(shownCount(events).text, ""),
        note: html`${part.figure(uptime.healthy_share, shownPercent)} of health checks healthy`,
      },
      {
        label: "Errors",
        value: part.lines(shownCount(errors.errors).text, ERRORS),
        tone: errors.errors > 0 ? "loss" : "plain",
        note: html`${part.figure(errors.errors_per_hour, shownRatio)} an hour`,
      },
      {
        label: "API calls",
        value: part.lines(shownCount(api.calls).text, CALLS),
        note: html`${part.figure(api.error_share, shownPercent)} failed`,
      },
      {
        label: "API latency, p95",
        value: html`${part.figure(api.latency_ms.p95, shownRatio)} ms`,
        note: html`p50 ${part.figure(api.latency_ms.p50, shownRatio)} ms, p99
        ${part.figure(api.latency_ms.p99, shownRatio)} ms`,
      },
    ]),
  };
}

export function volumeSection({ volume }: SystemMetricsResult, part: LogPart): Section {
  return {
    id: "volume",
    title: "Events by service",
    body: table({
      caption: "Events by service and level",
      columns: [
        { title: "Service", kind: "name" },
        { title: "Events", kind: "number" },
        { title: "By level", kind: "text" },
      ],
      rows: volume
        .slice(0, SHOWN_ROWS)
        .map(({ service, events, by_level: levels }) => [
          part.name(service, fieldQuery("service", service)),
          part.lines(shownCount(events).text, fieldQuery("service", service)),
          levels.map(({ name, count }) => `${name} ${shownCount(count).text}`).join(" · "),
        ]),
      leftOut: volume.length > SHOWN_ROWS ? `${volume.length - SHOWN_ROWS} more services.` : null,
      empty: "Nothing was logged in this time.",
    }),
  };
}

export function errorsSection({ errors }: SystemMetricsResult, part: LogPart): Section {
  const { by_fingerprint: kinds } = errors;
  return {
    id: "errors",
    title: "Errors",
    lead: "Messages that differ in numbers, ids and quoted texts only are one kind.",
    body: table({
      caption: "Kinds of errors, the most frequent first",
      columns: [
        { title: "Kind", kind: "name" },
        { title: "Errors", kind: "number" },
        { title: "First", kind: "time", isExtra: true },
        { title: "Last", kind: "time" },
      ],
      rows: kinds
        .slice(0, SHOWN_ROWS)
        .map(({ errors: count, first, last, example_id: id, example_message: message, exception_type: type }) => [
          part.name(message === "" ? type : message, `id:${JSON.stringify(id)}`),
          shownCount(count).text,
          shownTime(first).text,
          shownTime(last).text,
        ]),
      leftOut: kinds.length > SHOWN_ROWS ? `${kinds.length - SHOWN_ROWS} more kinds.` : null,
      empty: "No error was logged in this time.",
    }),
  };
}

export function endpointsSection({ api }: SystemMetricsResult, part: LogPart): Section | null {
  if (api.by_endpoint.length === 0) return null;
  return {
    id: "endpoints",
    title: "Calls by endpoint",
    body: table({
      caption: "Calls by endpoint, the most called first; times in milliseconds",
      columns: [
        { title: "Endpoint", kind: "name" },
        { title: "Calls", kind: "number" },
        { title: "Failed", kind: "number" },
        { title: "p50 ms", kind: "number", isExtra: true },
        { title: "p95 ms", kind: "number" },
        { title: "p99 ms", kind: "number", isExtra: true },
      ],
      rows: api.by_endpoint
        .slice(0, SHOWN_ROWS)
        .map(({ method, endpoint, calls, error_share: share, latency_ms: latency }) => [
          html`<bdi>${visibleText(`${method} ${endpoint}`.trim() || "(none)")}</bdi>`,
          shownCount(calls).text,
          part.figure(share, shownPercent),
          part.figure(latency.p50, shownRatio),
          part.figure(latency.p95, shownRatio),
          part.figure(latency.p99, shownRatio),
        ]),
      leftOut: api.by_endpoint.length > SHOWN_ROWS ? `${api.by_endpoint.length - SHOWN_ROWS} more endpoints.` : null,
    }),
  };
}

/** Services that were unwell or silent. */
export function uptimeSection({ uptime }: SystemMetricsResult): Section | null {
  const { by_component: components, gaps } = uptime;
  if (components.length === 0 && gaps.length === 0) return null;
  const silent =
    gaps.length === 0
      ? null
      : html`<p>${gaps.length} gaps between heartbeats, the last at ${shownTime(gaps.at(-1)?.from ?? "").text}.</p>`;
  return {
    id: "uptime",
    title: "Health checks",
    body: [
      table({
        caption: "Health checks by component",
        columns: [
          { title: "Component", kind: "name" },
          { title: "Checks", kind: "number" },
          { title: "Healthy", kind: "number" },
          { title: "Last status", kind: "text" },
        ],
        rows: components
          .slice(0, SHOWN_ROWS)
          .map(({ component, checks, healthy, last_status: status }) => [
            visibleText(component),
            shownCount(checks).text,
            shownPercent(checks === 0 ? 0 : healthy / checks).text,
            visibleSentence(status),
          ]),
        empty: "No health check was logged.",
      }),
      silent,
    ],
  };
}
