/** @file What makes an episode a failure: something other than the policy decided how it went. */
import { type Episode, type ToolResult, type Trajectory, trajectories } from "../../core/episode.ts";

/**
 * Which agent could not do its work and why, or `undefined`. A model that failed, a tool that was down, an abort and a
 * deadline are failures wherever in the team they happen: a clock measures the machine, not the policy. A call that a
 * tool refused as malformed, and the limits of turns, tokens and budget, are the policy's own doing.
 */
export function failureOf(episode: Episode): string | undefined {
  const reasons = trajectories(episode).map(failureOfAgent);
  return reasons.find((reason) => reason !== undefined) ?? interruption("the episode", episode.stop);
}

function failureOfAgent({ agent, stop, error, turns }: Trajectory): string | undefined {
  if (stop === "failed") return `${agent}: the model failed: ${error ?? "no reason was recorded"}`;
  const outage = turns.flatMap(({ results }) => results).find(isOutage);
  return outage === undefined ? interruption(agent, stop) : `${agent}: ${outage.message.content}`;
}

function interruption(who: string, stop: Trajectory["stop"]): string | undefined {
  return stop === "aborted" || stop === "deadline" || stop === "failed" ? `${who}: ${stop}` : undefined;
}

/** The words that `agent/call-tool.ts` gives a `FetchError`; no other error result begins with them. */
function isOutage({ message }: ToolResult): boolean {
  return message.isError && message.content.startsWith(`Error: ${message.name} failed:`);
}
