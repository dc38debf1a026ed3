/** @file A line chart as inline SVG: points at equal steps, each with its interval, lines named at their ends. */
import { type Html, html } from "./html.ts";

export interface Series {
  readonly name: string;
  readonly points: readonly Point[];
}

interface Point {
  /** As written under the axis. */
  readonly at: number;
  readonly value: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

export interface Chart {
  readonly title: string;
  readonly xLabel: string;
  /** The first is drawn in the accent colour. */
  readonly series: readonly Series[];
  readonly format: (value: number) => string;
  /** The top of the axis; without it the highest value decides. */
  readonly max?: number | undefined;
}

const WIDTH = 360;
const HEIGHT = 236;
const LEFT = 44;
const TOP = 14;
const BOTTOM = 40;
const MIN_LABEL_GAP = 13;
/** With more places on the axis than there is room for, only every second, third … is named. */
const MOST_PLACES_NAMED = 10;
const MOST_PLACE_CHARACTERS = 22;
const LABEL_WIDTH = 6.4;

interface Frame {
  readonly right: number;
  readonly xs: readonly number[];
  readonly x: (at: number) => number;
  readonly y: (value: number) => number;
  readonly ticks: readonly number[];
}

export function lineChart(chart: Chart): Html {
  const frame = frameOf(chart);
  const { right, xs, x, y, ticks } = frame;
  return html`<figure><figcaption>${chart.title}</figcaption>
<svg viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${chart.title}">
${ticks.map((tick) => html`<line class="grid" x1="${LEFT}" x2="${right}" y1="${y(tick)}" y2="${y(tick)}"/><text class="tick" x="${LEFT - 8}" y="${y(tick) + 4}" text-anchor="end">${chart.format(tick)}</text>`)}
${named(xs).map((at) => html`<text class="tick" x="${x(at)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${at}</text>`)}
<text class="axis" x="${(LEFT + right) / 2}" y="${HEIGHT - 4}" text-anchor="middle">${chart.xLabel}</text>
${chart.series.map((series, index) => drawSeries(series, index, chart, frame))}
${drawNames(chart, frame)}
</svg></figure>
`;
}

function frameOf({ series, format, max }: Chart): Frame {
  const longest = Math.max(0, ...series.map(({ name }) => name.length));
  const right = WIDTH - (series.length > 1 ? longest * LABEL_WIDTH + 14 : 16);
  const points = series.flatMap((one) => one.points);
  const xs = [...new Set(points.map(({ at }) => at))].sort((left, other) => left - other);
  const highest = Math.max(0, ...points.map(({ value, high }) => high ?? value));
  const { top, step } = scale(max ?? highest, format);
  const inset = 16;
  const width = right - LEFT - 2 * inset;
  return {
    right,
    xs,
    x: (at) => round(LEFT + inset + (xs.length < 2 ? width / 2 : (xs.indexOf(at) * width) / (xs.length - 1))),
    y: (value) => round(TOP + (1 - value / top) * (HEIGHT - TOP - BOTTOM)),
    ticks: Array.from({ length: Math.round(top / step) + 1 }, (_, index) => index * step),
  };
}

function named(xs: readonly number[]): readonly number[] {
  const longest = Math.max(1, ...xs.map((at) => String(at).length));
  const most = Math.max(2, Math.min(MOST_PLACES_NAMED, Math.floor(MOST_PLACE_CHARACTERS / longest)));
  const every = Math.ceil(xs.length / most);
  return xs.filter((_, index) => index % every === 0);
}

/** Steps of 1, 2, 2.5 or 5 times a power of ten, at most five of them. */
function scale(highest: number, format: Chart["format"]): { top: number; step: number } {
  if (highest <= 0) return { top: 1, step: format(0.5) === format(0) ? 1 : 0.5 };
  const rough = highest / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
  return { top: Math.ceil(highest / step - 1e-9) * step, step };
}

function drawSeries({ name, points }: Series, index: number, chart: Chart, { x, y }: Frame): Html {
  const sorted = points.toSorted((left, right) => left.at - right.at);
  const banded = sorted.filter(({ low, high }) => low !== undefined && high !== undefined);
  const upper = banded.map(({ at, high = 0 }) => `${x(at)},${y(high)}`);
  const lower = banded.map(({ at, low = 0 }) => `${x(at)},${y(low)}`).toReversed();
  const line = sorted.map(({ at, value }) => `${x(at)},${y(value)}`).join(" ");
  return html`<g class="series-${index}">
${banded.length > 1 ? html`<polygon class="band" points="${[...upper, ...lower].join(" ")}"/>` : undefined}
<polyline points="${line}"/>
${sorted.map((point) => html`<circle cx="${x(point.at)}" cy="${y(point.value)}" r="3.2"><title>${describe(name, point, chart.format)}</title></circle>`)}
</g>`;
}

function describe(name: string, { at, value, low, high }: Point, format: Chart["format"]): string {
  const interval = low === undefined || high === undefined ? "" : ` (${format(low)} to ${format(high)})`;
  return `${name} at ${at}: ${format(value)}${interval}`;
}

/** Names that would overlap are moved apart, in the order of their lines. */
function drawNames({ series }: Chart, { right, y }: Frame): readonly Html[] {
  if (series.length < 2) return [];
  const names = series
    .map(({ name, points }, index) => ({ name, index, at: y(points.at(-1)?.value ?? 0) + 4 }))
    .sort((left, other) => left.at - other.at);
  let lowest = -Infinity;
  const placed = names.map((label) => {
    lowest = Math.max(label.at, lowest + MIN_LABEL_GAP);
    return { ...label, at: lowest };
  });
  const overflow = Math.max(0, lowest - (HEIGHT - BOTTOM + 4));
  return placed.map(
    ({ name, index, at }) =>
      html`<text class="name series-${index}" x="${right + 4}" y="${round(at - overflow)}">${name}</text>`,
  );
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
