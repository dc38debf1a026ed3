/** @file What a server says of itself, made short and harmless where a model or a user reads it. */
import { neutralised } from "../../llm/fence.ts";

const MOST_CHARACTERS = 400;

/** On one line, without control tokens and the brackets of the fence. */
export function briefly(text: string, most: number = MOST_CHARACTERS): string {
  const line = neutralised(text)
    .replace(/[⟦〚⟬]/g, "[")
    .replace(/[⟧〛⟭]/g, "]")
    .replace(/[\s\p{Cc}\p{Cf}]+/gu, " ")
    .trim();
  return line.length <= most ? line : `${line.slice(0, most - 1).trimEnd()}…`;
}
