/** @file `wideseek kb search`: what a knowledge base finds, as an agent would see it. */
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { Passage, SearchFilter, SearchRequest } from "../../core/knowledge-base.ts";
import { openNamed } from "../../service/knowledge/open-named.ts";
import { count, writeTime } from "../../tui/amounts.ts";
import { harmless, oneLine } from "../../tui/fit.ts";
import type { Palette } from "../../tui/palette.ts";
import { wholeNumber } from "../arguments/amounts.ts";
import { flag, readFlags, text } from "../arguments/flags.ts";
import { embeddingFlags } from "../arguments/knowledge.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { listenForInterruption } from "../interruption.ts";
import { paletteOf } from "../look.ts";
import { plainProgress, quietProgress } from "../progress/plain-progress.ts";

const MOST_RESULTS = 10_000;

const flagsSchema = z.object({
  limit: text.transform(wholeNumber("--limit", 1, MOST_RESULTS)).default(10),
  mode: z.enum(["bm25", "dense", "hybrid"]).optional(),
  all: flag,
  where: z.array(text).default([]),
  passages: flag,
  json: flag,
  ...embeddingFlags,
  color: z.boolean().default(true),
});

/** Gives the exit code. Throws `ConfigError` for what cannot work. */
export async function searchKnowledgeBase(
  name: string,
  words: readonly string[],
  typed: unknown,
  environment: Environment,
): Promise<number> {
  const flags = readFlags(flagsSchema, typed);
  const query = words.join(" ").trim();
  if (query === "") throw new ConfigError('The query is empty. Example: wideseek kb search seed "lakes"');
  const request = requestOf(flags);
  const { stdout, stderr, variables } = environment;
  const progress = flags.json ? quietProgress(stderr) : plainProgress(stderr);
  const interruption = listenForInterruption(progress.stop, progress.stop);
  const { signal } = interruption;
  try {
    const knowledgeBase = await openNamed(name, {
      ...flags,
      variables,
      signal,
      onProgress: progress.building,
    });
    progress.stop();
    const beganAt = performance.now();
    const found = await knowledgeBase
      .search({ query, ...request, signal })
      .finally(() => knowledgeBase.close());
    const elapsed = performance.now() - beganAt;
    const print = flags.json
      ? (one: Passage) => JSON.stringify(one)
      : printer(paletteOf(stdout, flags.color));
    for (const [index, passage] of found.entries()) stdout.write(`${print(passage, index)}\n`);
    if (!flags.json) stderr.write(`${count(found.length, "result")} in ${writeTime(elapsed)}\n`);
    return found.length > 0 ? EXIT.answered : EXIT.unanswered;
  } catch (error) {
    if (signal.aborted && error === signal.reason) return interruption.exitCode ?? EXIT.interrupted;
    throw error;
  } finally {
    progress.stop();
    interruption.release();
  }
}

function requestOf({
  limit,
  mode,
  all,
  where,
  passages,
}: z.infer<typeof flagsSchema>): Omit<SearchRequest, "query"> {
  return {
    limit,
    mode,
    match: all ? "all" : "best",
    filter: filterOf(where),
    form: passages ? "passages" : "pieces",
  };
}

function printer({ bold, dim }: Palette): (passage: Passage, index: number) => string {
  return ({ title, url, text: found, score, places = [] }, index) => {
    const place = places[0] === undefined ? "" : ` (${places[0].name})`;
    const head = `${index + 1}  ${bold(oneLine(title))}  ${dim(`${oneLine(url)}${place}  ${score.toFixed(2)}`)}`;
    const body = harmless(found)
      .split("\n")
      .map((line) => `   ${line}`);
    return [head, ...body].join("\n");
  };
}

function filterOf(pairs: readonly string[]): SearchFilter | undefined {
  if (pairs.length === 0) return undefined;
  const filter: Record<string, string[]> = {};
  for (const pair of pairs) {
    const at = pair.indexOf("=");
    if (at < 1) throw new ConfigError(`--where "${pair}" is no field and value. Example: --where type=pdf`);
    const field = pair.slice(0, at);
    filter[field] = [...(filter[field] ?? []), pair.slice(at + 1)];
  }
  return filter;
}
