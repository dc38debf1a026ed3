import { describe, expect, test } from "vitest";
import { runTask } from "../../agent/run-task.ts";
import { teamSettings } from "../../agent/team.ts";
import { trajectories } from "../../core/episode.ts";
import type { Page } from "../../core/knowledge-base.ts";
import type { Sampler } from "../../core/sampler.ts";
import { inMemoryKnowledgeBase } from "../../kb/in-memory.ts";
import { listPage, pageText } from "./demonstrator.fixture.ts";
import { createDemonstrator } from "./demonstrator.ts";
import { airport } from "./lexicon/airport.ts";
import { country } from "./lexicon/country.ts";
import { licence } from "./lexicon/licence.ts";
import { deepSkyObject } from "./lexicon/sky.ts";
import type { Kind } from "./lexicon.ts";

function page(kind: Kind, name: string, values: Readonly<Record<string, string>>): Page {
  const slug = name.toLowerCase().replace(/\W+/g, "-");
  return { url: `seed://${kind.id}/${slug}`, title: name, text: pageText(kind, { name, ...values }) };
}

const countries = ["Peru", "Chile", "Bolivia", "Ecuador", "Uruguay", "Paraguay"].map((name) =>
  page(country, name, {
    status: "country",
    subregion: "South America",
    region: "Americas",
    capital: `${name} City`,
    iso2: name.slice(0, 2),
  }),
);
const falklands = page(country, "Falkland Islands", {
  status: "territory",
  subregion: "South America",
  region: "Americas",
  capital: "Stanley",
});
const airports = ["North Field", "South Field", "West Field"].map((name, index) =>
  page(airport, name, {
    country: "Peru",
    size: index < 2 ? "large airport" : "medium airport",
    elevation: `${index}00`,
  }),
);
const foreign = page(airport, "Peru Airport", {
  country: "Chile",
  size: "large airport",
  elevation: "5",
  region: "Peru Province",
});
const licences = [
  page(licence, "Bee License", { spdxId: "BEE-1.0", osiApproved: "yes" }),
  page(licence, "Bumble License", { spdxId: "BUMBLE", osiApproved: "no" }),
  page(licence, "Wasp License", { spdxId: "WASP-1.0", osiApproved: "yes" }),
];
const objects = [
  page(deepSkyObject, "Messier 95", { type: "spiral galaxy", constellation: "Leo", magnitude: "9.7" }),
  page(deepSkyObject, "Leo Cluster", { type: "galaxy cluster", constellation: "Leo", magnitude: "12" }),
];
const things: readonly Page[] = [...countries, falklands, ...airports, foreign, ...licences, ...objects];

async function ask(
  question: string,
  lists: readonly Page[],
  sampler: Sampler = createDemonstrator(),
  settings: unknown = {},
) {
  const language = /\p{Script=Han}/u.test(question) ? "zh" : "en";
  const task = { id: "t", kind: "wide", question, language } as const;
  const { result, episode } = await runTask(task, {
    run: "r",
    team: teamSettings.parse(settings),
    samplers: { lead: sampler, subagent: sampler },
    knowledgeBase: inMemoryKnowledgeBase([...things, ...lists]),
  });
  const rows = result.table?.cells.map(([name]) => name?.value ?? "");
  return {
    rows,
    completeness: result.completeness,
    subtasks: trajectories(episode)
      .slice(1)
      .map(({ subtask }) => subtask),
  };
}

const QUESTION = "List the countries in South America with their capitals.";
const LIST = "Find all items of this list: countries in South America\nReport each with its URL.";
const IN_PAGES = "In another way, without a list, by the pages of the things themselves: ";
const whole = listPage("Countries in South America", "南美洲国家", countries);
const half = listPage("Countries in South America", "南美洲国家", countries.slice(0, 3));

describe("a team of demonstrators looks for a list in two ways", () => {
  test("at once, and what both found says how many there are", async () => {
    const { rows, subtasks, completeness } = await ask(QUESTION, [whole]);

    expect(subtasks.slice(0, 2)).toEqual([LIST, `${IN_PAGES}${LIST}`]);
    expect(rows).toEqual(countries.map(({ title }) => title));
    expect(completeness).toMatchObject({ found: 6, high: 6, method: "identical" });
  });

  test("and takes from the second what its own page places there, but no territory", async () => {
    const { rows, completeness } = await ask(QUESTION, [half]);

    expect(rows).toEqual(countries.map(({ title }) => title));
    expect(completeness).toMatchObject({ found: 6, method: "chapman", occasions: 2 });
  });

  test("in Chinese as well", async () => {
    expect((await ask("南美洲有哪些国家？首都是什么？", [half])).rows).toHaveLength(6);
  });

  test("without any list, too", async () => {
    expect((await ask(QUESTION, [])).rows?.sort()).toEqual(countries.map(({ title }) => title).sort());
  });

  test.each<[string, string, readonly Page[], readonly string[]]>([
    [
      "by a value of two words",
      "large airports in Peru",
      airports.slice(0, 1),
      ["North Field", "South Field"],
    ],
    [
      "by what the name begins with",
      "licences with an SPDX identifier beginning with B",
      licences.slice(0, 1),
      ["Bee License", "Bumble License"],
    ],
    [
      "by a yes",
      "OSI-approved licences with an SPDX identifier beginning with B",
      licences.slice(0, 1),
      ["Bee License"],
    ],
    ["by a word of the name", "Messier objects in Leo", objects.slice(0, 1), ["Messier 95"]],
  ])("%s", async (_, phrase, listed, expected) => {
    const title = phrase.charAt(0).toUpperCase() + phrase.slice(1);
    const { rows } = await ask(`List the ${phrase}.`, [listPage(title, "某", listed)]);

    expect(rows).toEqual(expected);
  });

  test("but in one where it is told so, where it works alone, and where the call has no room", async () => {
    const inPages = ({ subtasks }: { readonly subtasks: readonly string[] }) =>
      subtasks.filter((subtask) => subtask.startsWith(IN_PAGES));

    expect(inPages(await ask(QUESTION, [whole], createDemonstrator(undefined, { ways: 1 })))).toEqual([]);
    expect(inPages(await ask(QUESTION, [whole], createDemonstrator(), { maxSubagents: 1 }))).toEqual([]);
    expect((await ask(QUESTION, [whole], createDemonstrator(), { maxSubagents: 0 })).rows).toHaveLength(6);
  });
});
