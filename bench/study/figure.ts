/**
 * @file A figure for a page: charts of lines side by side over one legend, as SVG. Axes are numeric or name their places, both have
 * labels; the background is white, so that it reads on a dark page too. The charts of `src/eval/report/` have equal steps and get
 * their colours from the report's style sheet.
 */
import { type Html, html } from "../../src/eval/report/html.ts";

export interface Point {
  readonly x: number;
  readonly y: number;
  readonly low?: number | undefined;
  readonly high?: number | undefined;
}

export interface Line {
  readonly points: readonly Point[];
  readonly color: string;
  /** In the legend; lines of one name share an entry. */
  readonly name: string;
  /** `faint`: one of several whose mean is drawn too. `bare`: without dots. `dots`: nothing between the points. */
  readonly style?: "faint" | "bare" | "dots" | undefined;
}

export interface Panel {
  readonly title: string;
  readonly xLabel: string;
  readonly yLabel: string;
  readonly lines: readonly Line[];
  /** Names of the places 0, 1, 2 …; without them the axis is numeric and begins at 0. */
  readonly places?: readonly string[] | undefined;
}

const PANEL = { width: 420, height: 300, left: 58, right: 14, top: 34, bottom: 52 };
const LEGEND_LINE = 20;
const CHARACTER = 6.6;
const LEGEND_GAP = 44;

/** What fits into two columns is two columns wide. */
export function figure(title: string, panels: readonly Panel[]): string {
  const columns = Math.min(2, panels.length);
  const width = columns * PANEL.width;
  const rows = Math.ceil(panels.length / columns);
  const entries = legendEntries(panels, width);
  const legendLines = Math.max(0, ...entries.map(({ line }) => line + 1));
  const height = rows * PANEL.height + legendLines * LEGEND_LINE + 8;
  const drawn = panels.map((panel, index) => {
    const [x, y] = [(index % columns) * PANEL.width, Math.floor(index / columns) * PANEL.height];
    return html`<g transform="translate(${x} ${y})">
${drawPanel(panel)}</g>
`;
  });
  const { html: text } =
    html`<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-label="${title}" font-family="Helvetica, Arial, sans-serif" font-size="12" fill="#222">
<title>${title}</title>
<rect width="${width}" height="${height}" fill="#fff"/>
${drawn}${entries.map((entry) => drawEntry(entry, rows * PANEL.height + 4))}</svg>
`;
  return text;
}

interface Entry {
  readonly line: number;
  readonly x: number;
  readonly of: Line;
}

/** From left to right, then on a new line. */
function legendEntries(panels: readonly Panel[], width: number): readonly Entry[] {
  const named = new Map<string, Line>();
  for (const one of panels.flatMap(({ lines }) => lines)) if (!named.has(one.name)) named.set(one.name, one);
  const start = PANEL.left;
  let [line, x] = [0, start];
  return [...named.values()].map((of) => {
    const needed = of.name.length * CHARACTER + LEGEND_GAP;
    if (x > start && x + needed > width) [line, x] = [line + 1, start];
    const entry = { line, x, of };
    x += needed;
    return entry;
  });
}

function drawEntry({ line, x, of }: Entry, top: number): Html {
  const y = top + line * LEGEND_LINE + 10;
  return html`${stroke(of, [
    [x, y],
    [x + 22, y],
  ])}${hasDots(of) ? dot(of, x + 11, y) : undefined}<text x="${x + 28}" y="${y + 4}">${of.name}</text>
`;
}

interface Axes {
  readonly x: (value: number) => number;
  readonly y: (value: number) => number;
  readonly xTicks: readonly Tick[];
  readonly yTicks: readonly Tick[];
}

interface Tick {
  readonly value: number;
  readonly text: string;
}

function drawPanel(panel: Panel): Html {
  const { x, y, xTicks, yTicks } = axesOf(panel);
  const { width, height, left, right, top, bottom } = PANEL;
  const floor = height - bottom;
  const middle = (top + floor) / 2;
  return html`<text x="${(left + width - right) / 2}" y="18" text-anchor="middle" font-weight="bold">${panel.title}</text>
${yTicks.map(
  (
    tick,
  ) => html`<line x1="${left}" x2="${width - right}" y1="${y(tick.value)}" y2="${y(tick.value)}" stroke="#ddd"/><text x="${left - 7}" y="${y(tick.value) + 4}" text-anchor="end">${tick.text}</text>
`,
)}${xTicks.map(
  (
    tick,
  ) => html`<line x1="${x(tick.value)}" x2="${x(tick.value)}" y1="${floor}" y2="${floor + 4}" stroke="#888"/><text x="${x(tick.value)}" y="${floor + 17}" text-anchor="middle">${tick.text}</text>
`,
)}<line x1="${left}" x2="${width - right}" y1="${floor}" y2="${floor}" stroke="#888"/>
<text x="${(left + width - right) / 2}" y="${floor + 36}" text-anchor="middle">${panel.xLabel}</text>
<text transform="translate(14 ${middle}) rotate(-90)" text-anchor="middle">${panel.yLabel}</text>
${panel.lines.map((line) => drawLine(line, x, y))}`;
}

function axesOf({ lines, places }: Panel): Axes {
  const points = lines.flatMap((line) => line.points);
  const xs = points.map((point) => point.x);
  const yTicks = ticksTo(Math.max(0, ...points.map(({ y, high = y }) => high)));
  const xTicks = places?.map((text, value) => ({ value, text })) ?? ticksTo(Math.max(0, ...xs));
  const { width, height, left, right, top, bottom } = PANEL;
  const inset = places === undefined ? 8 : (width - left - right) / (2 * places.length);
  const [highestX, highestY] = [Math.max(...xs, xTicks.at(-1)?.value ?? 1), yTicks.at(-1)?.value ?? 1];
  const span = width - left - right - 2 * inset;
  return {
    x: (value) => round(left + inset + (value / Math.max(highestX, 1e-9)) * span),
    y: (value) => round(height - bottom - (value / highestY) * (height - top - bottom)),
    xTicks,
    yTicks,
  };
}

/** From 0 over the highest value, in at most six steps of 1, 2 or 5 times a power of ten. */
export function ticksTo(highest: number): readonly Tick[] {
  if (highest <= 0) return [0, 1].map((value) => ({ value, text: String(value) }));
  const power = 10 ** Math.floor(Math.log10(highest / 6));
  const step = ([1, 2, 5, 10].find((factor) => (factor * power * 6) / highest >= 1) ?? 10) * power;
  const digits = Math.max(0, -Math.floor(Math.log10(step) + 1e-9));
  return Array.from({ length: Math.ceil(highest / step - 1e-9) + 1 }, (_, index) => {
    const value = index * step;
    return { value, text: value.toLocaleString("en", { maximumFractionDigits: digits }) };
  });
}

function drawLine(line: Line, x: Axes["x"], y: Axes["y"]): Html {
  const { points } = line;
  const places = points.map((point): readonly [number, number] => [x(point.x), y(point.y)]);
  const bars = points.flatMap((point) => {
    if (point.low === undefined || point.high === undefined) return [];
    const at = x(point.x);
    return [
      html`<path d="M${at} ${y(point.low)}V${y(point.high)}M${at - 4} ${y(point.low)}h8M${at - 4} ${y(point.high)}h8" stroke="${line.color}" fill="none"/>`,
    ];
  });
  return html`${bars}${stroke(line, places)}${hasDots(line) ? places.map(([at, up]) => dot(line, at, up)) : undefined}
`;
}

function stroke({ color, style }: Line, places: readonly (readonly [number, number])[]): Html {
  if (style === "dots" || places.length < 2) return html``;
  const faint = style === "faint";
  return html`<polyline points="${places.map((place) => place.join(",")).join(" ")}" fill="none" stroke="${color}" stroke-width="${faint ? 1 : 2}" stroke-opacity="${faint ? 0.45 : 1}"/>`;
}

function hasDots({ style }: Line): boolean {
  return style === undefined || style === "dots";
}

function dot({ color }: Line, x: number, y: number): Html {
  return html`<circle cx="${x}" cy="${y}" r="2.6" fill="${color}"/>`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
