/** @file Reads the facts that an entity's page states: the lexicon's sentences, the other way round. */
import type { Kind } from "../lexicon.ts";
import type { Opened } from "./tool-results.ts";

interface Reader {
  readonly pattern: RegExp;
  /** What each group of the pattern holds: `name`, or an attribute's id. */
  readonly holds: readonly string[];
}

const readers = new WeakMap<Kind, readonly Reader[]>();

const readPages = new WeakMap<Opened, Map<string, ReadonlyMap<string, string>>>();

/** Values by attribute id, as the page writes them. `name` is what the page is about. A page is read once. */
export function factsOf(kind: Kind, name: string, page: Opened): ReadonlyMap<string, string> {
  const known = readPages.get(page) ?? new Map<string, ReadonlyMap<string, string>>();
  readPages.set(page, known);
  const key = `${kind.id} ${name}`;
  const facts = known.get(key) ?? readFacts(kind, name, page.text);
  known.set(key, facts);
  return facts;
}

function readFacts(kind: Kind, name: string, text: string): ReadonlyMap<string, string> {
  const names = namesFor(kind, name);
  const facts = new Map<string, string>();
  for (const sentence of text.split(/(?<=\.)\s+/)) {
    for (const [id, value] of readSentence(kind, names, sentence)) if (!facts.has(id)) facts.set(id, value);
  }
  return facts;
}

function readSentence(
  kind: Kind,
  names: ReadonlySet<string>,
  sentence: string,
): readonly (readonly [string, string])[] {
  for (const { pattern, holds } of readersOf(kind)) {
    const groups = pattern.exec(sentence)?.slice(1);
    if (groups === undefined) continue;
    const found = holds.map((id, index) => [id, groups[index] ?? ""] as const);
    if (found.some(([id, value]) => id === "name" && !names.has(value))) continue;
    return found.filter(([id]) => id !== "name").map(([id, value]) => [id, value.replace(/^the /, "")]);
  }
  return [];
}

/** The title, the title without its qualifier, either with an article, and the kind's pronouns. */
function namesFor({ pronouns }: Kind, name: string): ReadonlySet<string> {
  const bare = withoutQualifier(name);
  const names = [name, bare].flatMap((one) => [one, `the ${one}`, `The ${one}`]);
  return new Set([...names, ...pronouns]);
}

/** `San José, Costa Rica` and `Mercury (element)` are called San José and Mercury. */
export function withoutQualifier(title: string): string {
  return title.replace(/\s*(?:\([^()]*\)|,.*)$/u, "");
}

function readersOf(kind: Kind): readonly Reader[] {
  const known = readers.get(kind);
  if (known !== undefined) return known;
  // a sentence with more fixed words is tried first: it is the more particular one
  const made = kind.sentences.map(toReader).sort((a, b) => b.pattern.source.length - a.pattern.source.length);
  readers.set(kind, made);
  return made;
}

function toReader(sentence: string): Reader {
  const holds = [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? "");
  const source = sentence
    .split(/\{\w+\}/)
    .map((text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"))
    .join("(.+?)");
  return { pattern: new RegExp(`^${source}$`), holds };
}
