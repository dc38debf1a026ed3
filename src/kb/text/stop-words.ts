/** @file The words that say nothing about what is sought, in the languages questions come in. */

const ENGLISH = `a an and are as at be been but by did do does for from had has have how if in into is it its no not of on or
s such t that the their then there these they this those to was were what when where which who whom whose will with`;

const CHINESE =
  "的 是 在 了 和 与 及 其 有 为 之 以 个 各 什么 哪 哪些 哪个 哪里 谁 多少 几 请 列出 所有 吗 呢";

/** Folded as `fold` folds, so that they can be compared with folded words. */
export const STOP_WORDS: ReadonlySet<string> = new Set(`${ENGLISH} ${CHINESE}`.split(/\s+/));
