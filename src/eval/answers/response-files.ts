/** @file Answers as the official WideSearch code and RLinf write them: a file for each task and trial. */
import { basename } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import { parseJson } from "../../util/parse-json.ts";
import { parseRecord, readText } from "../benchmarks/read-records.ts";
import type { GivenAnswer } from "./given-answer.ts";

const common = { instance_id: z.string().min(1), trial_idx: z.int().min(0).default(0) };

const responseSchema = z.union(
  [
    z.object({ ...common, response: z.string().nullable() }),
    z.object({ ...common, final_answer_text: z.string().nullable() }),
  ],
  { error: 'it is no response: "instance_id" with "response" or "final_answer_text" is needed' },
);

type Response = z.infer<typeof responseSchema>;

/**
 * Reads JSON lines, or one JSON object over many lines, as RLinf writes it under the name `.jsonl`. Of a file named
 * `…_response.jsonl` only the first line counts, as for the official code. Throws `ConfigError` naming file and line.
 */
export async function readResponseFile(path: string): Promise<readonly GivenAnswer[]> {
  const text = await readText(path);
  const whole = parseJson(text);
  if (whole !== undefined)
    return [toAnswer(parseRecord({ place: path, value: whole }, responseSchema), path)];
  const lines = text
    .split(/\r?\n/)
    .map((line, index) => ({ line, place: `${path}, line ${index + 1}` }))
    .filter(({ line }) => line.trim() !== "");
  if (lines.length === 0) throw new ConfigError(`${path} is empty.`);
  return lines.slice(0, isOneResponse(path) ? 1 : undefined).map(({ line, place }) => {
    const value = parseJson(line);
    if (value === undefined) throw new ConfigError(`${place}: the line is not valid JSON.`);
    return toAnswer(parseRecord({ place, value }, responseSchema), place, path);
  });
}

/** The names that both codes give to their files. */
export function isOneResponse(path: string): boolean {
  return path.endsWith("_response.jsonl");
}

/** A response that is null is an answer without a table, and scores 0: nothing is known to have gone wrong. */
function toAnswer(response: Response, place: string, path = place): GivenAnswer {
  const { instance_id: id, trial_idx: index } = response;
  const text = ("response" in response ? response.response : response.final_answer_text) ?? "";
  return { variant: variantOf(path, id), task: { id }, trial: index + 1, text, place };
}

/** From `<model>_<task>_<trial>[_multi_agent]_response.jsonl`; a file of another name speaks for itself. */
function variantOf(path: string, id: string): string {
  const name = basename(path);
  const at = name.indexOf(`_${id}_`);
  if (!isOneResponse(path) || at < 0) return name.replace(/\.\w+$/, "");
  return `${name.slice(0, at)}${name.endsWith("_multi_agent_response.jsonl") ? ", multi-agent" : ""}`;
}
