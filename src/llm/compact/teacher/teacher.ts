/**
 * @file The teacher: the demonstrator's knowledge in the compact policy's actions and token ids. Its episodes are what the
 * policy is first trained on, so it speaks through the same renderer, and every turn has the ids that the policy would see.
 */

import { SamplerError } from "../../../core/errors.ts";
import type { AssistantMessage } from "../../../core/message.ts";
import type { SampleRequest, Sampler } from "../../../core/sampler.ts";
import type { TokenSampler } from "../../../core/token-sampler.ts";
import type { Tokenizer } from "../../../engine/tokenizer/tokenizer.ts";
import { createVocabulary, type Vocabulary } from "../../demonstrator/language/vocabulary.ts";
import { seedLexicon } from "../../demonstrator/lexicon/seed-lexicon.ts";
import { readConversation } from "../../demonstrator/reading/conversation.ts";
import { tokenLevelSampler } from "../../token-level-sampler.ts";
import { type Action, writeActions } from "../actions.ts";
import { compactRenderer, stateOf } from "../compact-renderer.ts";
import { teachDeep } from "./teach-deep.ts";
import { teachSingle } from "./teach-single.ts";
import { teachSubagent } from "./teach-subagent.ts";
import { teachWide } from "./teach-wide.ts";

export interface Teacher {
  readonly sampler: Sampler;
  /** True where the teacher overlooked something in this turn on purpose. */
  slipped(message: AssistantMessage): boolean;
}

export interface TeacherOptions {
  /** The share of reports in which one fact is overlooked. */
  readonly slips: number;
  /** Uniform in [0, 1). */
  readonly next: () => number;
}

/**
 * The sampler writes what the demonstrator would do. It throws SamplerError where that has no form as actions, as where
 * something would be opened that has no number.
 */
export function createTeacher(tokenizer: Tokenizer, { slips, next }: TeacherOptions): Teacher {
  const vocabulary = createVocabulary(seedLexicon);
  const renderer = compactRenderer(tokenizer);
  const slipped = new WeakSet<AssistantMessage>();
  // what a token sampler is asked says nothing of the conversation; nothing is awaited in between
  let asked: SampleRequest | undefined;
  let hasSlipped = false;
  const writer: TokenSampler = {
    model: "teacher",
    contextLength: Number.POSITIVE_INFINITY,
    sample: async () => {
      const actions = asked && actionsFor(asked, vocabulary);
      if (actions === undefined)
        throw new SamplerError("the demonstrator's move has no form as actions here");
      hasSlipped = next() < slips && actions.every(({ is }) => is === "fact");
      const written = hasSlipped ? withGap(actions, Math.floor(next() * actions.length)) : actions;
      const tokens = [...tokenizer.encode(writeActions(written)), ...renderer.stop];
      return { tokens, logprobs: tokens.map(() => 0), stop: "stop" };
    },
    close: async () => undefined,
  };
  const sampler = tokenLevelSampler(writer, renderer);
  return {
    slipped: (message) => slipped.has(message),
    sampler: {
      model: "teacher",
      async sample(request) {
        asked = request;
        const sampling = sampler.sample(request);
        const isSlip = hasSlipped;
        const sample = await sampling;
        if (isSlip) slipped.add(sample.message);
        return sample;
      },
    },
  };
}

function withGap(actions: readonly Action[], at: number): readonly Action[] {
  return actions.map((action, index) =>
    action.is === "fact" && index === at ? { ...action, value: "?" } : action,
  );
}

function actionsFor(request: SampleRequest, vocabulary: Vocabulary): readonly Action[] | undefined {
  const state = stateOf(request);
  const conversation = readConversation(request);
  if (state.role === "subagent") return teachSubagent(state, conversation, vocabulary);
  if (state.role === "single") return teachSingle(state, request, vocabulary);
  return state.kind === "wide" ? teachWide(state, vocabulary) : teachDeep(state, vocabulary);
}
