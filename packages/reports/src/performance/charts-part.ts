import { closingLines, dayLines } from "@daybook/analytics";
import { calendarBlocks, calendarCells, calendarHeight, calendarOption } from "../charts/calendar.ts";
import type { ChartOption, ChartSize } from "../charts/chart-frame.ts";
import { distributionOption } from "../charts/distribution.ts";
import { drawdownOption } from "../charts/drawdown.ts";
import { drawSvg } from "../charts/draw-svg.ts";
import type { Wrap } from "../charts/draw-svg.ts";
import { equityLine, equityOption } from "../charts/equity.ts";
import { VARIABLE_PALETTE } from "../charts/palette.ts";
import type { Palette } from "../charts/palette.ts";
import { amountLabel } from "../format/axis-label.ts";
import { plainText, shownMoney, shownPercent } from "../format/shown-value.ts";
import { escapeText, html, trustedMarkup } from "../html/markup.ts";
import type { Markup } from "../html/markup.ts";
import type { Section } from "../html/sections.ts";
import type { ReportPage } from "./report-page.ts";

const WIDE_PX = 960;
const NARROW_PX = 360;
const CALENDAR_WIDE_PX = 850;

type Draw = (palette: Palette, size: ChartSize) => ChartOption;

interface Picture {
  readonly name: string;
  /** What it shows, for who cannot see it. */
  readonly label: string;
  readonly draw: Draw;
  readonly wide: ChartSize;
  readonly narrow: ChartSize;
  readonly wrap?: ((width: number) => Wrap) | undefined;
}

/** One drawing for windows and paper, one for phones: text in a drawing that shrinks cannot be read. */
function picture({ name, label, draw, wide, narrow, wrap }: Picture): Markup {
  const one = (kind: "wide" | "narrow", size: ChartSize): Markup => {
    const svg = drawSvg(`${name}-${kind}`, draw(VARIABLE_PALETTE, size), size, wrap?.(size.width));
    const role = wrap === undefined ? "img" : "group";
    return html`<div class="${kind}" role="${role}" aria-label="${label}">${trustedMarkup(svg)}</div>`;
  };
  return html`${one("wide", wide)}${one("narrow", narrow)}`;
}

export function equitySection(page: ReportPage): Section {
  const { days, currency } = page.report;
  const line = equityLine(days);
  const isEquity = line.kind === "equity";
  const money = (value: number | undefined): string => shownMoney(plainText(value ?? 0), currency).text;
  const range = `from ${money(line.values[0])} on ${line.days[0]} to ${money(line.values.at(-1))} on ${line.days.at(-1)}`;
  const deepest = page.report.returns.max_drawdown.value;
  const falls = html`<figure class="chart-figure">
    <figcaption>Drawdown</figcaption>
    ${picture({
      name: "drawdown",
      label: `Drawdown by day; the deepest is ${deepest === null ? "not known" : shownPercent(deepest, "signed").text}`,
      draw: (palette, size) => drawdownOption(days, palette, size),
      wide: { width: WIDE_PX, height: 120 },
      narrow: { width: NARROW_PX, height: 110 },
    })}
  </figure>`;
  const unit = currency === "" ? "" : `, ${page.currency}`;
  return {
    id: "equity",
    title: isEquity ? "Equity" : "Cumulative result",
    paper: "together",
    body: html`<figure class="chart-figure">
        <figcaption>
          ${isEquity ? "Equity in the evening" : "Running sum of results; the equity is not known"}${unit}
        </figcaption>
        ${picture({
          name: "equity",
          label: `${isEquity ? "Equity" : "Cumulative result"} ${range}`,
          draw: (palette, size) => equityOption(days, palette, size),
          wide: { width: WIDE_PX, height: 260 },
          narrow: { width: NARROW_PX, height: 200 },
        })}
      </figure>
      ${deepest === null ? null : deepest === 0 ? html`<p class="empty">No evening was below a peak.</p>` : falls}`,
  };
}

export function calendarSection(page: ReportPage): Section {
  const { days } = page.report;
  const sizeOf = (width: number): ChartSize => ({ width, height: calendarHeight(days, width) });
  const [wide, narrow] = [sizeOf(CALENDAR_WIDE_PX), sizeOf(NARROW_PX)];
  const shades = ["loss-4", "loss-3", "loss-2", "loss-1", "flat", "gain-1", "gain-2", "gain-3", "gain-4"];
  const years = new Set(days.map(({ day }) => day.slice(0, 4)));
  const shownYears = new Set(calendarBlocks(days, CALENDAR_WIDE_PX).map(({ label }) => label));
  const left = years.size - shownYears.size;
  return {
    id: "calendar",
    title: "Calendar",
    paper: "together",
    lead: "The result of each day; a stronger colour is a larger one, and days that lost have a minus sign.",
    body: html`<figure class="chart-figure calendar">
      ${picture({
        name: "calendar",
        label: "Result of each day",
        draw: (palette, size) => calendarOption(days, palette, size),
        wide,
        narrow,
        wrap: (width) => dayWrap(page, width),
      })}
      <figcaption class="legend">
        lost
        <span>${shades.map((shade) => html`<i class="${shade}"></i>`)}</span>
        won${left > 0 ? ` · ${left} earlier years are left out` : ""}
      </figcaption>
    </figure>`,
  };
}

/** Cells lead to the lines of their day. They are out of the order of the tab key: the table of days is in it. */
function dayWrap(page: ReportPage, width: number): Wrap {
  const { days, currency } = page.report;
  const cells = calendarBlocks(days, width).map((block) => calendarCells(days, block));
  return (mark, { series, index }) => {
    const row = cells[series]?.[index];
    if (row === undefined) return mark;
    const count = row.trades === 1 ? "1 trade" : `${row.trades} trades`;
    const title = `${row.day}: ${shownMoney(row.pnl, currency, "signed").exact}, ${count}`;
    return linkedMark(
      mark,
      title,
      row.trades === 0 ? null : page.addresses.of(dayLines(page.report, row.day, page.addresses.clock)),
    );
  };
}

export function distributionSection(page: ReportPage): Section {
  const { distribution: bins, trade_list: list } = page.report;
  const isFills = list[0]?.source === "fills";
  const [first, last] = [bins[0], bins.at(-1)];
  const wrap: Wrap = (mark, { index }) => {
    const bin = bins[index];
    if (bin === undefined || bin.trades === 0) return mark;
    const end = bin === last ? "]" : "}";
    const query = closingLines(page.report, `pnl:[${plainText(bin.from)} TO ${plainText(bin.to)}${end}`);
    const title = `${bin.trades === 1 ? "1 trade" : `${bin.trades} trades`} from ${plainText(bin.from)} to ${plainText(bin.to)}`;
    return linkedMark(mark, title, isFills ? null : page.addresses.of(query));
  };
  return {
    id: "distribution",
    title: "Distribution of results",
    paper: "together",
    lead: `Trades by their net result${page.currency === "" ? "" : ` in ${page.currency}`}.`,
    body: html`<figure class="chart-figure">
      ${picture({
        name: "distribution",
        label: `Number of trades by result, from ${amountLabel(first?.from ?? 0)} to ${amountLabel(last?.to ?? 0)}`,
        draw: (palette, size) => distributionOption(bins, palette, size),
        wide: { width: WIDE_PX, height: 200 },
        narrow: { width: NARROW_PX, height: 190 },
        wrap: () => wrap,
      })}
    </figure>`,
  };
}

function linkedMark(mark: string, title: string, address: string | null): string {
  const titled = mark.replace("</path>", `<title>${escapeText(title)}</title></path>`);
  if (address === null) return titled;
  return `<a href="${escapeText(address)}" tabindex="-1" aria-label="${escapeText(title)}">${titled}</a>`;
}
