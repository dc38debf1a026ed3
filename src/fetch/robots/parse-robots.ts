/**
 * @file robots.txt by RFC 9309: which group is ours, and which of its rules decides about a URL. Written for hostile
 * files: time and memory grow with the file, whatever wildcards and groups it has.
 */

export interface RobotsRules {
  allows(url: URL): boolean;
  /** Milliseconds between requests that the site asks for; 0 where it does not. */
  readonly crawlDelayMs: number;
}

export const ALLOW_ALL: RobotsRules = { allows: () => true, crawlDelayMs: 0 };

interface Rule {
  readonly isAllowed: boolean;
  /** What stands between the wildcards of the pattern. */
  readonly parts: readonly string[];
  readonly isAnchored: boolean;
  readonly length: number;
}

/** `product` is the name by which groups address us, in any case. */
export function parseRobots(text: string, product: string): RobotsRules {
  const groups = [...groupsOf(text)];
  const ours = groups.filter(({ agents }) => agents.some((agent) => nameIn(agent) === product.toLowerCase()));
  const everybodys = groups.filter(({ agents }) => agents.some((agent) => agent.startsWith("*")));
  // all groups of one name count as one
  const lines = (ours.length > 0 ? ours : everybodys).flatMap((group) => group.lines);
  const rules = lines.flatMap(([key, value]) => parseRule(key, value));
  return {
    crawlDelayMs: crawlDelayMs(lines),
    allows: (url) => url.pathname === "/robots.txt" || isAllowed(rules, url),
  };
}

type Line = readonly [key: string, value: string];

interface Group {
  readonly agents: string[];
  readonly lines: Line[];
}

const GROUP_LINES: readonly string[] = ["allow", "disallow", "crawl-delay"];

/** One or more lines that name agents, and the lines for them up to the next that names one. */
function* groupsOf(text: string): Generator<Group> {
  let group: Group = { agents: [], lines: [] };
  for (const line of linesOf(text)) {
    const [key, value] = line;
    if (GROUP_LINES.includes(key)) group.lines.push(line);
    if (key !== "user-agent") continue;
    if (group.lines.length > 0) {
      yield group;
      group = { agents: [], lines: [] };
    }
    group.agents.push(value);
  }
  yield group;
}

function* linesOf(text: string): Generator<Line> {
  for (const line of text.replace(/^\ufeff/, "").split(/\r\n|\r|\n/)) {
    const [content = ""] = line.split("#", 1);
    const colon = content.indexOf(":");
    if (colon > 0) yield [content.slice(0, colon).trim().toLowerCase(), content.slice(colon + 1).trim()];
  }
}

function nameIn(agent: string): string | undefined {
  return /^[a-z_-]+/i.exec(agent)?.[0].toLowerCase();
}

function crawlDelayMs(lines: readonly Line[]): number {
  const delay = lines.findLast(([key, value]) => key === "crawl-delay" && value !== "");
  return Math.max(0, Number(delay?.[1] ?? 0) * 1000) || 0;
}

/** None for a delay, and for a rule without a pattern, which says nothing. */
function parseRule(key: string, value: string): readonly Rule[] {
  if (key === "crawl-delay" || value === "") return [];
  const pattern = comparable(value);
  const isAnchored = pattern.endsWith("$");
  const parts = (isAnchored ? pattern.slice(0, -1) : pattern).split(/\*+/);
  return [{ isAllowed: key === "allow", parts, isAnchored, length: pattern.length }];
}

/** The longest pattern that matches decides, `allow` where two are as long; without any, the URL is allowed. */
function isAllowed(rules: readonly Rule[], url: URL): boolean {
  const path = comparable(`${url.pathname}${url.search}`);
  let best: Rule | undefined;
  for (const rule of rules) {
    const isStronger =
      best === undefined ||
      rule.length > best.length ||
      (rule.length === best.length && rule.isAllowed && !best.isAllowed);
    if (isStronger && matches(rule, path)) best = rule;
  }
  return best?.isAllowed ?? true;
}

function matches({ parts, isAnchored }: Rule, path: string): boolean {
  const [first = "", ...rest] = parts;
  if (!path.startsWith(first)) return false;
  const last = isAnchored ? rest.pop() : undefined;
  if (isAnchored && last === undefined) return path === first;
  let at = first.length;
  for (const part of rest) {
    const found = path.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return last === undefined || (path.endsWith(last) && path.length - last.length >= at);
}

/** One form for the ways of writing a character: escapes in upper case, none for what needs none, one for all that does. */
function comparable(path: string): string {
  const escaped = path.replace(/[^\x21-\x7e]+/g, encodeURIComponent);
  return escaped.replace(/%[0-9a-f]{2}/gi, (code) => {
    const character = String.fromCharCode(Number.parseInt(code.slice(1), 16));
    return /[a-z0-9._~-]/i.test(character) ? character : code.toUpperCase();
  });
}
