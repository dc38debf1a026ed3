/** @file The shapes of chat completions, as clients of OpenAI's API send and read them. */
import { z } from "zod";
import { Refusal } from "../http/refusal.ts";

const textPart = z.looseObject({ type: z.literal("text"), text: z.string() });
const otherPart = z.looseObject({ type: z.string() });

const chatMessage = z.looseObject({
  role: z.string().describe("the last message of a `user` is the question"),
  content: z.union([z.string(), z.array(z.union([textPart, otherPart]))]).nullish(),
});

/** What else a client sends, such as a temperature, has no meaning here and is left alone. */
export const chatRequest = z
  .looseObject({
    model: z.string().min(1).max(200).describe("`wideseek`, or a model of `/v1/models` for its agents"),
    messages: z.array(chatMessage).min(1).max(10_000),
    stream: z.boolean().nullish(),
    stream_options: z.looseObject({ include_usage: z.boolean().nullish() }).nullish(),
  })
  .meta({ id: "ChatRequest" });

export type ChatRequest = z.output<typeof chatRequest>;

const completionUsage = z.object({
  prompt_tokens: z.int(),
  completion_tokens: z.int(),
  total_tokens: z.int(),
});

export const chatCompletion = z
  .object({
    id: z.string().describe("`chatcmpl-` and the name of the run"),
    object: z.literal("chat.completion"),
    created: z.int().describe("seconds since 1970"),
    model: z.string(),
    choices: z.array(
      z.object({
        index: z.literal(0),
        message: z.object({ role: z.literal("assistant"), content: z.string(), refusal: z.null() }),
        finish_reason: z.enum(["stop", "length"]).describe("`length`: the run ended before it was answered"),
        logprobs: z.null(),
      }),
    ),
    usage: completionUsage,
  })
  .meta({ id: "ChatCompletion" });

export type ChatCompletion = z.output<typeof chatCompletion>;

export const modelList = z.object({
  object: z.literal("list"),
  data: z.array(
    z.object({
      id: z.string(),
      object: z.literal("model"),
      created: z.int(),
      owned_by: z.literal("wideseek"),
    }),
  ),
});

const LONGEST_QUESTION = 16_000;

/** The texts of the last message of a user. Throws a 422 where there is none, or it is too long. */
export function questionOf({ messages }: ChatRequest): string {
  const content = messages.findLast(({ role }) => role === "user")?.content ?? "";
  const parts = typeof content === "string" ? [{ type: "text", text: content }] : content;
  const texts = parts.map((part) => textPart.safeParse(part).data?.text ?? "");
  const question = texts.join("\n").trim();
  if (question !== "" && question.length <= LONGEST_QUESTION) return question;
  const what =
    question === "" ? "there is no text in the last message of a user" : "the question is too long";
  throw new Refusal(`messages: ${what}. It must have 1 to ${LONGEST_QUESTION} characters.`, { status: 422 });
}
