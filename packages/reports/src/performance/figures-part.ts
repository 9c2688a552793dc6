import type { Figure } from "@daybook/analytics";
import { shownAmount, shownCount, shownDuration, shownPercent, shownRatio } from "../format/shown-value.ts";
import type { Shown } from "../format/shown-value.ts";
import { html } from "../html/markup.ts";
import type { Content } from "../html/markup.ts";
import { table } from "../html/sections.ts";
import type { Section } from "../html/sections.ts";
import { FIGURE_CATALOGUE } from "./figure-catalogue.ts";
import type { CatalogueEntry, FigureKind } from "./figure-catalogue.ts";
import type { ReportPage } from "./report-page.ts";

/** Every figure with its formula and convention. */
export function allFigures(page: ReportPage): Section {
  const tables = FIGURE_CATALOGUE.map(({ title, entries }) =>
    table({
      caption: title,
      columns: [
        { title: "Figure", kind: "text" },
        { title: "Value", kind: "number" },
        { title: "Formula", kind: "text" },
        { title: "Convention", kind: "text" },
      ],
      rows: entries.map((entry) => [
        entry.label,
        valueOf(page, entry),
        html`<span class="formula">${entry.formula}</span>`,
        html`<span class="muted">${entry.convention(page.report.convention)}</span>`,
      ]),
    }),
  );
  return {
    id: "figures",
    title: "All figures",
    body: html`<div class="stack catalogue">${tables}</div>`,
    paper: "new-page",
  };
}

function valueOf(page: ReportPage, { kind, read }: CatalogueEntry): Content {
  const figure = read(page.report);
  if (isWithoutLoss(page, figure)) return page.footnotes.marked("∞", NO_LOSS);
  return page.figure(figure, (value) => shownFigure(value, kind, page.report.currency), isResult(kind));
}

const NO_LOSS = "no trade lost: a gain divided by nothing";

/** Whether this is the profit factor of trades of which some won and none lost. */
export function isWithoutLoss({ report }: ReportPage, figure: Figure): boolean {
  const { trades } = report;
  return figure === trades.profit_factor && figure.value === null && trades.wins > 0 && trades.losses === 0;
}

/** The profit factor, ∞ without a loss. */
export function profitFactor(page: ReportPage): Content {
  const figure = page.report.trades.profit_factor;
  return isWithoutLoss(page, figure) ? page.footnotes.marked("∞", NO_LOSS) : page.figure(figure, shownRatio);
}

export function shownFigure(value: number, kind: FigureKind, currency: string): Shown {
  switch (kind) {
    case "money":
      return shownAmount(value, currency);
    case "result":
      return shownAmount(value, currency, "signed");
    case "share":
      return shownPercent(value);
    case "change":
      return shownPercent(value, "signed");
    case "ratio":
      return shownRatio(value);
    case "count":
      return shownCount(value);
    case "days":
      return { ...shownCount(value), text: `${shownCount(value).text} d` };
    case "duration":
      return shownDuration(value);
  }
}

function isResult(kind: FigureKind): boolean {
  return kind === "result" || kind === "change";
}
