/** @file One agent's turns as the teacher took them: what a policy is first trained on. */
import { z } from "zod";
import type { Role } from "../../core/episode.ts";
import type { Datum } from "../../core/trainer.ts";
import { parseJson } from "../../util/parse-json.ts";

export interface Demonstration {
  readonly role: Role;
  readonly tokens: readonly number[];
  /** Where the teacher wrote: from the first token, up to but not with the second. */
  readonly spans: readonly (readonly [number, number])[];
}

/** How many tokens of it are learnt. */
export function learntTokens({ spans }: Demonstration): number {
  return spans.reduce((sum, [start, end]) => sum + end - start, 0);
}

/** Each learnt token with weight `weight`. */
export function toDatum({ tokens, spans }: Demonstration, weight: number): Datum {
  const weights = tokens.map(() => 0);
  for (const [start, end] of spans) weights.fill(weight, start, end);
  return { tokens, weights };
}

/** The spans of the tokens with a weight. */
export function fromDatum(role: Role, { tokens, weights }: Datum): Demonstration {
  const spans: (readonly [number, number])[] = [];
  for (let start = 0; start < weights.length; start += 1) {
    if (weights[start] === 0) continue;
    let end = start;
    while (end < weights.length && weights[end] !== 0) end += 1;
    spans.push([start, end]);
    start = end;
  }
  return { role, tokens, spans };
}

const line = z.object({
  role: z.enum(["lead", "subagent", "single"]),
  /** Base64 of 16-bit little-endian ids. */
  tokens: z.string(),
  spans: z.array(z.tuple([z.int().nonnegative(), z.int().nonnegative()])),
});

export function writeDemonstration({ role, tokens, spans }: Demonstration): string {
  return JSON.stringify({
    role,
    tokens: Buffer.from(Uint16Array.from(tokens).buffer).toString("base64"),
    spans,
  });
}

/** `undefined` for a line that is not one, such as one that was cut off. */
export function readDemonstration(text: string): Demonstration | undefined {
  const parsed = line.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const bytes = Uint8Array.from(Buffer.from(parsed.data.tokens, "base64"));
  return { ...parsed.data, tokens: [...new Uint16Array(bytes.buffer, 0, bytes.length >> 1)] };
}
