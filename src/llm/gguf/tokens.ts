/** @file Token ids of a GGUF model: its vocabulary as a tokenizer, and ids as the library's tokens. */
import type { LlamaModel, Token } from "node-llama-cpp";
import { ConfigError } from "../../core/errors.ts";
import type { Tokenizer } from "../../engine/tokenizer/tokenizer.ts";

/** The library marks token ids by a type of their own. */
export function isToken(id: number): id is Token {
  return Number.isInteger(id) && id >= 0;
}

/** The model's own tokenizer. Special are its control tokens, and those it calls user-defined that look like tags. */
export function ggufTokenizer(model: LlamaModel): Tokenizer {
  const special = new Map<string, number>();
  let size = 0;
  for (const token of model.iterateAllTokens()) {
    size += 1;
    const { control, userDefined } = model.getTokenAttributes(token);
    if (!control && !userDefined) continue;
    const text = model.detokenize([token], true);
    if (control || /^<.+>$/.test(text)) special.set(text, token);
  }
  const ids = new Set(special.values());
  const encode = encoder(model, [...special.keys()]);
  return {
    size,
    encode,
    decode: (tokens) => model.detokenize(tokens.filter((id) => !ids.has(id)).filter(isToken)),
    special(token) {
      const id = special.get(token);
      if (id === undefined) throw new ConfigError(`this tokenizer has no special token ${token}`);
      return id;
    },
  };
}

/** llama.cpp reads a user-defined token in any text: what looks like a special token is given to it in two parts. */
function encoder(model: LlamaModel, special: readonly string[]): (text: string) => readonly number[] {
  if (special.length === 0) return (text) => model.tokenize(text);
  const pattern = new RegExp(`(?:${special.map((token) => escaped(token)).join("|")})`);
  const encode = (text: string): readonly number[] => {
    const found = pattern.exec(text);
    if (found === null) return model.tokenize(text);
    const cut = found.index + 1;
    return [...model.tokenize(text.slice(0, cut)), ...encode(text.slice(cut))];
  };
  return encode;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}
