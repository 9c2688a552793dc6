import { expect, test } from "vitest";
import { sampleReport } from "../test-support/sample-report.ts";
import { calendarOption } from "./calendar.ts";
import { distributionOption } from "./distribution.ts";
import { drawSvg } from "./draw-svg.ts";
import { equityOption } from "./equity.ts";
import { VARIABLE_PALETTE } from "./palette.ts";

const report = sampleReport();
const size = { width: 900, height: 200 };

test("the same option gives the same bytes, whatever was drawn before", () => {
  const draw = (): string => drawSvg("equity", equityOption(report.days, VARIABLE_PALETTE, size), size);
  const first = draw();
  drawSvg("other", distributionOption(report.distribution, VARIABLE_PALETTE, size), size);
  expect(draw()).toBe(first);
  expect(first).toMatch(/^<svg class="chart" viewBox="0 0 900 200" aria-hidden="true">/);
  expect(first).not.toMatch(/zr\d|ecmeta|<style|<script|font-family|pointer-events/);
  expect(first).toContain('stroke="var(--c-accent)"');
});

test("marks can be wrapped, each with its place", () => {
  const places: string[] = [];
  const svg = drawSvg("days", calendarOption(report.days, VARIABLE_PALETTE, size), size, (mark, { series, index }) => {
    places.push(`${series}/${index}`);
    return `<g>${mark}</g>`;
  });
  expect(places).toEqual(report.days.map((_, index) => `0/${index}`));
  expect(svg.match(/<g><path/g)).toHaveLength(report.days.length);
});

test("every tag is closed and every attribute is in quotes", () => {
  const svg = drawSvg("bars", distributionOption(report.distribution, VARIABLE_PALETTE, size), size);
  expect(svg.match(/<(path|text|rect|g|svg|defs|clipPath)\b/g)).toHaveLength(svg.match(/<\//g)?.length ?? 0);
  expect(svg.replaceAll(/="[^"<>]*"/g, "")).not.toMatch(/[="]/);
});
