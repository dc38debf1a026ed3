/** @file Tool calls that a model wrote as text, the Hermes way: JSON between `<tool_call>` tags. */
import { z } from "zod";
import { parseJson } from "../../util/parse-json.ts";

/** A call as it was written, before it has an id that holds. */
export interface WrittenCall {
  readonly id?: string | undefined;
  readonly name: string;
  readonly arguments: string;
}

const callSchema = z.object({
  name: z.string().min(1),
  arguments: z.unknown().optional(),
  parameters: z.unknown().optional(),
});

/** The name of a call that cannot be read and does not say which tool it is for. */
const UNREADABLE = "unreadable_call";

/**
 * The calls in one block: a JSON value, an array of them, or one on each line. What cannot be read becomes a call whose
 * arguments are the raw text, so that the model is told about it.
 */
export function readToolCallBlock(block: string): readonly WrittenCall[] {
  const whole = readCalls(block);
  if (whole !== undefined) return whole;
  const lines = block.split("\n").filter((line) => line.trim() !== "");
  const each = lines.map(readCalls);
  const isOneALine = lines.length > 1 && each.some((calls) => calls !== undefined);
  if (!isOneALine) return [unreadable(block)];
  return lines.flatMap((line, index) => each[index] ?? [unreadable(line)]);
}

function readCalls(text: string): readonly WrittenCall[] | undefined {
  const value = parseJson(text);
  const parsed = z
    .array(callSchema)
    .min(1)
    .safeParse(Array.isArray(value) ? value : [value]);
  return parsed.success ? parsed.data.map(writtenCall) : undefined;
}

function writtenCall(call: z.infer<typeof callSchema>): WrittenCall {
  const given = call.arguments ?? call.parameters ?? {};
  return { name: call.name, arguments: typeof given === "string" ? given : JSON.stringify(given) };
}

function unreadable(text: string): WrittenCall {
  const name = /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1] ?? UNREADABLE;
  return { name, arguments: text.trim() };
}
