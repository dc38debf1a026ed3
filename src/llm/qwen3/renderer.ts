/** @file The chat template of Qwen3, and of models that took it over: conversations to ids and back. */
import { ConfigError } from "../../core/errors.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";
import { readTextMessage } from "../read-text-message.ts";
import type { Renderer } from "../renderer.ts";
import { GAP, OPENING, type Piece, preamble, turns } from "./conversation.ts";

/** Tokens that the model writes or that end its turn; some of its relatives spell some of them out. */
const OPTIONAL = [
  "<think>",
  "</think>",
  "<tool_call>",
  "</tool_call>",
  "<tool_response>",
  "</tool_response>",
  "<|endoftext|>",
];

/**
 * The ids are those of the official template with two exceptions. Thinking is kept in every message that has some, where
 * the template drops it before the last question: what was sampled must stay as it was. And what looks like a token of
 * the template inside a message's text stays text, so that no page can open a turn.
 * Throws `ConfigError` where the tokenizer has no `<|im_start|>` or `<|im_end|>`.
 */
export function qwen3Renderer(tokenizer: Tokenizer): Renderer {
  const ids = new Map([
    ["<|im_start|>", tokenizer.special("<|im_start|>")],
    ["<|im_end|>", tokenizer.special("<|im_end|>")],
    ...OPTIONAL.flatMap((token) => idIfAny(tokenizer, token)),
  ]);
  const stop = ["<|im_end|>", "<|endoftext|>"].flatMap((token) => ids.get(token) ?? []);
  const tags = new Map(
    [...ids].filter(([token]) => !token.startsWith("<|")).map(([token, id]) => [id, token]),
  );
  const encode = (pieces: readonly Piece[]) => encodePieces(pieces, tokenizer, ids);

  return {
    stop,
    prompt(request) {
      const { messages } = request;
      const others = messages[0]?.role === "system" ? messages.slice(1) : messages;
      return encode([...preamble(request), ...turns(others), ...OPENING]);
    },
    message: (tokens, request) => readTextMessage(textOf(tokens, tokenizer, tags), request),
    continuation({ messages }) {
      const last = messages.findLastIndex((message) => message.role === "assistant");
      return encode([...GAP, ...turns(messages.slice(last + 1)), ...OPENING]);
    },
  };
}

function idIfAny(tokenizer: Tokenizer, token: string): readonly (readonly [string, number])[] {
  try {
    return [[token, tokenizer.special(token)]];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return [];
  }
}

/** Text is encoded from one token of the template to the next, as words may reach over the end of a message's text. */
function encodePieces(
  pieces: readonly Piece[],
  tokenizer: Tokenizer,
  ids: ReadonlyMap<string, number>,
): readonly number[] {
  const encoded: number[] = [];
  let text = "";
  const endText = () => {
    for (const id of tokenizer.encode(text)) encoded.push(id);
    text = "";
  };
  for (const piece of pieces) {
    const id = "token" in piece ? ids.get(piece.token) : undefined;
    if (id === undefined) {
      text += "token" in piece ? piece.token : piece.text;
      continue;
    }
    endText();
    encoded.push(id);
  }
  endText();
  return encoded;
}

/** With the tags that the model writes as tokens spelled out; other special tokens have no text. */
function textOf(tokens: readonly number[], tokenizer: Tokenizer, tags: ReadonlyMap<number, string>): string {
  let text = "";
  let plain: number[] = [];
  for (const token of tokens) {
    const tag = tags.get(token);
    if (tag === undefined) {
      plain.push(token);
      continue;
    }
    text += tokenizer.decode(plain) + tag;
    plain = [];
  }
  return text + tokenizer.decode(plain);
}
