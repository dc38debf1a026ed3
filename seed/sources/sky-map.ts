/** @file In which constellation a point of the sky lies. */
import { z } from "zod";
import { loadJson } from "../lib/load.ts";

type Point = readonly [number, number];

const ring = z.array(z.tuple([z.number(), z.number()]));
const boundsSchema = z.object({
  features: z.array(
    z.object({
      id: z.string(),
      geometry: z.discriminatedUnion("type", [
        z.object({ type: z.literal("Polygon"), coordinates: z.array(ring) }),
        z.object({ type: z.literal("MultiPolygon"), coordinates: z.array(z.array(ring)) }),
      ]),
    }),
  ),
});

const bounds = loadJson(
  import.meta.resolve("d3-celestial/data/constellations.bounds.json"),
  boundsSchema,
).features.map(({ id, geometry }) => ({
  id,
  rings: geometry.type === "Polygon" ? geometry.coordinates : geometry.coordinates.flat(),
}));

/** Longitudes are taken relative to the point, so that a border across ±180° stays in one piece. */
function isInside([longitude, latitude]: Point, corners: readonly Point[]): boolean {
  const relative = corners.map(([x, y]): Point => [((x - longitude + 540) % 360) - 180, y]);
  if (relative.some(([x], index) => Math.abs(x - (relative[index - 1]?.[0] ?? x)) > 180)) return false;
  let inside = false;
  for (const [index, [x, y]] of relative.entries()) {
    const [beforeX, beforeY] = relative.at(index - 1) ?? [x, y];
    const crosses = y > latitude !== beforeY > latitude;
    if (crosses && 0 < ((beforeX - x) * (latitude - y)) / (beforeY - y) + x) inside = !inside;
  }
  return inside;
}

/** Undefined near a pole and on borders that the polygons do not settle. */
export function constellationOf(point: Point): string | undefined {
  if (Math.abs(point[1]) > 80) return undefined;
  const found = bounds.filter(({ rings }) => rings.some((corners) => isInside(point, corners)));
  return found.length === 1 ? found[0]?.id : undefined;
}

/** The text, if it is written in Chinese. */
export function chineseText(text: string): string | undefined {
  const plain = text.replaceAll(/\p{Cf}/gu, "").trim();
  return /^[\p{Script=Han}·\d]+$/u.test(plain) && /\p{Script=Han}/u.test(plain) ? plain : undefined;
}
