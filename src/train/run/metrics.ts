/** @file What is measured in the steps of a training, and where its lines are read back. */
import { z } from "zod";
import { parseJson } from "../../util/parse-json.ts";

/**
 * Numbers by name. `step` counts from 1; what is measured of a policy that is between two steps has the number of the one
 * before, 0 at the beginning. What was not measured is absent.
 */
export type Metrics = Readonly<Record<string, number | undefined>> & { readonly step: number };

const metricsLine = z.object({ step: z.int() }).catchall(z.number());

export function writeMetrics(metrics: Metrics): string {
  return `${JSON.stringify(metrics)}\n`;
}

/** The whole lines; one that was cut off is no measurement. */
export function parseMetrics(text: string): readonly Metrics[] {
  return text.split("\n").flatMap((line): readonly Metrics[] => {
    const parsed = metricsLine.safeParse(parseJson(line));
    return parsed.success ? [parsed.data] : [];
  });
}
