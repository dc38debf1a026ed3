/** @file Episodes made by hand and by seed, for the tests of the objective. */
import type { Episode, StopReason, ToolResult, Trajectory, Turn } from "../../core/episode.ts";
import { trajectories } from "../../core/episode.ts";
import type { WideTask } from "../../core/task.ts";
import type { Datum } from "../../core/trainer.ts";
import { random } from "../../util/random.ts";
import type { RewardedEpisode } from "./group.ts";
import type { Reward } from "./reward.ts";

export const task: WideTask = {
  id: "capitals",
  kind: "wide",
  question: "Capitals of Peru and Chile?",
  language: "en",
  columns: ["Country", "Capital"],
  uniqueColumns: ["Country"],
  gold: {
    columns: ["Country", "Capital"],
    rows: [
      ["Peru", "Lima"],
      ["Chile", "Santiago"],
    ],
  },
};

export const RIGHT_TABLE = "| Country | Capital |\n| --- | --- |\n| Peru | Lima |\n| Chile | Santiago |\n";

interface TurnParts {
  readonly sampled?: readonly number[];
  readonly prompt?: readonly number[];
  readonly logprobs?: readonly number[];
  readonly results?: readonly ToolResult[];
}

export function turn({ sampled = [1], prompt = [0], logprobs, results = [] }: TurnParts = {}): Turn {
  return {
    sample: {
      message: { role: "assistant", content: "", toolCalls: [] },
      stop: "end",
      usage: { promptTokens: prompt.length, sampledTokens: sampled.length },
      tokens: { prompt, sampled, logprobs: logprobs ?? sampled.map(() => -1) },
    },
    results,
  };
}

/** A turn of as many tokens. */
export function turnOf(tokens: number, results: readonly ToolResult[] = []): Turn {
  return turn({ sampled: Array.from({ length: tokens }, (_, index) => 1 + (index % 50)), results });
}

export function toolResult(
  name: string,
  content: string,
  rest: {
    readonly isError?: boolean;
    readonly pages?: number;
    readonly subagents?: readonly Trajectory[];
  } = {},
): ToolResult {
  const { isError = false, pages = 0, subagents = [] } = rest;
  return {
    message: { role: "tool", toolCallId: "c1", name, content, isError },
    pages: Array.from({ length: pages }, (_, index) => ({ url: `u${index}`, title: "", text: "" })),
    subagents,
  };
}

export function subagent(agent: string, turns: readonly Turn[], stop: StopReason = "answered"): Trajectory {
  const partial = stop !== "answered";
  return { agent, role: "subagent", subtask: "", turns, stop, answer: "a report", partial };
}

export function lead(turns: readonly Turn[], rest: Partial<Trajectory> = {}): Trajectory {
  const { stop = "answered", answer = RIGHT_TABLE } = rest;
  const partial = stop !== "answered";
  return { agent: "lead", role: "lead", subtask: "", turns, stop, answer, partial, ...rest };
}

export function episodeOf(first: Trajectory): Episode {
  return { taskId: task.id, lead: first, stop: first.stop, elapsedMs: 1 };
}

/** A turn that calls subagents. */
export function delegating(subagents: readonly Trajectory[], tokens = 3): Turn {
  return turnOf(tokens, [toolResult("call_subagent", "reports", { subagents })]);
}

export function rewardOfTotal(total: number, parts: Partial<Reward["parts"]> = {}): Reward {
  return {
    kind: "reward",
    total,
    parts: { valid: 1, answer: total, format: 1, access: 0, length: 0, ...parts },
  };
}

interface Shape {
  /** Whether the prompt of each turn begins with all that came before it. */
  readonly appends: boolean;
  readonly subagents?: number;
  readonly longest?: number;
}

/** Agents, turns and tokens by seed; with another `appends` the very same but for the first id of the prompts. */
export function randomEpisode(seed: number, { appends, subagents, longest = 12 }: Shape): Episode {
  const next = random(seed);
  const upTo = (most: number) => 1 + Math.floor(next() * most);
  const ids = (count: number) => Array.from({ length: count }, () => upTo(50));
  const turns = (): readonly Turn[] => {
    const history: number[] = [];
    return Array.from({ length: upTo(4) }, (_, index) => {
      history.push(...ids(upTo(6)));
      const prompt = [appends ? 0 : index, ...history];
      const sampled = ids(upTo(longest));
      history.push(...sampled);
      return turn({ prompt, sampled, logprobs: sampled.map(() => Math.log(next())) });
    });
  };
  const count = subagents ?? Math.floor(next() * 5);
  const called = Array.from({ length: count }, (_, index) => subagent(`lead.${index + 1}`, turns()));
  const [first = turn(), ...rest] = turns();
  const calls = { ...first, results: [toolResult("call_subagent", "reports", { subagents: called })] };
  return episodeOf(lead([calls, ...rest]));
}

export function randomGroup(seed: number, shape: Shape): readonly RewardedEpisode[] {
  const next = random(seed);
  return Array.from({ length: 2 + Math.floor(next() * 7) }, (_, index) => ({
    episode: randomEpisode(seed * 100 + index, shape),
    reward: rewardOfTotal(next()),
  }));
}

/** What a trainer would sum: any function of a token, its log-probability and its weight that is linear in the weight. */
export function summedLoss(datums: readonly Datum[]): number {
  return datums.reduce((sum, { tokens, weights, logprobs = [] }) => {
    const terms = tokens.map(
      (token, index) => (weights[index] ?? 0) * Math.sin(token + (logprobs[index] ?? 0)),
    );
    return sum + terms.reduce((total, term) => total + term, 0);
  }, 0);
}

export function sumOfWeights(
  datums: readonly Datum[],
  of: (weight: number) => number = (weight) => weight,
): number {
  return datums.flatMap(({ weights }) => weights).reduce((sum, weight) => sum + of(weight), 0);
}

export function agentsOf(episode: Episode): number {
  return trajectories(episode).length;
}
