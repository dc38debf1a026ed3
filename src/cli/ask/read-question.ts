/** @file The question as it was typed, or from stdin. */
import { text } from "node:stream/consumers";
import type { ReadStream } from "node:tty";

/** `words` are the arguments; a lone `-` stands for stdin. */
export async function readQuestion(words: readonly string[], stdin: ReadStream): Promise<string> {
  return words.length === 1 && words[0] === "-" ? text(stdin) : words.join(" ");
}
