/**
 * @file What a teacher that plays the train tasks never meets: questions that name no column, things to compare that are
 * named in the question, and questions about another world, to which the answer is that it is unknown.
 */
import type { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { listText } from "../../../util/list-text.ts";
import { random } from "../../../util/random.ts";
import type { Demonstration } from "../demonstration.ts";
import { drawn, filled, type Next, raised } from "../made-tasks/draw.ts";
import { type Conversation, conversationOf, leadDemonstration } from "./compose.ts";
import { outsideQuestion } from "./outside-questions.ts";

export interface ComposedCounts {
  /** Questions about another world. */
  readonly outside: number;
  /** Questions that name no column. */
  readonly bareLists: number;
  /** Questions that name the things to compare. */
  readonly comparisons: number;
}

/** The same seed and demonstrations give the same ones. Fewer where there are few demonstrations to compose them of. */
export function composed(
  tokenizer: Tokenizer,
  demonstrations: readonly Demonstration[],
  { outside, bareLists, comparisons, seed }: ComposedCounts & { readonly seed: number },
): readonly Demonstration[] {
  const next = random(seed);
  const lists = demonstrations.flatMap((one) => listedIn(conversationOf(tokenizer, one)));
  if (lists.length === 0) return [];
  const places = lists.flatMap(({ names }) => names);
  const questions = Array.from({ length: outside }, () => outsideQuestion(places, next));
  const some = (count: number) => Array.from({ length: count }, () => drawn(lists, next) ?? []).flat();
  return [
    ...questions.map((question) => [question, "unknown"]),
    ...some(bareLists).map((list) => bareList(list, next)),
    ...some(comparisons).flatMap((list) => comparison(list, next)),
  ].map((conversation) => leadDemonstration(tokenizer, conversation));
}

/** A list that a lead agent had found, and the facts about its rows. */
interface Listed {
  readonly phrase: string;
  /** The column of the rows' names. */
  readonly kind: string;
  readonly report: string;
  readonly names: readonly string[];
  readonly attributes: readonly string[];
  /** Of each row with all its facts: its name and they. */
  readonly rows: readonly (readonly string[])[];
}

function listedIn(conversation: Conversation | undefined): readonly Listed[] {
  const [question = "", list = "", report = "", facts = "", found = "", ...more] = conversation ?? [];
  const phrase = /^list ([^\n*]+)$/.exec(list)?.[1];
  const attributes = /^facts ([^\n]+)$/.exec(facts)?.[1]?.split("; ");
  const kind = /(?:^|\n)\s*(?:columns|table) ([^|\n]+) \|/.exec([question, ...more].join("\n"))?.[1];
  if (phrase === undefined || attributes === undefined || kind === undefined) return [];
  // there the table is one of other things than the list
  if ([list, ...more].some((text) => /^rows |\*/m.test(text)) || facts.includes("\n")) return [];
  const names = linesOf(report).map((line) => line.replace(/^\d+ /, ""));
  const rows = linesOf(found).map((line) => line.replace(/^\d+ /, "").split(" | "));
  const complete = rows.filter((row) => row.length === attributes.length + 1 && !row.includes("?"));
  return [{ phrase, kind, report, names, attributes, rows: complete }];
}

function linesOf(report: string): readonly string[] {
  const lines = report.split("\n").map((line) => line.trim());
  return lines.filter((line) => /^\d+ /.test(line) && !/^\d+ more$/.test(line));
}

function bareList({ phrase, kind, report }: Listed, next: Next): Conversation {
  const question = filled(drawn(BARE, next) ?? "", { set: phrase });
  return [next() < 0.5 ? question : raised(question), `list ${phrase}`, report, `table ${kind}`];
}

const BARE: readonly string[] = [
  "list the {set}.",
  "list {set}",
  "list all {set}",
  "{set}",
  "{set}?",
  "the {set}",
  "which {set} are there?",
  "what are the {set}?",
  "which are the {set}?",
  "name the {set}",
  "name all {set}.",
  "give me all {set}.",
  "give me a list of the {set}",
  "show me the {set}",
  "all {set}, please",
  "I need a list of all {set}.",
];

/** Of two or three rows; none where not so many have all their facts. */
function comparison({ kind, attributes, rows }: Listed, next: Next): readonly Conversation[] {
  const count = next() < 0.7 ? 2 : 3;
  const start = Math.floor(next() * (rows.length - count + 1));
  const compared = rows.slice(start, start + count);
  if (start < 0 || compared.length < count) return [];
  const names = compared.map(([name = ""]) => name);
  const slots = { names: listText(names), a: listText(attributes.map(plain)) };
  const question = filled(drawn(COMPARED, next) ?? "", slots);
  return [
    [
      question,
      `about ${names.join("; ")}\n facts ${attributes.join("; ")}`,
      compared.map((row, index) => `${index + 1} ${row.join(" | ")}`).join("\n "),
      `table ${[kind, ...attributes].join(" | ")}`,
    ],
  ];
}

const COMPARED: readonly string[] = [
  "Compare {names}: {a}",
  "Compare {names} by {a}.",
  "compare {names} in a table with {a}",
  "{names}: {a}",
  "Make a table of {names} with {a}.",
  "What are the {a} of {names}?",
  "For {names}, give {a}.",
  "How do {names} compare in {a}?",
  "Table with {a} for {names}",
];

/** `Population density (people per km²)` is asked for as `population density`. */
function plain(attribute: string): string {
  const bare = attribute.replace(/\s*\(.*\)$/, "");
  return /^\p{Lu}\p{Ll}/u.test(bare) ? bare.charAt(0).toLowerCase() + bare.slice(1) : bare;
}
