/** @file What is said under an answer of how far it is the policy's own: the agents that a stand-in took over, and why. */
import { type Episode, trajectories } from "../../core/episode.ts";
import { takeoverIn } from "../../llm/embedded/takeover.ts";
import { count } from "../../tui/amounts.ts";

/** Agents by what took them over and why, the first one's first. */
interface Taken {
  readonly roles: string[];
  followers: number;
}

/** `The demonstrator took over: the policy's context was full (lead agent, 3 subagents).`; a line for each reason. */
export function takeoverLines(episode: Episode): readonly string[] {
  const taken = new Map<string, Taken>();
  let leading: Taken | undefined;
  for (const { role, turns } of trajectories(episode)) {
    const takeover = turns.map(({ sample }) => takeoverIn(sample.message)).find((one) => one !== undefined);
    if (takeover === undefined) continue;
    if (takeover.reason === undefined) {
      if (leading !== undefined) leading.followers += 1;
      continue;
    }
    const sentence = `The ${takeover.model} took over: ${takeover.reason}`;
    const agents = taken.get(sentence) ?? { roles: [], followers: 0 };
    taken.set(sentence, agents);
    agents.roles.push(role);
    if (role !== "subagent") leading = agents;
  }
  return [...taken].map(([sentence, agents]) => `${sentence} (${writeAgents(agents)}).`);
}

function writeAgents({ roles, followers }: Taken): string {
  const first = roles.find((role) => role !== "subagent");
  const subagents = roles.filter((role) => role === "subagent").length + followers;
  const names = [
    ...(first === undefined ? [] : [`${first} agent`]),
    ...(subagents > 0 ? [count(subagents, "subagent")] : []),
  ];
  return names.join(", ");
}
