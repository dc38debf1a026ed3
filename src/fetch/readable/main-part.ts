/** @file The part of a page that it is there for, told from menus, bars and footers. */
import type { HtmlElement, HtmlNode } from "./html-tree.ts";

export interface MainPart {
  readonly root: HtmlElement;
  /** Elements in it that do not belong to it. */
  readonly left: ReadonlySet<HtmlElement>;
}

/** Letters in links count less: menus are made of links, but so are some lists that a page is there for. */
const LINK_WEIGHT = 0.25;
/** The main part holds at least this share of what the page says. */
const MAIN_SHARE = 0.75;
/** What the page itself calls its main part is believed from this share on. */
const NAMED_SHARE = 0.4;
/** Leaving out what has a name like a menu's must leave this share of the page. */
const KEPT_SHARE = 0.5;

const FRAME_TAGS = new Set(["nav", "footer", "aside", "search", "button"]);
const FRAME_ROLES = new Set(
  "navigation banner contentinfo search complementary menu menubar toolbar dialog alertdialog tablist button tooltip".split(
    " ",
  ),
);
const FRAME_NAMES = new RegExp(
  `(?:^|[\\s_-])(?:${[
    "nav(?:bar|box|igation)?|menus?|footer|side-?bar|bread-?crumbs?|cookies?|consent|gdpr|share|sharing|social",
    "(?:follow|subscribe|signup|sign-?up|newsletter|login|log-?in)|advert(?:s|isement|ising)?|ads?|sponsor(?:ed)?",
    "promos?|related|recommended|trending|popular|most-?(?:read|popular)|comments?|disqus|popup|modal|skip|skip-?link",
    "editsection|printfooter|catlinks|no-?print|screen-?reader(?:-?text)?|sr-only|visually-?hidden|pagination|pager",
  ].join("|")})(?=$|[\\s_-])`,
  "iu",
);
/** What parts of a page are made of; the descent goes into nothing else. */
const CONTAINERS = new Set(["html", "body", "main", "article", "section", "div", "center", "form"]);

/**
 * The smallest element that holds three quarters of what the page says, without what is marked as its frame. A page that
 * would lose half of its text that way keeps what only has a name like a frame's.
 */
export function mainPart(body: HtmlElement): MainPart {
  const marked = new Set<HtmlElement>();
  collect(body, marked, isFrame);
  const named = new Set(marked);
  collect(body, named, (element, isInArticle) => isFrame(element, isInArticle) || hasFrameName(element));
  const [kept, all] = [weights(body, named), weights(body, marked)];
  const isEnough = (kept.get(body) ?? 0) >= KEPT_SHARE * (all.get(body) ?? 0);
  const [left, weight] = isEnough ? [named, kept] : [marked, all];
  return { root: descend(namedMain(body, weight), weight), left };
}

/** An article's own header and notes belong to it, and so does a header with the page's heading. */
function isFrame(element: HtmlElement, isInArticle: boolean): boolean {
  const { tag, attributes } = element;
  if (FRAME_ROLES.has(attributes["role"]?.toLowerCase() ?? "")) return true;
  if (tag === "header") return !isInArticle && !holdsHeading(element);
  return FRAME_TAGS.has(tag) && !(tag === "footer" && isInArticle);
}

function holdsHeading({ children }: HtmlElement): boolean {
  return children.some((child) => typeof child !== "string" && (child.tag === "h1" || holdsHeading(child)));
}

function hasFrameName({ tag, attributes }: HtmlElement): boolean {
  if (["html", "body", "main", "article", "h1", "h2", "p", "td", "tr"].includes(tag)) return false;
  return FRAME_NAMES.test(`${attributes["id"] ?? ""} ${attributes["class"] ?? ""}`);
}

function collect(
  element: HtmlElement,
  found: Set<HtmlElement>,
  test: (element: HtmlElement, isInArticle: boolean) => boolean,
  isInArticle = false,
): void {
  for (const child of element.children) {
    if (typeof child === "string") continue;
    const isHeading = /^h[1-6]$/u.test(element.tag) || element.tag === "summary";
    if (!isHeading && test(child, isInArticle)) found.add(child);
    else collect(child, found, test, isInArticle || child.tag === "article" || child.tag === "main");
  }
}

/** How much each element says: its letters, without those of elements that are left out. */
function weights(root: HtmlElement, left: ReadonlySet<HtmlElement>): ReadonlyMap<HtmlElement, number> {
  const found = new Map<HtmlElement, number>();
  const weigh = (node: HtmlNode, share: number): number => {
    if (typeof node === "string") return node.replace(/\s+/gu, " ").trim().length * share;
    if (left.has(node)) return 0;
    const inner = node.tag === "a" ? LINK_WEIGHT : share;
    const weight = node.children.reduce((sum, child) => sum + weigh(child, inner), 0);
    found.set(node, weight);
    return weight;
  };
  weigh(root, 1);
  return found;
}

/** The one element that the page calls `main`, or its only `article`. */
function namedMain(body: HtmlElement, weight: ReadonlyMap<HtmlElement, number>): HtmlElement {
  const total = weight.get(body) ?? 0;
  const mains = [...weight.keys()].filter(
    ({ tag, attributes }) => tag === "main" || attributes["role"] === "main",
  );
  const articles = [...weight.keys()].filter(({ tag }) => tag === "article");
  const candidates = [mains, articles].flatMap((found) => (found.length === 1 ? found : []));
  return candidates.find((element) => (weight.get(element) ?? 0) >= NAMED_SHARE * total) ?? body;
}

function descend(start: HtmlElement, weight: ReadonlyMap<HtmlElement, number>): HtmlElement {
  const least = MAIN_SHARE * (weight.get(start) ?? 0);
  let root = start;
  for (;;) {
    const next: HtmlNode | undefined = root.children.find(
      (child) => typeof child !== "string" && (weight.get(child) ?? -1) >= least,
    );
    if (next === undefined || typeof next === "string" || !CONTAINERS.has(next.tag)) return root;
    root = next;
  }
}
