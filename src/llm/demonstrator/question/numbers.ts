/** @file Numbers as people write them in questions. */

export const NUMBER_WORDS: readonly string[] =
  "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen twenty".split(
    " ",
  );

const CHINESE: Readonly<Record<string, number>> = {
  一: 1,
  二: 2,
  两: 2,
  三: 3,
  四: 4,
  五: 5,
  六: 6,
  七: 7,
  八: 8,
  九: 9,
  十: 10,
};

/** `three`, `12`, `十二`; `undefined` where it is no number. */
export function countOf(word: string): number | undefined {
  const lower = word.toLowerCase();
  if (/^\d+$/.test(lower)) return Number(lower);
  const english = NUMBER_WORDS.indexOf(lower);
  if (english >= 0) return english + 1;
  const [, tens, ones] = /^([二三四五六七八九])?十([一二三四五六七八九])?$/.exec(lower) ?? [];
  if (lower.includes("十")) return (tens ? (CHINESE[tens] ?? 1) : 1) * 10 + (ones ? (CHINESE[ones] ?? 0) : 0);
  return CHINESE[lower];
}

const SCALE: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  万: 1e4,
  亿: 1e8,
};

/** `10 million`, `2,780,400`, `-3.5`, `1.2亿`; `NaN` where it is no number. */
export function amountOf(text: string): number {
  const [, digits = "", scale = ""] =
    /([-−]?\d[\d,]*(?:\.\d+)?)\s*(thousand|million|billion|trillion|万|亿)?/i.exec(text) ?? [];
  return digits === ""
    ? Number.NaN
    : Number(digits.replaceAll(",", "").replace("−", "-")) * (SCALE[scale.toLowerCase()] ?? 1);
}
