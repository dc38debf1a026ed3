/** @file Reads from a sentence which other name it gives a thing: "Mumbai, also known as Bombay, is a city." */
import { sharedForm } from "./name-forms.ts";

/** `name` and `alias` are written as the sentence writes them. */
export interface StatedAlias {
  readonly name: string;
  readonly alias: string;
}

/** Characters of a statement that are looked at; a sentence that gives a name gives it early. */
const LONGEST_STATEMENT = 2_000;
const LONGEST_NAME = 200;

/** A name at the beginning of the sentence; another up to a mark or a verb. */
const NAME = "(?<name>[^,;:，；：。()（）]{1,200}?)";
const ALIAS = "(?<alias>[^,;:，；：。()（）]{1,200}?)";
const END =
  "(?=\\s*(?:[,;，；。()（）]|\\.(?:\\s|$)|$)|\\s+(?:is|was|are|were|in|lies|has|since|until|before|after)\\s)";
const ALSO =
  "(?:(?:also|formerly|previously|sometimes|often|better|commonly|officially|now|once|originally)\\s+)?(?:known as|called|named|abbreviated(?: as| to)?|written|spelled|spelt)";
const LANGUAGE = "\\p{Lu}\\p{L}{2,20}(?:\\s\\p{Lu}\\p{L}{2,20})?";

const PATTERNS: readonly RegExp[] = [
  `^${NAME}\\s*[,(]\\s*(?:or\\s+)?${ALSO}\\s+${ALIAS}${END}`,
  `^${NAME}\\s+(?:is|was)\\s+(?:also|formerly|previously|sometimes|often|better|commonly)\\s+(?:known as|called|named|written|spelled|spelt)\\s+${ALIAS}${END}`,
  `^${NAME}\\s*,?\\s*\\(?\\s*(?:a\\.?k\\.?a\\.?|alias|née)\\s+${ALIAS}${END}`,
  `^${NAME}\\s*\\(\\s*(?:in\\s+)?${LANGUAGE}\\s*:\\s*${ALIAS}${END}`,
  `^In\\s+${LANGUAGE},?\\s+${NAME}\\s+is\\s+(?:called|known as)\\s+${ALIAS}${END}`,
  `^The\\s+(?:official|${LANGUAGE}|former|old|other|full|native|short)\\s+name\\s+of\\s+${NAME}\\s+(?:is|was)\\s+${ALIAS}${END}`,
  `^${ALIAS}\\s+(?:redirects to|is another name (?:for|of))\\s+${NAME}${END}`,
  `^${NAME}\\s*\\(\\s*[Rr]edirected from\\s+${ALIAS}${END}`,
  `^${NAME}\\s*[，（(]?\\s*(?:又称|又名|又叫|亦称|也称|也叫|简称|旧称|原名|别称|别名|全称|俗称|古称)\\s*(?:为|是|：|:)?\\s*${ALIAS}${END}`,
  `^${NAME}\\s*[（(]\\s*(?:英语|英文|中文|法语|德语|日语|俄语|西班牙语|葡萄牙语|阿拉伯语)(?:名)?\\s*[：:]\\s*${ALIAS}${END}`,
].map((source) => new RegExp(source, "u"));

/** A title with another name in brackets behind it; what stands there mostly tells namesakes apart instead. */
const TITLE = new RegExp(`^${NAME}\\s*[（(]${ALIAS}[）)]\\s*$`, "u");

/**
 * The other names that the statement gives. A statement is a sentence or the title of a page. Words in brackets
 * behind a title count only where they are an acronym of it or are written in another script: `Paris (Texas)` says nothing.
 */
export function readAliases(statement: string): readonly StatedAlias[] {
  const text = statement.slice(0, LONGEST_STATEMENT).replace(/\s+/gu, " ").trim();
  const stated = PATTERNS.map((pattern) => pattern.exec(text)?.groups).find((groups) => groups !== undefined);
  const groups = stated ?? bracketed(text);
  if (groups === undefined) return [];
  const name = tidy(groups["name"] ?? "");
  const aliases = (groups["alias"] ?? "").split(/\s+or\s+|\s*\/\s*|、|或/u).map(tidy);
  return aliases
    .filter((alias) => alias !== "" && name !== "" && alias.length <= LONGEST_NAME)
    .map((alias) => ({ name, alias }));
}

const SCRIPTS: readonly RegExp[] = [
  "Latin",
  "Han",
  "Cyrillic",
  "Greek",
  "Arabic",
  "Hebrew",
  "Hangul",
  "Thai",
].map((script) => new RegExp(`\\p{Script=${script}}`, "u"));

function bracketed(text: string): Readonly<Record<string, string>> | undefined {
  const groups = TITLE.exec(text)?.groups;
  const { name = "", alias = "" } = groups ?? {};
  const isOtherScript = SCRIPTS.every((script) => !(script.test(name) && script.test(alias)));
  return groups !== undefined && (isOtherScript || sharedForm(name, alias) === "acronym")
    ? groups
    : undefined;
}

/** Without the quotation and emphasis marks around it. */
function tidy(name: string): string {
  return name.replace(/^[\s"'“”‘’«»《》「」*_]+|[\s"'“”‘’«»《》「」*_]+$/gu, "");
}
