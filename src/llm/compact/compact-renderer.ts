/**
 * @file The chat template of the compact policy: a role, what it is asked, then turns and what came back, each ended.
 *
 * ```
 * <|lead|> question⏎ columns A | B<|end|><|turn|> list …<|end|> 1 Bolivia⏎ 2 Brazil<|end|><|turn|> facts …<|end|> …
 * ```
 */
import type { AssistantMessage, Message } from "../../core/message.ts";
import type { SampleRequest } from "../../core/sampler.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import type { Renderer } from "../renderer.ts";
import { readActions } from "./actions.ts";
import { expand } from "./expand.ts";
import { layoutMessages, layoutTask } from "./layout.ts";
import { END_TOKEN } from "./special-tokens.ts";
import { afterMessage, initialState, type State } from "./state.ts";

export function compactRenderer(tokenizer: Tokenizer): Renderer {
  const end = tokenizer.special(END_TOKEN);
  const turn = tokenizer.special("<|turn|>");
  const role = {
    lead: tokenizer.special("<|lead|>"),
    subagent: tokenizer.special("<|subagent|>"),
    single: tokenizer.special("<|single|>"),
  };
  const asked = (text: string) => [...tokenizer.encode(text), end, turn];

  return {
    stop: [end],
    prompt(request) {
      const start = initialState(request);
      const ids = [role[start.role], ...asked(layoutTask(start))];
      return rounds(request.messages).reduce<{ state: State; ids: readonly number[] }>(
        ({ state, ids }, { assistant, results }) => {
          const after = afterMessage(state, assistant);
          const written = [...tokenizer.encode(` ${assistant.content}`), end];
          return {
            state: results.reduce(afterMessage, after),
            ids: [...ids, ...written, ...asked(layoutMessages(after, results))],
          };
        },
        { state: start, ids },
      ).ids;
    },
    message(tokens, request): AssistantMessage {
      const text = tokenizer.decode(tokens);
      const turns = request.messages.filter(({ role }) => role === "assistant").length;
      const message = expand(text, readActions(text), { state: stateOf(request), turn: turns + 1 });
      if (request.toolChoice === "auto" || message.toolCalls.length === 0) return message;
      // it was to answer and called a tool: that is no answer, and what was found so far is a better one
      return { role: "assistant", content: "", toolCalls: [] };
    },
    continuation(request) {
      const last = request.messages.findLastIndex(({ role }) => role === "assistant");
      const state = request.messages.slice(0, last + 1).reduce(afterMessage, initialState(request));
      return asked(layoutMessages(state, request.messages.slice(last + 1)));
    },
  };
}

/** The state in which the model takes its next turn. */
export function stateOf(request: SampleRequest): State {
  return request.messages.reduce(afterMessage, initialState(request));
}

interface Round {
  readonly assistant: AssistantMessage;
  readonly results: readonly Message[];
}

function rounds(messages: readonly Message[]): readonly Round[] {
  const found: { assistant: AssistantMessage; results: Message[] }[] = [];
  for (const message of messages) {
    if (message.role === "assistant") found.push({ assistant: message, results: [] });
    else found.at(-1)?.results.push(message);
  }
  return found;
}
