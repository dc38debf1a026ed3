/** @file The seam to a chat template: a conversation to token ids, and what was sampled back to a message. */
import type { AssistantMessage } from "../core/message.ts";
import type { SampleRequest } from "../core/sampler.ts";

/**
 * The ids of a conversation only ever grow: a turn's prompt, what was sampled, the continuation, what was sampled, and
 * so on. Text of messages never becomes control ids, whatever it holds.
 */
export interface Renderer {
  /** The ids that end the model's turn. The first is the one that the template itself writes after a message. */
  readonly stop: readonly number[];
  /** The ids of a whole conversation, ready for the model's next turn. */
  prompt(request: SampleRequest): readonly number[];
  /**
   * What was sampled, as a message; `tokens` may end in a stop id, `request` is the conversation it answers.
   * Malformed text becomes plain content or a call that cannot be read, never an exception.
   */
  message(tokens: readonly number[], request: SampleRequest): AssistantMessage;
  /**
   * The ids of the messages after the last assistant message, ready for the model's next turn: to be appended to that
   * message's prompt and sampled ids, which end in a stop id.
   */
  continuation(request: SampleRequest): readonly number[];
}
