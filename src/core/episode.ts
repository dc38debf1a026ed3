/** @file What an attempt at a task leaves behind: turns in trajectories in an episode. */

import type { Page } from "./knowledge-base.ts";
import type { ToolMessage } from "./message.ts";
import { pageHash } from "./page-hash.ts";
import type { Sample, Usage } from "./sampler.ts";
import { addUsage, NO_USAGE } from "./sampler.ts";

/** `lead` may call subagents, `subagent` was called by another agent, `single` works alone. */
export type Role = "lead" | "subagent" | "single";

/**
 * Why a trajectory ended: it `answered`; it used up its turns (`turn-limit`) or its context (`token-limit`); the
 * episode's shared `budget` or a `deadline` ran out; somebody `aborted` it; or its model `failed`.
 */
export type StopReason =
  | "answered"
  | "turn-limit"
  | "token-limit"
  | "budget"
  | "deadline"
  | "aborted"
  | "failed";

/** The result of one tool call, with what it left behind beside the text the model read. */
export interface ToolResult {
  readonly message: ToolMessage;
  readonly pages: readonly Page[];
  readonly subagents: readonly Trajectory[];
  /** What models cost that the tool itself called. */
  readonly usage?: Usage | undefined;
  /** When it came: milliseconds since the run began. */
  readonly at?: number | undefined;
}

/** One sample of the model, and the results of the tools it called, in the order of the calls. */
export interface Turn {
  readonly sample: Sample;
  readonly results: readonly ToolResult[];
}

/** One agent in one context: every turn from its prompt to its answer. */
export interface Trajectory {
  /** `lead`, and for a subagent its caller's id and its number: `lead.1`, `lead.2`, `lead.2.1`. */
  readonly agent: string;
  readonly role: Role;
  /** The question, or the subtask as the caller wrote it. */
  readonly subtask: string;
  readonly turns: readonly Turn[];
  readonly stop: StopReason;
  /** The final text: an answer or a report; where the agent ran out, what it had found so far. */
  readonly answer: string;
  /** True where `answer` is only what was found before the agent ran out. */
  readonly partial: boolean;
  /** What went wrong, where `stop` is `failed`. */
  readonly error?: string | undefined;
}

/** One attempt of a team at a task. Subagents hang in the turns that called them. */
export interface Episode {
  readonly taskId: string;
  readonly lead: Trajectory;
  readonly stop: StopReason;
  readonly elapsedMs: number;
}

/** Every trajectory of an episode: the lead agent's first, then the subagents in the order they were asked for. */
export function trajectories(episode: Episode): readonly Trajectory[] {
  return withSubagents(episode.lead);
}

/** What a trajectory cost, without its subagents. */
export function trajectoryUsage(trajectory: Trajectory): Usage {
  return trajectory.turns
    .flatMap(({ sample, results }) => [sample.usage, ...results.map(({ usage = NO_USAGE }) => usage)])
    .reduce(addUsage, NO_USAGE);
}

/** What a whole episode cost. */
export function episodeUsage(episode: Episode): Usage {
  return trajectories(episode).map(trajectoryUsage).reduce(addUsage, NO_USAGE);
}

/** A page as an agent read it. */
export interface PageRead {
  readonly page: Page;
  readonly agent: string;
  /** Milliseconds since the run began. */
  readonly at: number;
}

/**
 * Every page the episode read, in the order of the trajectories, by the first of them that read it: each text of a URL that was
 * opened once, and the excerpts that stand in none of these.
 */
export function pageReads(episode: Episode): readonly PageRead[] {
  const reads = trajectories(episode).flatMap(({ agent, turns }) =>
    turns.flatMap(({ results }) =>
      results.flatMap(({ pages, at = 0 }) => pages.map((page): PageRead => ({ page, agent, at }))),
    ),
  );
  const opened = new Map<string, Page[]>();
  for (const { page } of reads) {
    if (!page.excerpt) opened.set(page.url, [...(opened.get(page.url) ?? []), page]);
  }
  const first = new Map<string, PageRead>();
  for (const read of reads) {
    const { page } = read;
    if (page.excerpt && opened.get(page.url)?.some(({ text }) => text.includes(page.text))) continue;
    const hash = pageHash(page);
    if (!first.has(hash)) first.set(hash, read);
  }
  return [...first.values()];
}

/** Every page the episode read, in the order of the trajectories: once per URL if it was opened, else its excerpts. */
export function pagesRead(episode: Episode): readonly Page[] {
  const pages = trajectories(episode)
    .flatMap((trajectory) => trajectory.turns)
    .flatMap((turn) => turn.results)
    .flatMap((result) => result.pages);
  const opened = new Map(pages.filter((page) => !page.excerpt).map((page) => [page.url, page]));
  const excerpts = pages.filter((page) => page.excerpt && !opened.has(page.url));
  const distinct = new Map(excerpts.map((page) => [`${page.url} ${page.text}`, page]));
  return [...opened.values(), ...distinct.values()];
}

function withSubagents(trajectory: Trajectory): readonly Trajectory[] {
  const called = trajectory.turns.flatMap((turn) => turn.results.flatMap((result) => result.subagents));
  return [trajectory, ...called.flatMap(withSubagents)];
}
