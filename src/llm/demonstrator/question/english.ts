/** @file Reads an English question: which set it is about, and which part of it says what is wanted. */
import { kindOfNoun } from "../language/kinds.ts";
import type { Vocabulary } from "../language/vocabulary.ts";
import { countOf, NUMBER_WORDS } from "./numbers.ts";
import type { Condition, Step, WidePlan } from "./plan.ts";

const SET_FOLLOWS: readonly RegExp[] = [
  /\b(?:each|all|every one|any|some) of (?:the )?(?!them\b|these\b|those\b|it\b)/gi,
  /\bfor (?:each|every|all) (?:the )?(?!one\b|of\b|them\b|it\b)/gi,
  /\b(?:about|on|comparing|compare|take|gather|collect|compile|enumerate|list|name|find|show me|give me|give|need|what are|which are|which|how do|what (?!is\b|are\b|was\b|were\b|does\b|do\b)|look up|list of|table of|overview of|wanted:|columns? for|for|of|tabulate|get|want|research|report on|study) (?:all )?(?:the )?/gi,
  /^/g,
];

const CUTS: readonly RegExp[] = [
  /\s*[?;:](?=\s|$)/,
  /\.(?=\s|$)/,
  /\s*\((?![^)]*\bdisambiguation\b)/,
  /,\s*(?=(?:each|with|and|including|include|give|giving|report|please|showing|show|their|its|one row|what|how|also|as well|plus|sorted|ordered|ranked|listing|stating)\b)/i,
  /\s+with (?:the )?(?:following )?columns?\b/i,
  /\s+with (?:their|its|all|each)\b/i,
  /\s+(?:showing|including|together with|along with|giving|listing|reporting|stating|in terms of|as a table|alongside)\b/i,
  /\s+and (?:state|give|report|list|tabulate|note|include|show|tell|add|find|their|its|these|next|compare|what|how|where|when|who|for each|get|provide|write|put|collect|record)\b/i,
  /,?\s+and,/i,
  /\s+(?:in|into) (?:a|one|the) (?:single )?(?:table|sheet|list)\b/i,
  /\s+that (?:has|have|shows?|lists?|gives?) the columns?\b/i,
  /\s+(?:are there|exist|compare)\b/i,
  /\s+(?:sorted|ordered) by\b/i,
];

/** Splits a question into the phrase of its set and everything else. */
export function splitEnglish(question: string, vocabulary: Vocabulary): { set: string; asked: string } {
  const text = question.trim().replace(/[?.!]+$/, "");
  const opening = openingSet(text, vocabulary);
  if (opening !== undefined) return opening;
  for (const pattern of SET_FOLLOWS) {
    for (const match of text.matchAll(pattern)) {
      if (isJoinInside(text, match)) continue;
      const start = match.index + match[0].length;
      const end = endOfSet(text, start, vocabulary);
      const set = tidy(text.slice(start, end));
      if (!namesSet(set, text.slice(end), vocabulary)) continue;
      return { set, asked: `${text.slice(0, match.index)} ; ${text.slice(end)}` };
    }
  }
  return { set: tidy(text.replace(/:.*$/s, "")), asked: text };
}

const DESCRIBES_SET = new RegExp(
  `^(?:the|top|first|most|populous|largest|biggest|smallest|highest|lowest|brightest|heaviest|lightest|${NUMBER_WORDS.join("|")}|\\d+)$`,
  "i",
);
const BEHIND_SET =
  /^\s*(?:$|[:;,?(]|(?:in|of|on|with|that|which|whose|where|beginning|starting|bordering|spoken|used|written|by|from|approved|and their|and its)\b)/i;

/** A plural noun whose things have pages: `countries`, `brightest named stars`. */
function isSetNoun(words: string, vocabulary: Vocabulary): boolean {
  const last = words.split(" ").at(-1) ?? "";
  const isKind = [words, last].some((noun) => kindOfNoun(noun, vocabulary) !== undefined);
  return /^capitals$/i.test(words) || (isKind && /s$/i.test(words));
}

const OPENING_JOIN =
  /^(?:the )?(?:top )?(?:\w+ )?(?:largest|biggest|most populous) (?:(?:cities|towns) (?:of|in) |city of (?:each|every|all)\b)/i;

/** A question that opens with its set: `ten most populous countries of Africa and their capitals`. */
function openingSet(text: string, vocabulary: Vocabulary): { set: string; asked: string } | undefined {
  const start = /^the /i.test(text) ? 4 : 0;
  if (OPENING_JOIN.test(text)) {
    const end = endOfSet(text, start, vocabulary);
    return { set: tidy(text.slice(start, end)), asked: text.slice(end) };
  }
  const marks = vocabulary.mark(text);
  const noun = marks.find(({ start: from, end }) => isSetNoun(text.slice(from, end), vocabulary));
  if (noun === undefined) return undefined;
  // words of the lexicon before the noun describe the set as well: OSI-approved licences
  const others = marks
    .filter((mark) => mark.start < noun.start && mark.term !== undefined)
    .reduce((left, mark) => left.replace(text.slice(mark.start, mark.end), ""), text.slice(0, noun.start));
  const words = others.split(/\s+/).filter((word) => word !== "");
  if (!words.every((word) => DESCRIBES_SET.test(word))) return undefined;
  if (!BEHIND_SET.test(text.slice(noun.end))) return undefined;
  const end = endOfSet(text, start, vocabulary);
  const set = tidy(text.slice(start, end));
  return set.length < noun.end - start ? undefined : { set, asked: text.slice(end) };
}

/** `the three largest cities of each of the …`: the set begins before `of each`. */
function isJoinInside(text: string, match: RegExpExecArray | RegExpMatchArray): boolean {
  const before = text.slice(0, match.index ?? 0);
  const isJoin =
    /\b(?:largest|biggest|most populous|top) (?:cities|towns) of $/i.test(before) ||
    /(?<!,|\band) (?:the )?(?:largest|biggest|most populous) city of $/i.test(before);
  return isJoin && /^(?:each|all|every)/i.test(match[0].trim());
}

function endOfSet(text: string, start: number, vocabulary: Vocabulary): number {
  const rest = text.slice(start);
  const cuts = CUTS.map((cut) => cut.exec(rest)?.index ?? rest.length);
  const attributesAfter = [...rest.matchAll(/\s+(?:with|by)\s+(?:the |a list of )?(?!an? )/gi)]
    .filter((match) => startsWithAttribute(rest.slice(match.index + match[0].length), vocabulary))
    .filter((match) => !statesCondition(rest.slice(match.index)))
    .map((match) => match.index);
  return start + Math.min(...cuts, ...attributesAfter);
}

const COMPARED =
  /^\s*(?:with|having|that have|which have|have|has|whose|where)\s+(?:an?\s+|the\s+|its\s+)?((?:(?!\b(?:with|whose|where)\b).){2,60}?)\s+(?:is\s+|are\s+|of\s+)?(above|over|more than|greater than|larger than|higher than|at least|below|under|less than|fewer than|smaller than|lower than|at most|after|before|since)\s+([-−]?[\d][\d.,]*(?:\s*(?:thousand|million|billion|trillion))?)/i;

/** `with more than 2 million inhabitants`: the amount first, and behind it what is counted. */
const COUNTED_MORE =
  /^\s*(?:with|having|that have|which have|have|has)\s+(above|over|more than|greater than|at least|below|under|less than|fewer than|at most)\s+(\d[\d.,]*(?:\s*(?:thousand|million|billion|trillion))?)\s+(\p{L}.{2,40})$/iu;

function statesCondition(text: string): boolean {
  return COMPARED.test(text);
}

function startsWithAttribute(text: string, vocabulary: Vocabulary): boolean {
  const [first] = vocabulary.mark(text);
  return first !== undefined && first.start === 0 && first.attributes.length > 0;
}

/** A set has a noun or name in it, and is not a list of attributes before `of each` or `for the`. */
function namesSet(set: string, rest: string, vocabulary: Vocabulary): boolean {
  if (
    set.length < 3 ||
    /^(?:each|them|it|one|table|overview|sheet|list|row|report|data(?! format)|following)\b/i.test(set)
  )
    return false;
  if (/\b(?:i|we|you|me|us)\b/i.test(set)) return false;
  const marks = vocabulary.mark(set);
  const [first] = marks;
  const owner = /\b(?:of each|for each|for every|for all|of all|for the|of every)\b/i.exec(set)?.index;
  if (owner !== undefined && !/(?:cities|towns|city) $/i.test(set.slice(0, owner))) return false;
  if (owner !== undefined && /\bfor (?:the|each|every|all)\b/i.test(set)) return false;
  if (first === undefined) return /\p{Lu}/u.test(set) && !/^\s*(?:each|of)\b/i.test(rest);
  if (isListOfAttributes(set, vocabulary)) return false;
  const isAttribute =
    first.start === 0 && first.attributes.length > 0 && first.kinds.length === 0 && first.term === undefined;
  return !isAttribute || set.length > first.end + 4;
}

/** `time zones and populations of the …`, `capitals of Peru and Chile`: what is asked for, and only then the set. */
function isListOfAttributes(set: string, vocabulary: Vocabulary): boolean {
  const [, before = "", behind = ""] = /^(.+?) (?:of|in) (?:the )?(.+)$/.exec(set) ?? [];
  const parts = before.split(/,\s*(?:and )?| and /);
  const marks = parts.map((part) =>
    vocabulary.mark(part).find(({ start, end }) => start === 0 && end === part.length),
  );
  if (marks.some((mark) => mark === undefined || mark.attributes.length === 0)) return false;
  const isPlainAttribute = marks[0]?.kinds.length === 0 || /^capitals?$/i.test(before);
  return parts.length > 1 || (isPlainAttribute && namesIn(behind, vocabulary) !== undefined);
}

function tidy(set: string): string {
  return set
    .trim()
    .replace(
      /^(?:(?:a|an|one|some) )?(?:(?:complete|full|short|single) )?(?:table|list|overview|sheet|data|comparison|summary|information|facts) (?:of|on|about|for|with) /i,
      "",
    )
    .replace(/^(?:all |the |of |me |up |every |please )+/i, "")
    .replace(/[,\s]+$/, "");
}

const JOIN = new RegExp(
  `^(?:(?:top )?(${NUMBER_WORDS.join("|")}|\\d+) )?(?:largest|biggest|most populous|top) (?:cities|city|towns) (?:of|in) (?:each|every|all|any)(?: of)?(?: the)? (.+)$`,
  "i",
);
const SET_NOUN = "countries|states|nations|territories|country|nation";
const OF_COUNTRIES = new RegExp(
  `^(capitals?(?: cities)?|capital city|currencies|airports|languages) (?:of|in|used in|used by) (?:each |every |all )?(?:of )?(?:the )?((?:.*\\b)?(?:${SET_NOUN})\\b.*)$`,
  "i",
);
/** Not all that are spoken there. */
const OFFICIAL = /^official languages? (?:of|in) (?:the )?(\p{Lu}[^,]*)$/u;
const LARGEST = new RegExp(
  `^(?:(?:top )?(${NUMBER_WORDS.join("|")}|\\d+) )?(largest|biggest|most populous|smallest|highest|lowest|brightest|heaviest|lightest) (.+?)(?: by (.+))?$`,
  "i",
);
const COUNTED = new RegExp(`^(?:top |first )(${NUMBER_WORDS.join("|")}|\\d+) (.+?)(?: by (.+))?$`, "i");

/** The plan of an English question; its attributes are still words. */
export function planEnglish(
  set: string,
  vocabulary: Vocabulary,
): Omit<WidePlan, "headers" | "asked" | "language"> {
  const { text, conditions } = takeConditions(usualForm(set, vocabulary), vocabulary);
  const join = JOIN.exec(text);
  if (join !== null) {
    const step: Step = {
      by: "list",
      listOf: (name) => `largest cities of ${name}`,
      limit: countOf(join[1] ?? "one"),
    };
    return { base: { phrase: plural(join[2] ?? "") }, step, conditions };
  }
  const of = OF_COUNTRIES.exec(text);
  if (of !== null && isSetOfCountries(of[2] ?? "", vocabulary))
    return { base: { phrase: plural(of[2] ?? "") }, step: stepTo((of[1] ?? "").toLowerCase()), conditions };
  const [, speaker] = OFFICIAL.exec(text) ?? [];
  if (speaker !== undefined) {
    const step: Step = { by: "attribute", attribute: "official languages", isList: true };
    return { base: { names: [speaker] }, step, conditions };
  }
  const names = namesIn(text, vocabulary);
  if (names !== undefined) return { base: { names }, step: { by: "itself" }, conditions };
  return { ...ranked(text), step: { by: "itself" }, conditions };
}

/** The United States are one country. */
function isSetOfCountries(phrase: string, vocabulary: Vocabulary): boolean {
  const nouns = new RegExp(`\\b(?:${SET_NOUN})\\b`);
  return nouns.test(phrase) || vocabulary.mark(phrase).some((mark) => mark.term !== undefined);
}

function stepTo(noun: string): Step {
  if (noun.startsWith("capital")) return { by: "attribute", attribute: "capital" };
  if (noun.startsWith("currenc")) return { by: "attribute", attribute: "currency" };
  if (noun.startsWith("language")) return { by: "list", listOf: (name) => `languages of ${name}` };
  return { by: "list", listOf: (name) => `airports in ${name}` };
}

function ranked(text: string): Pick<WidePlan, "base" | "limit" | "rankedBy"> {
  const [, count = "", superlative = "", rest, by] = LARGEST.exec(text) ?? [];
  if (rest !== undefined)
    return superlativeOf({ limit: countOf(count), superlative: superlative.toLowerCase(), rest, by }, text);
  const [, top = "", things, measure] = COUNTED.exec(text) ?? [];
  if (things === undefined) return { base: { phrase: text } };
  const rankedBy = measure === undefined ? undefined : { attribute: measure, descending: true };
  return { base: { phrase: things }, limit: countOf(top), rankedBy };
}

interface Superlative {
  readonly limit: number | undefined;
  readonly superlative: string;
  readonly rest: string;
  readonly by: string | undefined;
}

function superlativeOf(
  { limit, superlative, rest, by }: Superlative,
  text: string,
): Pick<WidePlan, "base" | "limit" | "rankedBy"> {
  // lists of cities are ranked already
  if (/^(?:cities|towns)\b/i.test(rest))
    return { base: { phrase: `largest ${rest.replace(/\bin\b/i, "of")}` }, limit };
  if (limit === undefined && by === undefined) return { base: { phrase: text } };
  const attribute = by ?? DEFAULT_MEASURE[superlative] ?? "area";
  const descending = !/smallest|lowest|brightest|lightest/.test(superlative);
  return { base: { phrase: rest }, limit, rankedBy: { attribute, descending } };
}

const DEFAULT_MEASURE: Readonly<Record<string, string>> = {
  "most populous": "population",
  highest: "elevation",
  lowest: "elevation",
  brightest: "apparent magnitude",
  heaviest: "atomic mass",
  lightest: "atomic mass",
};

/** `galaxies in the constellation Virgo` are the galaxies in Virgo. */
function usualForm(set: string, vocabulary: Vocabulary): string {
  return set
    .replace(/\bstarting (?:with|in)\b/i, "beginning with")
    .replace(/\bthe (\w+) (?=\p{Lu})/gu, (whole, noun: string) =>
      noun === "letter" || kindOfNoun(noun, vocabulary) !== undefined ? "" : whole,
    );
}

/** `Peru, Chile and Bolivia`: names joined by commas, and no description. */
function namesIn(text: string, vocabulary: Vocabulary): readonly string[] | undefined {
  if (!/,| and | vs\.? | versus /.test(text)) return undefined;
  const names = text
    .split(/,\s*(?:and\s+)?|\s+(?:and|vs\.?|versus)\s+/)
    .map((name) => name.trim().replace(/^the /, ""));
  const isName = (name: string) =>
    /^\p{Lu}/u.test(name)
      ? !/\b(?:of|in|with)\b/.test(name)
      : name !== "" && name.split(" ").length < 3 && vocabulary.mark(name).length === 0;
  return names.length > 1 && names.every(isName) ? names : undefined;
}

function plural(phrase: string): string {
  return phrase.replace(/\bcountry\b/i, "countries").replace(/\bnation\b/i, "nations");
}

/** `whose status is territory`, `where Spanish is an official language`. */
const EQUALS: readonly RegExp[] = [
  /^\s*whose\s+(?<attribute>.{2,60}?)\s+(?:is|are)\s+(?:the )?(?<value>.+)$/i,
  /^\s*(?:that have|which have|have|has|with)\s+(?<value>.{1,60}?)\s+as\s+(?:an?|their|its|one of the|the)\s+(?<attribute>.+)$/i,
  /^\s*(?:where|in which)\s+(?<value>.{1,60}?)\s+is\s+(?:an?|one of the|the)\s+(?<attribute>.+)$/i,
];

/** `… with an area above 500 km²` and `… whose status is territory`, taken off the set's phrase. */
function takeConditions(
  set: string,
  vocabulary: Vocabulary,
): { text: string; conditions: readonly Condition[] } {
  const compared = /\s+(?=(?:with|having|that have|which have|have|has|whose|where|in which)\s)/gi;
  for (const match of set.matchAll(compared)) {
    const rest = set.slice(match.index);
    const [, attribute, words, value] = COMPARED.exec(rest) ?? [];
    if (attribute !== undefined && words !== undefined && value !== undefined) {
      const condition: Condition = { attribute, comparison: comparisonOf(words), value };
      return { text: set.slice(0, match.index), conditions: [condition] };
    }
    const counted = countedCondition(rest, vocabulary);
    if (counted !== undefined) return { text: set.slice(0, match.index), conditions: [counted] };
    const { attribute: name, value: wanted } =
      EQUALS.map((form) => form.exec(rest)?.groups).find(Boolean) ?? {};
    if (name !== undefined && wanted !== undefined) {
      const condition: Condition = { attribute: name, comparison: "=", value: wanted.trim() };
      return { text: set.slice(0, match.index), conditions: [condition] };
    }
  }
  return { text: set, conditions: [] };
}

function countedCondition(text: string, vocabulary: Vocabulary): Condition | undefined {
  const [, words, value, counted = ""] = COUNTED_MORE.exec(text) ?? [];
  if (words === undefined || value === undefined) return undefined;
  const comparison = comparisonOf(words);
  if (/^(?:people|residents)$/i.test(counted)) return { attribute: "population", comparison, value };
  const [mark] = vocabulary.mark(counted);
  const isAttribute = mark?.start === 0 && mark.attributes.length > 0;
  return isAttribute ? { attribute: counted.slice(0, mark.end), comparison, value } : undefined;
}

function comparisonOf(words: string): Condition["comparison"] {
  if (/at least|since/i.test(words)) return ">=";
  if (/at most/i.test(words)) return "<=";
  return /above|over|more|greater|larger|higher|after/i.test(words) ? ">" : "<";
}
