/** @file Constellations, stars and deep-sky objects from d3-celestial (BSD-3-Clause). */
import { z } from "zod";
import type { Draft, Split } from "../lib/entity.ts";
import { factSheet } from "../lib/facts.ts";
import { groupBy } from "../lib/group.ts";
import { loadJson } from "../lib/load.ts";
import { plainName } from "../lib/text.ts";
import { chineseConstellations } from "./chinese-constellations.ts";
import { chineseText, constellationOf } from "./sky-map.ts";

const point = z.object({ coordinates: z.tuple([z.number(), z.number()]) });
const features = <T extends z.ZodType>(properties: T) =>
  z.object({
    features: z.array(z.object({ id: z.union([z.string(), z.number()]), properties, geometry: point })),
  });

const constellationSchema = features(
  z.object({ name: z.string(), desig: z.string(), gen: z.string(), en: z.string(), zh: z.string() }),
);
const starNameSchema = z.record(
  z.string(),
  z.looseObject({
    name: z.string().default(""),
    bayer: z.string().default(""),
    hd: z.string().default(""),
    hip: z.string().default(""),
    c: z.string().default(""),
    zh: z.string().default(""),
  }),
);
const magnitude = z.coerce.number();
const starSchema = features(z.object({ mag: magnitude }));
const objectSchema = features(
  z.looseObject({
    name: z.string().default(""),
    desig: z.string().default(""),
    alt: z.string().default(""),
    type: z.string(),
    mag: magnitude,
    dim: z.union([z.string(), z.number()]).default(""),
  }),
);
const objectNameSchema = z.record(
  z.string(),
  z.looseObject({ name: z.string().default(""), zh: z.string().default("") }),
);

const zodiac = new Set("Ari Tau Gem Cnc Leo Vir Lib Sco Sgr Cap Aqr Psc".split(" "));

interface SkyPlace {
  readonly key: string;
  readonly name: string;
  readonly genitive: string;
  readonly split: Split;
  readonly part: string;
}

const corrections: Readonly<
  Record<string, { readonly gen?: string; readonly en?: string; readonly name?: string }>
> = {
  Cru: { gen: "Crucis", en: "Southern Cross" },
  CrA: { gen: "Coronae Australis", name: "Corona Australis" },
  UMa: { en: "Great Bear" },
  UMi: { en: "Little Bear" },
  Nor: { en: "Carpenter's Square" },
  Pup: { en: "Stern" },
  Cae: { en: "Chisel" },
};

/** The two halves of Serpens are left out: they are one constellation with two places in the sky. */
const leftOut = new Set(["Ser", "Ser1", "Ser2"]);

function partOf(declination: number): string {
  if (declination > 40) return "far northern sky";
  if (declination < -40) return "far southern sky";
  return Math.abs(declination) <= 15 ? "equatorial sky" : `${declination > 0 ? "northern" : "southern"} sky`;
}

function splitOfPlace(id: string, part: string): Split {
  if (zodiac.has(id)) return "test";
  return part === "equatorial sky" ? "dev" : "train";
}

interface SourcePlace extends SkyPlace {
  readonly id: string;
  readonly meaning: string;
  readonly zh: string | undefined;
}

function readPlaces(): readonly SourcePlace[] {
  return loadJson(import.meta.resolve("d3-celestial/data/constellations.json"), constellationSchema)
    .features.filter(({ id }) => !leftOut.has(String(id)))
    .map(({ id, properties, geometry }) => {
      const part = partOf(geometry.coordinates[1]);
      const correction = corrections[String(id)];
      return {
        id: String(id),
        key: `constellation:${id}`,
        name: correction?.name ?? properties.name,
        genitive: correction?.gen ?? properties.gen,
        meaning: correction?.en ?? properties.en,
        zh: chineseConstellations[String(id)],
        split: splitOfPlace(String(id), part),
        part,
      };
    });
}

function rightAscension(longitude: number): number {
  return Number((longitude < 0 ? longitude + 360 : longitude).toFixed(2));
}

interface StarDraft extends Draft {
  readonly place: string;
}

function readStars(places: ReadonlyMap<string, SourcePlace>): readonly StarDraft[] {
  const names = loadJson(import.meta.resolve("d3-celestial/data/starnames.json"), starNameSchema);
  const stars = loadJson(import.meta.resolve("d3-celestial/data/stars.6.json"), starSchema).features;
  return stars.flatMap(({ id, properties, geometry }): readonly StarDraft[] => {
    const star = names[String(id)];
    const place = places.get(star?.c ?? "");
    if (star === undefined || place === undefined || star.name === "") return [];
    const zh = chineseText(star.zh);
    const sheet = factSheet({
      chineseName: zh,
      constellation: place.name,
      designation: star.bayer === "" ? undefined : `${star.bayer} ${place.genitive}`,
      magnitude: properties.mag,
      hip: `HIP ${id}`,
      hd: /^HD \d+$/.test(star.hd) ? star.hd : undefined,
      rightAscension: rightAscension(geometry.coordinates[0]),
      declination: Number(geometry.coordinates[1].toFixed(2)),
    });
    return [
      {
        kind: "star",
        key: `star:${id}`,
        name: plainName(star.name),
        qualifiers: [" (star)"],
        prominence: 5e5 - properties.mag,
        ...sheet,
        refs: { constellation: place.key },
        zh,
        split: place.split,
        place: place.id,
      },
    ];
  });
}

const types: Readonly<Record<string, string>> = {
  s: "spiral galaxy",
  s0: "lenticular galaxy",
  sd: "dwarf galaxy",
  e: "elliptical galaxy",
  i: "irregular galaxy",
  g: "galaxy",
  gg: "galaxy cluster",
  oc: "open cluster",
  gc: "globular cluster",
  pn: "planetary nebula",
  snr: "supernova remnant",
  bn: "bright nebula",
  sfr: "star-forming region",
  rn: "reflection nebula",
  en: "emission nebula",
  dn: "dark nebula",
};

type SourceObject = z.infer<typeof objectSchema>["features"][number];

interface ObjectDraft extends Draft {
  readonly place: string;
  readonly messier: boolean;
}

interface Naming {
  readonly name: string;
  readonly zh: string | undefined;
  readonly commonName: string | undefined;
  readonly messier: boolean;
}

function objectDraft(
  source: SourceObject,
  naming: Naming,
  places: readonly SourcePlace[],
): ObjectDraft | undefined {
  const { properties, geometry } = source;
  const id = constellationOf(geometry.coordinates);
  const place = places.find((candidate) => candidate.id === id);
  const type = types[properties.type];
  if (place === undefined || type === undefined) return undefined;
  const known = properties.mag > 0 && properties.mag < 30;
  const sheet = factSheet({
    chineseName: naming.zh,
    type,
    constellation: place.name,
    catalogue: properties.desig === "" ? undefined : properties.desig,
    commonName: naming.commonName,
    magnitude: known ? Number(properties.mag.toFixed(2)) : undefined,
    size: String(properties.dim) === "" ? undefined : String(properties.dim).replace("x", " × "),
    rightAscension: rightAscension(geometry.coordinates[0]),
    declination: Number(geometry.coordinates[1].toFixed(2)),
  });
  return {
    kind: "deep-sky-object",
    key: `deep-sky-object:${source.id}`,
    name: naming.name,
    qualifiers: [" (deep-sky object)"],
    prominence: naming.messier ? 4e5 : 100,
    ...sheet,
    refs: { constellation: place.key },
    zh: naming.zh,
    split: place.split,
    place: place.id,
    messier: naming.messier,
  };
}

/** A nebula that is listed as a galaxy, or the other way round, is left out. */
function contradicts(name: string, type: string): boolean {
  if (/Nebula/.test(name)) return !/nebula|region|remnant/.test(type);
  if (/Galaxy/.test(name)) return !type.includes("galaxy");
  return /Cluster/.test(name) && !type.includes("cluster");
}

function readObjects(places: readonly SourcePlace[]): readonly ObjectDraft[] {
  const names = loadJson(import.meta.resolve("d3-celestial/data/dsonames.json"), objectNameSchema);
  const messier = loadJson(
    import.meta.resolve("d3-celestial/data/messier.json"),
    objectSchema,
  ).features.flatMap((source) => {
    const name = `Messier ${source.properties.name.slice(1)}`;
    const alt = source.properties.alt === "" ? undefined : plainName(source.properties.alt);
    const zh = chineseText(names[source.properties.desig]?.zh ?? "");
    return objectDraft(source, { name, zh, commonName: alt, messier: true }, places) ?? [];
  });
  const taken = new Set(messier.map((draft) => draft.facts["catalogue"]));
  const common = new Set(messier.map((draft) => draft.facts["commonName"]));
  const others = loadJson(
    import.meta.resolve("d3-celestial/data/dsos.14.json"),
    objectSchema,
  ).features.flatMap((source) => {
    const entry = names[String(source.id)];
    const name = plainName(entry?.name ?? "");
    if (name === "" || taken.has(source.properties.desig) || taken.has(String(source.id)) || common.has(name))
      return [];
    if (contradicts(name, types[source.properties.type] ?? "")) return [];
    if (/^(?:M|Messier) ?\d/.test(source.properties.desig)) return [];
    const zh = chineseText(entry?.zh ?? "");
    return objectDraft(source, { name, zh, commonName: undefined, messier: false }, places) ?? [];
  });
  const counts = groupBy(others, ({ name }) => name.replace(/^The /, ""));
  return [...messier, ...others.filter(({ name }) => counts.get(name.replace(/^The /, ""))?.length === 1)];
}

function placeDraft(place: SourcePlace, stars: readonly StarDraft[], objects: readonly ObjectDraft[]): Draft {
  const [brightest] = [...stars].sort(
    (a, b) => (a.numbers["magnitude"] ?? 9) - (b.numbers["magnitude"] ?? 9),
  );
  const sheet = factSheet({
    chineseName: place.zh,
    abbreviation: place.id,
    genitive: place.genitive,
    meaning: place.meaning === place.name ? undefined : place.meaning,
    part: place.part,
    brightestStar: brightest?.name,
    starCount: stars.length > 0 ? stars.length : undefined,
    messierCount: objects.filter(({ messier }) => messier).length,
  });
  return {
    kind: "constellation",
    key: place.key,
    name: place.name,
    qualifiers: [" (constellation)"],
    prominence: 6e5,
    ...sheet,
    ...(brightest === undefined ? {} : { refs: { brightestStar: brightest.key } }),
    zh: place.zh,
    split: place.split,
  };
}

export function readSky(): readonly Draft[] {
  const places = readPlaces();
  const stars = readStars(new Map(places.map((place) => [place.id, place])));
  const objects = readObjects(places);
  const starsOf = groupBy(stars, ({ place }) => place);
  const objectsOf = groupBy(objects, ({ place }) => place);
  const drafts = places.map((place) =>
    placeDraft(place, starsOf.get(place.id) ?? [], objectsOf.get(place.id) ?? []),
  );
  return [...drafts, ...stars, ...objects];
}
