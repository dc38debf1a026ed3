/** @file A chart of lines over a common axis: own SVG, with the last value in words. */
import { useId } from "react";
import type { Curve } from "../api/types.ts";

interface ChartProps {
  readonly title: string;
  readonly curves: readonly Curve[];
  readonly xLabel: string;
  /** Of the values; absent: their own. */
  readonly range?: readonly [number, number] | undefined;
}

const WIDTH = 420;
const HEIGHT = 170;
const LEFT = 48;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 26;

export function LineChart({ title, curves, xLabel, range }: ChartProps) {
  const id = useId();
  const points = curves.flatMap((curve) => curve.points);
  const x = scale(
    points.map(([at]) => at),
    LEFT,
    WIDTH - RIGHT,
  );
  const y = scale(range ?? points.map(([, value]) => value), HEIGHT - BOTTOM, TOP);
  return (
    <figure className="chart">
      <figcaption id={id}>
        <b>{title}</b>
        {curves.map((curve, index) => (
          <span key={curve.name} className={`chart-key is-line-${index % 4}`}>
            {curves.length > 1 && curve.name} {says(curve.points.at(-1)?.[1])}
          </span>
        ))}
      </figcaption>
      <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-labelledby={id}>
        <title>{title}</title>
        {y.ticks.map((value) => (
          <g key={value}>
            <path className="chart-rule" d={`M${LEFT} ${y.of(value)}H${WIDTH - RIGHT}`} />
            <text x={LEFT - 6} y={y.of(value) + 4} textAnchor="end">
              {says(value)}
            </text>
          </g>
        ))}
        <text x={LEFT} y={HEIGHT - 8}>
          {says(x.low)}
        </text>
        <text x={WIDTH - RIGHT} y={HEIGHT - 8} textAnchor="end">
          {`${xLabel} ${says(x.high)}`}
        </text>
        {curves.map((curve, index) => (
          <path
            key={curve.name}
            className={`chart-line is-line-${index % 4}`}
            d={curve.points
              .map(
                ([at, value], place) => `${place === 0 ? "M" : "L"}${round(x.of(at))} ${round(y.of(value))}`,
              )
              .join("")}
          />
        ))}
      </svg>
    </figure>
  );
}

interface Scale {
  readonly low: number;
  readonly high: number;
  readonly of: (value: number) => number;
  readonly ticks: readonly number[];
}

/** From the values' own range to pixels; a single value stands in the middle. */
function scale(values: readonly number[], from: number, to: number): Scale {
  const finite = values.filter(Number.isFinite);
  const lowest = finite.reduce((least, value) => Math.min(least, value), Number.POSITIVE_INFINITY);
  const highest = finite.reduce((most, value) => Math.max(most, value), Number.NEGATIVE_INFINITY);
  if (finite.length === 0) return { low: 0, high: 1, of: () => from, ticks: [0, 1] };
  const isFlat = lowest === highest;
  const [low, high] = isFlat ? [lowest - 0.5, highest + 0.5] : [lowest, highest];
  const ticks = isFlat ? [lowest] : [low, (low + high) / 2, high];
  return { low, high, of: (value) => from + ((value - low) / (high - low)) * (to - from), ticks };
}

const round = (pixels: number) => Math.round(pixels * 10) / 10;

/** Three digits that matter. */
export function says(value: number | undefined): string {
  if (value === undefined || !Number.isFinite(value)) return "";
  const size = Math.abs(value);
  if (size >= 1000 || size === 0 || Number.isInteger(value))
    return value.toLocaleString(undefined, { maximumFractionDigits: 0 });
  return size < 0.001 ? value.toExponential(1) : String(Number(value.toPrecision(3)));
}
