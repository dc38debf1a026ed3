/** @file The part of a page's tree that its readers see. */
import { fontSize, type HidingRules, hides, hidingRules } from "./css-rules.ts";
import type { HtmlDocument, HtmlElement, HtmlNode } from "./html-tree.ts";

/** No deeper than this, so that the tree may be walked by recursion; what lies deeper hangs here. */
const DEEPEST = 200;

/** They hold no text that is read, or text in a language of its own. */
const TEXTLESS = new Set([
  ...["head", "style", "title", "meta", "link", "base", "svg", "canvas", "object", "embed", "audio", "video"],
  ...["map", "datalist", "select", "textarea", "input", "progress", "meter"],
]);

/** An element under way: what is still to be looked at, and where what is seen of it goes. */
interface Frame {
  readonly rest: Iterator<HtmlNode>;
  readonly seen: HtmlNode[];
  readonly isTiny: boolean;
  readonly depth: number;
}

/**
 * A copy of the tree without hidden elements (`hidden`, `aria-hidden`, `display: none`, `visibility: hidden`, letters of no
 * size, by attribute or by the page's own style sheets) and without code, forms and pictures, except for the `alt` of `img`.
 */
export function visibleTree({ root, css }: HtmlDocument): HtmlElement {
  const rules = hidingRules(css);
  const children: HtmlNode[] = [];
  const frames: Frame[] = [{ rest: root.children.values(), seen: children, isTiny: false, depth: 0 }];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const { value: node, done } = frame.rest.next();
    if (done) frames.pop();
    else if (typeof node !== "string") enter(node, frame);
    else if (!frame.isTiny) frame.seen.push(node);
  }

  function enter(element: HtmlElement, { seen, isTiny, depth }: Frame): void {
    if (TEXTLESS.has(element.tag) || isHidden(element, rules)) return;
    const rest = element.children.values();
    const inner = { rest, isTiny: isTinyIn(element, isTiny, rules), depth: depth + 1 };
    if (depth > DEEPEST) {
      // the words of two blocks do not run together
      seen.push(" ");
      frames.push({ ...inner, seen });
      return;
    }
    const copy = { ...element, children: [] };
    seen.push(copy);
    frames.push({ ...inner, seen: copy.children });
  }
  return { ...root, children };
}

function isHidden({ tag, attributes }: HtmlElement, rules: HidingRules): boolean {
  const { hidden, style } = attributes;
  if (hidden !== undefined && hidden.toLowerCase() !== "until-found") return true;
  if (attributes["aria-hidden"]?.toLowerCase() === "true") return true;
  if (tag === "dialog" && attributes["open"] === undefined) return true;
  if (style !== undefined && hides(style)) return true;
  // what an element says of itself goes before what a sheet says of its name
  if (style !== undefined && /(?:^|[;\s])display\s*:/iu.test(style)) return false;
  return rules.hidden.size > 0 && names(attributes).some((name) => rules.hidden.has(name));
}

function isTinyIn({ attributes }: HtmlElement, isTinyAround: boolean, rules: HidingRules): boolean {
  const own = fontSize(attributes["style"] ?? "");
  if (own !== undefined) return own === "tiny";
  if (!isTinyAround && rules.tiny.size === 0) return false;
  const called = names(attributes);
  if (called.some((name) => rules.tiny.has(name))) return true;
  return isTinyAround && !called.some((name) => rules.sized.has(name));
}

/** As selectors write them. */
function names(attributes: HtmlElement["attributes"]): readonly string[] {
  const { id } = attributes;
  const classes = (attributes["class"] ?? "").split(/\s+/u).filter(Boolean);
  return [...(id === undefined ? [] : [`#${id}`]), ...classes.map((name) => `.${name}`)];
}
