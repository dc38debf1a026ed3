/** @file Groups of countries that bear a name of their own. Members of organisations are those at the end of 2025. */
import { country } from "../../src/llm/demonstrator/lexicon/country.ts";
import type { Entity } from "../lib/entity.ts";
import { capitalised } from "../lib/text.ts";
import type { EntitySet } from "./entity-set.ts";

interface Group {
  readonly phrase: string;
  /** Other English names, without an article. */
  readonly also: readonly string[];
  /** The usual Chinese name, then others. */
  readonly zh: readonly [string, ...string[]];
  /** ISO 3166 two-letter codes, separated by spaces. */
  readonly members: string;
}

const groups: readonly Group[] = [
  {
    phrase: "Baltic states",
    also: ["Baltic countries", "Baltic nations"],
    zh: ["波罗的海三国", "波罗的海国家"],
    members: "EE LV LT",
  },
  {
    phrase: "Nordic countries",
    also: ["Nordic states", "Nordic nations"],
    zh: ["北欧五国"],
    members: "DK FI IS NO SE",
  },
  {
    phrase: "Scandinavian countries",
    also: ["countries of Scandinavia", "Scandinavian states"],
    zh: ["斯堪的纳维亚国家", "斯堪的纳维亚三国"],
    members: "DK NO SE",
  },
  {
    phrase: "Benelux countries",
    also: ["countries of the Benelux Union", "Low Countries"],
    zh: ["比荷卢三国", "比荷卢国家", "低地国家"],
    members: "BE NL LU",
  },
  {
    phrase: "Visegrád Group countries",
    also: ["Visegrád countries", "Visegrád Four", "V4 countries"],
    zh: ["维谢格拉德集团国家", "维谢格拉德四国"],
    members: "CZ HU PL SK",
  },
  {
    phrase: "Maghreb countries",
    also: ["countries of the Maghreb", "Arab Maghreb Union countries"],
    zh: ["马格里布国家", "马格里布五国"],
    members: "DZ LY MA MR TN",
  },
  {
    phrase: "countries of the South Caucasus",
    also: ["South Caucasus countries", "countries of the Caucasus", "Transcaucasian countries"],
    zh: ["南高加索国家", "高加索国家", "外高加索三国", "高加索三国"],
    members: "AM AZ GE",
  },
  {
    phrase: "Gulf Cooperation Council countries",
    also: ["GCC countries", "Gulf states", "Gulf countries"],
    zh: ["海湾合作委员会国家", "海合会国家", "海湾国家"],
    members: "AE BH KW OM QA SA",
  },
  {
    phrase: "countries of the Horn of Africa",
    also: ["Horn of Africa countries"],
    zh: ["非洲之角国家"],
    members: "DJ ER ET SO",
  },
  {
    phrase: "ASEAN countries",
    also: ["ASEAN member states", "countries of the Association of Southeast Asian Nations"],
    zh: ["东盟国家", "东南亚国家联盟国家", "东盟成员国"],
    members: "BN ID KH LA MM MY PH SG TH TL VN",
  },
  {
    phrase: "European Union countries",
    also: ["EU countries", "EU member states", "countries of the European Union"],
    zh: ["欧盟国家", "欧盟成员国", "欧洲联盟国家"],
    members: "AT BE BG CY CZ DE DK EE ES FI FR GR HR HU IE IT LT LU LV MT NL PL PT RO SE SI SK",
  },
  {
    phrase: "G7 countries",
    also: ["Group of Seven countries", "G7 members"],
    zh: ["七国集团国家", "七国集团", "七国集团成员国"],
    members: "CA DE FR GB IT JP US",
  },
  {
    phrase: "original BRICS countries",
    also: ["BRICS founding members", "BRICS countries before 2024"],
    zh: ["金砖五国", "金砖国家", "金砖国家创始成员国"],
    members: "BR CN IN RU ZA",
  },
  {
    phrase: "Commonwealth of Nations countries",
    also: ["Commonwealth countries", "members of the Commonwealth of Nations"],
    zh: ["英联邦国家", "英联邦成员国"],
    members:
      "AG AU BB BD BN BS BW BZ CA CM CY DM FJ GA GB GD GH GM GY IN JM KE KI KN LC LK LS MT MU MV MW MY MZ NA NG NR NZ PG PK RW SB SC SG SL SZ TG TO TT TV TZ UG VC VU WS ZA ZM",
  },
];

function groupSet({ phrase, also, zh, members }: Group, byCode: ReadonlyMap<string, Entity>): EntitySet {
  const items = members.split(" ").map((code) => {
    const entity = byCode.get(code);
    if (entity === undefined) throw new Error(`no country ${code} for the ${phrase}`);
    return entity;
  });
  const [usual, ...others] = zh;
  return {
    title: capitalised(phrase),
    phrase,
    zh: usual,
    also: { en: also, zh: others },
    kind: country,
    items: items.sort((a, b) => (a.title < b.title ? -1 : 1)),
  };
}

/** Also the landlocked countries of the whole world, which no part of the world has. */
export function countryGroups(countries: readonly Entity[]): readonly EntitySet[] {
  const byCode = new Map(countries.map((entity) => [entity.facts["iso2"] ?? "", entity]));
  const landlocked = countries.filter(
    ({ facts }) => facts["status"] === "country" && facts["landlocked"] === "yes",
  );
  return [
    ...groups.map((group) => groupSet(group, byCode)),
    {
      title: "Landlocked countries of the world",
      phrase: "landlocked countries of the world",
      zh: "世界内陆国家",
      also: { en: ["landlocked countries"], zh: ["内陆国家", "全世界的内陆国家"] },
      kind: country,
      items: [...landlocked].sort((a, b) => (a.title < b.title ? -1 : 1)),
    },
  ];
}
