/** @file What was measured, in words: only what is there. */

/** A value as text. */
type Write = (value: number) => string;

type Measured = Readonly<Record<string, number | undefined>>;

const short: Write = (value) => String(Number(value.toPrecision(3)));
const fixed: Write = (value) => value.toFixed(3);
const percent: Write = (value) => (value * 100).toFixed(1);

function part(measured: Measured, key: string, write: Write): readonly string[] {
  const value = measured[key];
  return value === undefined ? [] : [write(value)];
}

/** How good a step was. A policy loss says nothing by its height: where there is a reward, it stands alone. */
export function scoreParts(measured: Measured): readonly string[] {
  const isReward = measured["reward"] !== undefined;
  return [
    ...(isReward ? [] : part(measured, "loss", (value) => `loss ${short(value)}`)),
    ...["reward", "answer", "valid", "format", "access", "length"].flatMap((key) =>
      part(measured, key, (value) => `${key} ${fixed(value)}`),
    ),
    ...part(measured, "itemF1", (value) => `item F1 ${percent(value)}`),
    ...part(measured, "exact", (value) => `exact ${percent(value)}`),
    ...part(measured, "subagents", (value) => `${value.toFixed(1)} subagents`),
  ];
}

/** How the learning goes. */
export function policyParts(measured: Measured): readonly string[] {
  return [
    ...part(measured, "entropy", (value) => `entropy ${short(value)}`),
    ...part(measured, "meanLogprobGap", (value) => `ratio gap ${value.toExponential(1)}`),
    ...part(measured, "clipShare", (value) => `clipped ${percent(value)} %`),
    ...part(measured, "gradientNorm", (value) => `gradient ${short(value)}`),
    ...part(measured, "droppedGroups", (value) => `${value} groups dropped`),
    ...(measured["failures"] === 0 ? [] : part(measured, "failures", (value) => `${value} failed`)),
  ];
}

/** What was measured on the dev split. */
export function devParts(measured: Measured): readonly string[] {
  return [
    ...part(measured, "devReward", (value) => `dev reward ${fixed(value)}`),
    ...part(measured, "devItemF1", (value) => `dev item F1 ${percent(value)}`),
    ...part(measured, "devExact", (value) => `dev exact ${percent(value)}`),
  ];
}
