/** @file Chemical elements from periodic-table-data-complete (MIT); only measured figures, none of its summaries. */
import { z } from "zod";
import type { Draft, Split } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { loadJson } from "../lib/load.ts";

const elementSchema = z.object({
  name: z.string(),
  symbol: z.string(),
  atomic_number: z.number(),
  atomic_mass: z.number().optional(),
  series: z.string(),
  group: z.number(),
  period: z.number(),
  block: z.string().default("unknown"),
  phase: z.string(),
  melting_point: z.number().nullish(),
  boiling_point: z.number().nullish(),
  density: z.object({ stp: z.number().nullish() }).optional(),
  electronegativity_pauling: z.number().nullish(),
  electron_configuration_semantic: z.string().optional(),
  crystal_structure: z.string().optional(),
  discovered: z.object({ year: z.number().optional(), by: z.string().optional() }).optional(),
  classifications: z.object({ cas_number: z.string().optional() }).optional(),
});

type SourceElement = z.infer<typeof elementSchema>;

const chinese = [
  ..."氢氦锂铍硼碳氮氧氟氖钠镁铝硅磷硫氯氩钾钙钪钛钒铬锰铁钴镍铜锌镓锗砷硒溴氪铷锶钇锆铌钼锝钌铑钯银镉铟锡锑碲碘氙铯钡镧铈镨钕钷钐铕钆铽镝钬铒铥镱镥铪钽钨铼锇铱铂金汞铊铅铋钋砹氡钫镭锕钍镤铀镎钚镅锔锫锎锿镄钔锘铹",
];

/**
 * Discoveries on which the source and the usual accounts differ, or which are shared: left unstated.
 * Elements known since antiquity have no year.
 */
const disputed = new Set(
  `Helium Fluorine Magnesium Aluminium Manganese Zinc Arsenic Selenium Barium Cerium Tungsten Rhenium Platinum Bismuth
  Cadmium Niobium Actinium Protactinium Nobelium Rutherfordium Dubnium Holmium Indium Radon Berkelium Californium Einsteinium
  Fermium Mendelevium Lawrencium Seaborgium Nihonium Flerovium Moscovium Livermorium Tennessine Oganesson Lutetium Promethium Iodine
  Astatine Polonium Radium Strontium Potassium Silicon Neptunium Meitnerium Silver Tin Antimony Gold Mercury Lead Iron`
    .split(/\s+/)
    .concat(["Carbon", "Sulfur", "Copper"]),
);

function splitOfSeries(series: string): Split {
  if (series === "noble gas" || series === "alkali metal" || series.includes("alkali metal")) return "test";
  return series === "metalloid" || series === "alkaline earth metal" ? "dev" : "train";
}

/** In some rows of the source two orbitals run into one another. */
function configurationOf({ electron_configuration_semantic: text }: SourceElement): string | undefined {
  return text === undefined || /[⁰¹²³⁴-⁹][spdf]/.test(text) ? undefined : text;
}

function discoveryOf(source: SourceElement): { year?: number | undefined; by?: string | undefined } {
  const year = source.discovered?.year;
  if (disputed.has(source.name) || year === undefined || year < 1600) return {};
  return { year, by: source.discovered?.by?.replace(" (chemist)", "") };
}

/** Elements that sublime have a boiling point below the melting point under pressure: neither is stated. */
function temperaturesOf(source: SourceElement): {
  melting?: number | undefined;
  boiling?: number | undefined;
} {
  const melting = source.melting_point ?? undefined;
  const boiling = source.boiling_point ?? undefined;
  const sublimes = melting !== undefined && boiling !== undefined && boiling <= melting;
  return sublimes || source.name === "Carbon" ? {} : { melting, boiling };
}

function draftOf(source: SourceElement): Draft {
  const { melting, boiling } = temperaturesOf(source);
  const discovery = discoveryOf(source);
  const known = !source.series.startsWith("unknown");
  const zh = chinese[source.atomic_number - 1];
  const sheet = factSheet(
    {
      chineseName: zh,
      symbol: source.symbol,
      atomicNumber: source.atomic_number,
      atomicMass: known ? source.atomic_mass : undefined,
      category: known ? source.series : undefined,
      group: known && !/lanthanide|actinide/.test(source.series) ? source.group : undefined,
      period: source.period,
      block: source.block,
      phase: known ? source.phase.toLowerCase() : undefined,
      meltingPoint: known ? melting : undefined,
      boilingPoint: known ? boiling : undefined,
      density: known ? (source.density?.stp ?? undefined) : undefined,
      electronegativity: source.electronegativity_pauling ?? undefined,
      configuration: known ? configurationOf(source) : undefined,
      crystal: known ? source.crystal_structure?.toLowerCase() : undefined,
      discoveryYear: discovery.year,
      discoverer: discovery.by,
      cas: source.classifications?.cas_number?.replace(/^CAS/, ""),
    },
    ["discoveryYear"],
  );
  return {
    kind: "element",
    key: `element:${source.symbol}`,
    name: source.name,
    qualifiers: [" (element)"],
    prominence: 1e10,
    ...sheet,
    zh,
    split: splitOfSeries(source.series),
  };
}

export function readElements(): readonly Draft[] {
  return loadJson(import.meta.resolve("periodic-table-data-complete/pTable.json"), z.array(elementSchema))
    .filter((source) => source.atomic_number <= 118)
    .map(draftOf);
}
