/** @file One question to a judging model: asked again when the reply is not what was asked for, once for all who ask. */
import { createHash } from "node:crypto";
import { z } from "zod";
import { JudgeError, SamplerError } from "../../core/errors.ts";
import type { Message } from "../../core/message.ts";
import type { Sample, Sampler } from "../../core/sampler.ts";
import { untilAborted } from "../../util/abort.ts";

export interface AskLimits {
  /** Attempts in all, at a reply that fits. */
  readonly attempts: number;
  /** Of one attempt. */
  readonly timeoutMs: number;
  readonly maxTokens: number;
}

interface Question<T> {
  readonly system: string;
  readonly user: string;
  /** What the reply's JSON object must be. */
  readonly schema: z.ZodType<T>;
}

/**
 * Equal questions that are asked at once, or were answered before, share one reply; a failure is not kept. So the
 * model gets the same calls however an evaluation is scheduled, and a recording of them replays.
 * Throws `JudgeError` when there is no usable reply, and the signal's reason once it is aborted; the call itself then
 * goes on for the others.
 */
export type Ask = <T>(question: Question<T>, signal?: AbortSignal) => Promise<T>;

export function askModel(sampler: Sampler, limits: AskLimits): Ask {
  const replies = new Map<string, Promise<unknown>>();
  return async (question, signal) => {
    signal?.throwIfAborted();
    const key = createHash("sha256").update(`${question.system}\n${question.user}`).digest("base64");
    const reply = replies.get(key) ?? askUntilFitting(sampler, limits, question);
    replies.set(key, reply);
    reply.catch(() => replies.delete(key));
    const value = await (signal === undefined ? reply : untilAborted(reply, signal));
    return question.schema.parse(value);
  };
}

async function askUntilFitting(
  sampler: Sampler,
  limits: AskLimits,
  { system, user, schema }: Question<unknown>,
): Promise<unknown> {
  const messages: Message[] = [
    { role: "system", content: system },
    { role: "user", content: user },
  ];
  let trouble = "";
  for (let attempt = 1; attempt <= limits.attempts; attempt++) {
    const sample = await takeSample(sampler, messages, limits);
    const reply = sample === undefined ? lateReply(limits) : readReply(sample, schema);
    if ("value" in reply) return reply.value;
    trouble = reply.trouble;
    if (sample === undefined) continue;
    messages.push(
      { role: "assistant", content: sample.message.content, toolCalls: [] },
      { role: "user", content: `That cannot be used: ${trouble} Reply again, ending with the JSON object.` },
    );
  }
  throw new JudgeError(
    `The judge ${sampler.model} gave no verdict in ${limits.attempts} attempts: ${trouble}`,
  );
}

type Reply = { readonly value: unknown } | { readonly trouble: string };

/** `undefined`: the time was up. */
async function takeSample(
  sampler: Sampler,
  messages: readonly Message[],
  { timeoutMs, maxTokens }: AskLimits,
): Promise<Sample | undefined> {
  const signal = AbortSignal.timeout(timeoutMs);
  const request = {
    messages: [...messages],
    tools: [],
    toolChoice: "none",
    maxTokens,
    temperature: 0,
    signal,
  } as const;
  try {
    return await untilAborted(sampler.sample(request), signal);
  } catch (error) {
    if (signal.aborted && error === signal.reason) return undefined;
    if (!(error instanceof SamplerError)) throw error;
    throw new JudgeError(`The judge ${sampler.model} could not be reached: ${error.message}`, {
      cause: error,
    });
  }
}

function lateReply({ timeoutMs }: AskLimits): Reply {
  return { trouble: `There was no reply within ${timeoutMs / 1_000} s.` };
}

function readReply({ message, stop }: Sample, schema: z.ZodType): Reply {
  if (stop === "length") return { trouble: "The reply was cut off; think more briefly." };
  const candidates = jsonTexts(message.content)
    .map(parseJson)
    .filter((value) => value !== undefined);
  if (candidates.length === 0) return { trouble: "It ends with no JSON object." };
  const parsed = schema.safeParse(candidates[0]);
  if (parsed.success) return { value: parsed.data };
  const [issue] = parsed.error.issues;
  return { trouble: `${issue?.path.join(".") || "The object"}: ${issue?.message}.` };
}

/** Where the JSON object at the end of a text may stand, the likeliest first: in the last fence, or from some brace on. */
function jsonTexts(text: string): readonly string[] {
  const fenced = [...text.matchAll(/```(?:json)?\s*(\{[^`]*\})\s*```/g)].at(-1)?.[1];
  const end = text.lastIndexOf("}") + 1;
  const starts = [...text.matchAll(/\{\s*"/g)].map(({ index }) => index);
  return [...(fenced === undefined ? [] : [fenced]), ...starts.map((start) => text.slice(start, end))];
}

function parseJson(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return z.record(z.string(), z.unknown()).safeParse(value).success ? value : undefined;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return undefined;
  }
}
