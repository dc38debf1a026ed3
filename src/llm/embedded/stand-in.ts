/**
 * @file A stand-in for the embedded policy, for users who want an answer: where the policy cannot be asked, or what it wrote is none,
 * the stand-in takes the agent over. Training, evaluations and benchmarks open the policy without one.
 */
import type { Message } from "../../core/message.ts";
import { addUsage, type Sample, type SampleRequest, type Sampler } from "../../core/sampler.ts";
import { compactLimits } from "../compact/limits.ts";
import { readConversation } from "../demonstrator/reading/conversation.ts";
import { type Fault, whyNotAsk, whyNotTake } from "./reach.ts";
import { type Takeover, takeoverIn, writeTakeover } from "./takeover.ts";

/** Longer turns do not occur in what the policies learn from. */
const MOST_TOKENS = compactLimits.lead.maxTurnTokens;

/**
 * The policy, with `standIn` for each agent that it fails, from that turn to the agent's end; where that is the agent with the
 * question, for its later subagents too. The stand-in goes on from the conversation as it stands, or anew where the policy has misread
 * the question; so it must need nothing but the messages. A turn that was thrown away counts in the usage. The limits that the policy
 * has learnt within do not bind, for the stand-in has others.
 */
export function withStandIn(policy: Sampler, standIn: Sampler): Sampler {
  const { model } = standIn;
  /** Questions whose first agent is the stand-in's. */
  const questions = new Set<string>();

  const goOn = async (request: SampleRequest, takeover: Takeover, at: number): Promise<Sample> => {
    const { isSubagent, question } = readQuestion(request);
    if (!isSubagent) questions.add(question);
    return standIn.sample(takeover.isAnew ? withoutPast(request, at) : request);
  };
  const takeOver = async (request: SampleRequest, { reason, isAnew = false }: Partial<Fault>) => {
    const takeover = { model, reason, isAnew };
    const sample = await goOn(request, takeover, request.messages.length);
    return { ...sample, message: { ...sample.message, reasoning: writeTakeover(takeover) } };
  };

  return {
    model: policy.model,
    async sample(request) {
      const earlier = findTakeover(request.messages);
      if (earlier !== undefined) return goOn(request, earlier.takeover, earlier.at);
      const { isSubagent, question } = readQuestion(request);
      if (isSubagent && questions.has(question)) return takeOver(request, {});
      const before = whyNotAsk(request);
      if (before !== undefined) return takeOver(request, before);

      // what may be thrown away must not be shown
      const asked = { ...request, maxTokens: Math.min(request.maxTokens, MOST_TOKENS), onText: undefined };
      const sample = await policy.sample(asked);
      const after = whyNotTake(sample, asked);
      if (after !== undefined) {
        const other = await takeOver(request, after);
        return { ...other, usage: addUsage(sample.usage, other.usage) };
      }
      if (sample.message.content !== "") request.onText?.(sample.message.content);
      return sample;
    },
  };
}

/** The line with which the question begins, the same for the lead agent and its subagents. */
function readQuestion(request: SampleRequest): { readonly isSubagent: boolean; readonly question: string } {
  const { asked, mainTask } = readConversation(request);
  const [question = ""] = (mainTask ?? asked).split("\n");
  return { isSubagent: mainTask !== undefined, question };
}

function findTakeover(
  messages: readonly Message[],
): { readonly takeover: Takeover; readonly at: number } | undefined {
  for (const [at, message] of messages.entries()) {
    const takeover = message.role === "assistant" ? takeoverIn(message) : undefined;
    if (takeover !== undefined) return { takeover, at };
  }
  return undefined;
}

/** The turns before message `at` stay as empty ones, so that later ones keep their numbers. */
function withoutPast(request: SampleRequest, at: number): SampleRequest {
  const messages = request.messages.flatMap((message, index): readonly Message[] => {
    if (index >= at || message.role === "user" || message.role === "system") return [message];
    return message.role === "tool" ? [] : [{ role: "assistant", content: "", toolCalls: [] }];
  });
  return { ...request, messages };
}
