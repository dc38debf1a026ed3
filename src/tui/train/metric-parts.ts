/** @file What was measured, in words: only what is there. */

type Measured = Readonly<Record<string, number | undefined>>;

export interface Scores {
  /** How good it is. */
  readonly scores: readonly string[];
  /** How the learning goes. */
  readonly others: readonly string[];
}

type Write = (value: number) => string;

const short: Write = (value) => String(Number(value.toPrecision(3)));
const fixed: Write = (value) => value.toFixed(3);
const percent: Write = (value) => (value * 100).toFixed(1);

function part(measured: Measured, key: string, write: Write): readonly string[] {
  const value = measured[key];
  return value === undefined ? [] : [write(value)];
}

/** Of a step of either training. A policy loss says nothing by its height: where there is a reward, it stands alone. */
export function policyParts(measured: Measured): Scores {
  const isReward = measured["reward"] !== undefined;
  return {
    scores: [
      ...(isReward ? [] : part(measured, "loss", (value) => `loss ${short(value)}`)),
      ...part(measured, "reward", (value) => `reward ${fixed(value)}`),
      ...["answer", "valid", "format", "access", "length"].flatMap((key) =>
        part(measured, key, (value) => `${key} ${fixed(value)}`),
      ),
      ...part(measured, "itemF1", (value) => `item F1 ${percent(value)}`),
      ...part(measured, "exact", (value) => `exact ${percent(value)}`),
      ...part(measured, "subagents", (value) => `${value.toFixed(1)} subagents`),
    ],
    others: [
      ...part(measured, "entropy", (value) => `entropy ${short(value)}`),
      ...part(measured, "meanLogprobGap", (value) => `ratio gap ${value.toExponential(1)}`),
      ...part(measured, "clipShare", (value) => `clipped ${percent(value)} %`),
      ...part(measured, "gradientNorm", (value) => `gradient ${short(value)}`),
      ...part(measured, "droppedGroups", (value) => `${value} groups dropped`),
      ...part(measured, "failures", (value) => (value === 0 ? "" : `${value} failed`)).filter(
        (text) => text !== "",
      ),
    ],
  };
}

export function scoreParts(measured: Measured): readonly string[] {
  return [
    ...part(measured, "devReward", (value) => `dev reward ${fixed(value)}`),
    ...part(measured, "devItemF1", (value) => `dev item F1 ${percent(value)}`),
    ...part(measured, "devExact", (value) => `dev exact ${percent(value)}`),
  ];
}
