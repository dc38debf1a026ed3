/** @file What a page's own style sheets hide, as far as simple selectors say so. */

/** Names as selectors write them: `.name` or `#name`. */
export interface HidingRules {
  readonly hidden: ReadonlySet<string>;
  /** Text in them is too small to be seen, up to an element that sets its own size. */
  readonly tiny: ReadonlySet<string>;
  /** They set a size that can be read. */
  readonly sized: ReadonlySet<string>;
}

interface Rule {
  readonly selectors: string;
  readonly declarations: string;
  /** In an `@media` block or the like, which may hold or not. */
  readonly isConditional: boolean;
}

const SIMPLE = /^(?:[a-z][a-z0-9]*)?([.#][\w-]+)$/iu;
const NAMES = /[.#][\w-]+/gu;

/**
 * A rule hides what a single class or id names (`.x`, `p.x`, `#x`), unless another rule shows elements of that name: which of
 * them wins depends on scripts and screens, and hiding what readers see would lose text.
 */
export function hidingRules(css: string): HidingRules {
  const rules = parseRules(css);
  const shown = new Set(rules.filter(({ declarations }) => shows(declarations)).flatMap(allNames));
  const certain = rules.filter(({ isConditional }) => !isConditional);
  const hidden = certain.filter(({ declarations }) => hides(declarations)).flatMap(simpleNames);
  const tiny = certain.filter(({ declarations }) => fontSize(declarations) === "tiny").flatMap(simpleNames);
  const sized = rules.filter(({ declarations }) => fontSize(declarations) === "readable").flatMap(allNames);
  return {
    hidden: new Set(hidden.filter((name) => !shown.has(name))),
    tiny: new Set(tiny),
    sized: new Set(sized),
  };
}

/** Whether declarations, as in a `style` attribute, take an element out of sight. */
export function hides(declarations: string): boolean {
  return /(?:^|[;\s{])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse))/iu.test(declarations);
}

function shows(declarations: string): boolean {
  return /(?:^|[;\s])(?:display\s*:\s*(?!none|\s)|visibility\s*:\s*visible)/iu.test(declarations);
}

/** A size of at most one pixel is there to hide text. `undefined`: the declarations set none, or inherit it. */
export function fontSize(declarations: string): "tiny" | "readable" | undefined {
  const size =
    /(?:^|[;\s])font(?:-size)?\s*:[^;]{0,60}?(?<![\w.-])(\d*\.?\d+)(px|pt|r?em|%|vw|vh)?(?![\w.])/iu.exec(
      declarations,
    );
  if (size === null) return undefined;
  const number = Number(size[1]);
  const isPixel = size[2] === undefined || /p[xt]/iu.test(size[2]);
  return number === 0 || (isPixel && number <= 1) ? "tiny" : "readable";
}

function simpleNames({ selectors }: Rule): readonly string[] {
  return selectors.split(",").flatMap((selector) => SIMPLE.exec(selector.trim())?.[1] ?? []);
}

function allNames({ selectors }: Rule): readonly string[] {
  return selectors.match(NAMES) ?? [];
}

/** The rules of a style sheet, in linear time; blocks of at-rules are opened, their conditions not looked at. */
function parseRules(css: string): readonly Rule[] {
  const rules: Rule[] = [];
  const bare = css.replace(/\/\*[\s\S]*?(?:\*\/|$)/gu, " ");
  let conditions = 0;
  let selectors: string | undefined;
  for (const [, before = "", end] of bare.matchAll(/([^{}]*)([{}])/gu)) {
    const text = before.slice(before.lastIndexOf(";") + 1).trim();
    if (end === "{" && text.startsWith("@")) conditions++;
    else if (end === "{") selectors = text;
    else if (selectors === undefined) conditions = Math.max(0, conditions - 1);
    else {
      rules.push({ selectors, declarations: before, isConditional: conditions > 0 });
      selectors = undefined;
    }
  }
  return rules;
}
