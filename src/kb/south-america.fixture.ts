/** @file A small knowledge base: countries of South America with their further pages, their capitals, and lists of them. */
import type { Page } from "../core/knowledge-base.ts";
import { listPage, pageText } from "../llm/demonstrator/demonstrator.fixture.ts";
import { city } from "../llm/demonstrator/lexicon/city.ts";
import { country } from "../llm/demonstrator/lexicon/country.ts";
import { inMemoryKnowledgeBase } from "./in-memory.ts";

type Row = readonly [name: string, chinese: string, capital: string, population: string, currency: string];
/** Name, Chinese name, capital, population, currency. */
export const ROWS: readonly Row[] = [
  ["Peru", "秘鲁", "Lima", "32,600,200", "Peruvian sol"],
  ["Chile", "智利", "Santiago", "18,664,700", "Chilean peso"],
  ["Bolivia", "玻利维亚", "Sucre", "12,312,000", "Bolivian boliviano"],
  ["Ecuador", "厄瓜多尔", "Quito", "17,300,000", "United States dollar"],
];

const countries: readonly Page[] = ROWS.map(([name, chineseName, capital]) => ({
  url: `seed://country/${name.toLowerCase()}`,
  title: name,
  text: `${pageText(country, { name, chineseName, capital })}\n\nSee also:\n- [Demographics of ${name}](seed://demographics/${name.toLowerCase()})\n- [Economy of ${name}](seed://economy/${name.toLowerCase()})`,
}));
const further: readonly Page[] = ROWS.flatMap(([name, , , population, currency]) => [
  {
    url: `seed://demographics/${name.toLowerCase()}`,
    title: `Demographics of ${name}`,
    text: pageText(country, { name, population }),
  },
  {
    url: `seed://economy/${name.toLowerCase()}`,
    title: `Economy of ${name}`,
    text: pageText(country, {
      name,
      currency: `the ${currency}`,
      currencyCode: name.slice(0, 3).toUpperCase(),
    }),
  },
]);
const cities: readonly Page[] = ROWS.map(([name, , capital]) => ({
  url: `seed://city/${capital.toLowerCase()}`,
  title: capital,
  text: pageText(city, { name: capital, country: name, population: `${capital.length}00,000` }),
}));
const list = listPage("Countries in South America", "南美洲国家", countries);
const largest = countries.map((one, index) =>
  listPage(`Largest cities of ${one.title}`, `${ROWS[index]?.[1]}最大城市`, cities.slice(index, index + 1)),
);
/** Four countries with their further pages, capitals and lists. */
export const southAmerica = inMemoryKnowledgeBase([...countries, ...further, ...cities, list, ...largest]);
