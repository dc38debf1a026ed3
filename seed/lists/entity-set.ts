/** @file A set of entities that an encyclopaedia has a list page for, and the page itself. */
import type { Kind } from "../../src/llm/demonstrator/lexicon.ts";
import type { Entity, Page } from "../lib/entity.ts";
import { splitOf } from "../lib/entity.ts";
import { picked } from "../lib/random.ts";
import { capitalised, slugOf } from "../lib/text.ts";

export interface EntitySet {
  readonly title: string;
  /** Plural noun phrase without an article, as questions use it: `landlocked countries in Africa`. */
  readonly phrase: string;
  /** The same in Chinese: `非洲内陆国家`. */
  readonly zh: string;
  /** Other names of the set, without an article, that its page states. */
  readonly also?: { readonly en: readonly string[]; readonly zh: readonly string[] };
  readonly kind: Kind;
  readonly items: readonly Entity[];
  /** One of the lists that questions about several countries are put together from: it exists also with a single item. */
  readonly perCountry?: boolean;
  /** Attributes shown in a table on the list page; without them it is a plain list. */
  readonly shown?: readonly string[];
  /** Items stand in the order of this attribute's number, and the table counts them. */
  readonly rankedBy?: { readonly attribute: string; readonly adjective: string; readonly zh: string };
}

export function setUrl(set: EntitySet): string {
  return `seed://list/${slugOf(set.title)}`;
}

/** `area` of km² → `Area (km²)`. */
export function columnOf(kind: Kind, id: string, language: "en" | "zh"): string {
  const attribute = kind.attributes.find((candidate) => candidate.id === id);
  if (attribute === undefined) return capitalised(kind.words[language][0] ?? kind.id);
  const word = attribute.words[language][0] ?? id;
  const unit = attribute.unit === undefined ? "" : ` (${attribute.unit})`;
  return capitalised(word) + unit;
}

const intros = [
  "This page lists the {phrase}.",
  "The following are the {phrase} described in this reference.",
  "Below are the {phrase}, {count} in number.",
  "There are {count} entries among the {phrase}.",
  "A list of the {phrase} follows.",
];

const rankedIntros = [
  "This page lists the {phrase}, beginning with the {adjective}.",
  "The table ranks the {phrase}, the {adjective} first.",
  "Below stand the {phrase} in order, the {adjective} first.",
];

function link(entity: Entity): string {
  return `[${entity.title}](${entity.url})`;
}

function tableOf(set: EntitySet, shown: readonly string[]): string {
  const header = [
    ...(set.rankedBy === undefined ? [] : ["Rank"]),
    columnOf(set.kind, "name", "en"),
    ...shown.map((id) => columnOf(set.kind, id, "en")),
  ];
  const rows = set.items.map((entity, index) => [
    ...(set.rankedBy === undefined ? [] : [String(index + 1)]),
    link(entity),
    ...shown.map((id) => entity.facts[id] ?? ""),
  ]);
  return [header, header.map(() => "---"), ...rows].map((cells) => `| ${cells.join(" | ")} |`).join("\n");
}

function namesOf({ zh, also }: EntitySet): readonly string[] {
  return [
    ...(also?.en ?? []).map((name) => `They are also called ${name}.`),
    `In Chinese the list is called ${zh}.`,
    ...(also?.zh ?? []).map((name) => `It is also called ${name}.`),
  ];
}

export function listPage(set: EntitySet): Page {
  const url = setUrl(set);
  const intro = picked(set.rankedBy === undefined ? intros : rankedIntros, url)
    .replace("{phrase}", set.phrase)
    .replace("{adjective}", set.rankedBy?.adjective ?? "")
    .replace("{count}", String(set.items.length));
  const body =
    set.shown === undefined
      ? set.items.map((entity) => `- ${link(entity)}`).join("\n")
      : tableOf(set, set.shown);
  return {
    url,
    title: set.title,
    text: `${[intro, ...namesOf(set)].join(" ")}\n\n${body}`,
    keywords: [set.zh, ...(set.also?.zh ?? [])].join("、"),
    kind: "list",
    split: splitOf(set.items),
  };
}
