/** @file How a conversation says that a stand-in took it over: in the reasoning of its first turn, which the run's record keeps. */
import type { AssistantMessage } from "../../core/message.ts";

export interface Takeover {
  /** The stand-in. */
  readonly model: string;
  /** A clause, such as `the policy's context was full`; absent where a subagent follows its lead agent. */
  readonly reason?: string | undefined;
  /** What the policy had done so far is left out of account. */
  readonly isAnew: boolean;
}

const ANEW = ", and begins anew";
const FOLLOWS = " with its lead agent";
const TAKEOVER = new RegExp(`^The (\\S+) took over(?:${FOLLOWS}|: (.+?))(${ANEW})?\\.$`);

/** `The demonstrator took over: the policy's context was full.` */
export function writeTakeover({ model, reason, isAnew }: Takeover): string {
  const why = reason === undefined ? FOLLOWS : `: ${reason}`;
  return `The ${model} took over${why}${isAnew ? ANEW : ""}.`;
}

/** `undefined` for any other turn than a stand-in's first. */
export function takeoverIn({ reasoning = "" }: AssistantMessage): Takeover | undefined {
  const [, model, reason, anew] = TAKEOVER.exec(reasoning) ?? [];
  return model === undefined ? undefined : { model, reason, isAnew: anew !== undefined };
}
