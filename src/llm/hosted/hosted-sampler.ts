/** @file A sampler over a model server: limits its calls, tries again what may pass, and counts what it costs. */
import type { LanguageModelV3 } from "@ai-sdk/provider";
import { SamplerError } from "../../core/errors.ts";
import type { Sample, SampleRequest, Sampler } from "../../core/sampler.ts";
import type { Clock } from "../../util/clock.ts";
import { backoffMs, retry } from "../../util/retry.ts";
import type { Price } from "../prices.ts";
import { estimatePromptTokens } from "../prompt-tokens.ts";
import { callOptions } from "./call-options.ts";
import { faultOf, type ModelFault } from "./fault.ts";
import { limiter } from "./limiter.ts";
import { readReply } from "./read-reply.ts";
import type { SamplerLimits } from "./sampler-limits.ts";
import { textSplitter } from "./split-text.ts";
import { toSample } from "./to-sample.ts";

export interface HostedModel {
  /** The model's name as the user knows it. */
  readonly name: string;
  readonly model: LanguageModelV3;
  readonly baseUrl: string;
  /** The environment variables that may hold the key, and the key itself, which no message may show. */
  readonly keyVariables: readonly string[];
  readonly key: string | undefined;
  readonly sendsReasoning: boolean;
  readonly price: Price | undefined;
  readonly limits: SamplerLimits;
  readonly clock: Clock;
  /** Numbers in [0, 1) that keep waiting calls from coming back all at once. */
  readonly chance: () => number;
}

const BACKOFF = { baseMs: 1000, maxMs: 60_000 };
/** A server that names a time gets at most this share more. */
const JITTER = 0.1;

/**
 * All calls of one sampler share its limits, so one model needs one sampler. After a failed attempt that had already
 * streamed, `onText` hears the reply from its beginning. Usage counts the attempt that succeeded.
 */
export function hostedSampler(hosted: HostedModel): Sampler {
  const { limits, clock } = hosted;
  const limit = limiter(limits, clock);

  const delayMs = (error: unknown, attempt: number): number | undefined => {
    const fault = faultOf(error);
    if (!fault.isPassing || attempt >= limits.maxAttempts) return undefined;
    if ((fault.retryAfterMs ?? 0) > limits.maxRetryAfterMs) return undefined;
    const wait = waitAfter(fault, attempt, hosted.chance());
    if (fault.status === 429 || fault.retryAfterMs !== undefined) limit.pause(wait);
    return wait;
  };

  return {
    model: hosted.name,
    async sample(request) {
      const { signal } = request;
      let attempts = 0;
      const attempt = () =>
        limit.run(
          estimatePromptTokens(request),
          async (settle) => {
            attempts++;
            const sample = await sampleOnce(hosted, request);
            settle(sample.usage.promptTokens + sample.usage.sampledTokens);
            return sample;
          },
          signal,
        );
      try {
        return await retry(attempt, { clock, signal, delayMs });
      } catch (error) {
        signal?.throwIfAborted();
        throw new SamplerError(describeFault(hosted, faultOf(error), attempts), { cause: error });
      }
    },
  };
}

async function sampleOnce(hosted: HostedModel, request: SampleRequest): Promise<Sample> {
  const { onText } = request;
  const splitter = textSplitter((text) => onText?.(text), { readsToolCalls: request.tools.length > 0 });
  const options = callOptions(request, hosted);
  const reply = await readReply(hosted.model, options, onText && ((text) => splitter.push(text)));
  if (onText === undefined) splitter.push(reply.text);
  return toSample(request, reply, splitter.end(), hosted.price);
}

function waitAfter(fault: ModelFault, attempt: number, chance: number): number {
  if (fault.retryAfterMs === undefined) return backoffMs(attempt, BACKOFF, chance);
  return fault.retryAfterMs * (1 + JITTER * chance);
}

/** One line: which model, what happened, what to check. */
function describeFault(hosted: HostedModel, fault: ModelFault, attempts: number): string {
  const status = fault.status === undefined ? "" : `HTTP ${fault.status}: `;
  const said = fault.message.replace(/[.\s]+$/, "");
  const reason = hosted.key ? said.replaceAll(hosted.key, "[key]") : said;
  const tries = attempts > 1 ? ` (${attempts} attempts)` : "";
  return `${hosted.name}: ${status}${reason}${tries}. ${advice(hosted, fault)}`;
}

function advice(hosted: HostedModel, fault: ModelFault): string {
  const key = hosted.keyVariables.join(" or ");
  switch (fault.status) {
    case undefined:
      return `Check that ${hosted.baseUrl} is up and speaks the protocol expected of it.`;
    case 400:
    case 422:
      return "Check that the model supports tools and that the conversation fits its context.";
    case 401:
      return `Check the key in ${key}.`;
    case 402:
      return "Check the account's balance.";
    case 403:
      return `Check that the key in ${key} may use this model.`;
    case 404:
      return `Check the model's name and that ${hosted.baseUrl} is the right address.`;
    case 413:
      return "Check that the conversation fits the model's context.";
    case 429:
      return askedToWait(fault) ?? "Check the account's quota, or lower the number of subagents.";
    default:
      return "Try again later, or use another model.";
  }
}

function askedToWait(fault: ModelFault): string | undefined {
  if (fault.retryAfterMs === undefined) return undefined;
  return `The server asks to wait ${Math.ceil(fault.retryAfterMs / 1000)} s.`;
}
