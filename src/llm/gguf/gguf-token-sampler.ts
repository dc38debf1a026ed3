/** @file Samples token by token in a llama.cpp context: several conversations at once, each keeping what it has read. */
import { randomInt } from "node:crypto";
import type {
  ControlledEvaluateInputItem,
  LlamaContext,
  LlamaContextSequence,
  SequenceEvaluateOptions,
  Token,
} from "node-llama-cpp";
import { SamplerError } from "../../core/errors.ts";
import type { TokenRequest, TokenSample, TokenSampler } from "../../core/token-sampler.ts";
import { untilAborted } from "../../util/abort.ts";
import { type Semaphore, semaphore } from "../../util/semaphore.ts";
import { isToken } from "./tokens.ts";

/** Prompt tokens that are read between two looks at the signal. */
const READ_AT_ONCE = 512;

/** The library's defaults cut the distribution off, which would change log-probabilities. */
const WHOLE_DISTRIBUTION = { topK: 0, topP: 1, minP: 0 } as const;

/**
 * A sampler over the sequences of `context`. Log-probabilities are over the whole vocabulary. Keys and values are half
 * precision and what is sampled at once shares a batch, so the same seed and prompt give the same ids except where two
 * tokens lie very close. `close` frees the context.
 */
export function ggufTokenSampler(model: string, context: LlamaContext): TokenSampler {
  return new GgufTokenSampler(model, context);
}

class GgufTokenSampler implements TokenSampler {
  readonly model: string;
  readonly contextLength: number;
  readonly #context: LlamaContext;
  readonly #idle = new Set<LlamaContextSequence>();
  readonly #turn: Semaphore;

  constructor(model: string, context: LlamaContext) {
    this.model = model;
    this.contextLength = context.contextSize;
    this.#context = context;
    this.#turn = semaphore(context.totalSequences);
    while (context.sequencesLeft > 0) this.#idle.add(context.getSequence());
  }

  async sample(request: TokenRequest): Promise<TokenSample> {
    const { signal } = request;
    signal?.throwIfAborted();
    const sampling = this.#turn.run(() => this.#sampleInTurn(request), signal);
    // the library does not listen to signals: it is left to finish its batch
    return signal === undefined ? sampling : untilAborted(sampling, signal);
  }

  async close(): Promise<void> {
    await this.#context.dispose();
  }

  async #sampleInTurn(request: TokenRequest): Promise<TokenSample> {
    const prompt = request.prompt.filter(isToken);
    if (prompt.length < request.prompt.length) {
      const wrong = request.prompt.find((id) => !isToken(id));
      throw new SamplerError(`${this.model}: ${wrong} in the prompt is no token id`);
    }
    const sequence = this.#takeSequence(prompt);
    try {
      return await sampleIn(sequence, prompt, request, this.contextLength);
    } catch (error) {
      request.signal?.throwIfAborted();
      if (error instanceof SamplerError || !(error instanceof Error)) throw error;
      throw new SamplerError(`${this.model}: ${error.message}`, { cause: error });
    } finally {
      this.#idle.add(sequence);
    }
  }

  /** The idle sequence that has read most of the prompt; of those that have read nothing of it, the one longest idle. */
  #takeSequence(prompt: Token[]): LlamaContextSequence {
    const [first, ...others] = this.#idle;
    if (first === undefined) throw new Error("More samples at once than sequences.");
    const known = (sequence: LlamaContextSequence) =>
      sequence.compareContextTokens(prompt).firstDifferentIndex;
    const best = others.reduce((one, other) => (known(other) > known(one) ? other : one), first);
    this.#idle.delete(best);
    return best;
  }
}

async function sampleIn(
  sequence: LlamaContextSequence,
  prompt: Token[],
  request: TokenRequest,
  contextLength: number,
): Promise<TokenSample> {
  const most = Math.min(request.maxTokens, contextLength - prompt.length);
  if (prompt.length === 0 || most < 1) {
    throw new SamplerError(
      `a prompt of ${prompt.length} tokens cannot be answered in a context of ${contextLength}`,
    );
  }
  const rest = await read(sequence, prompt, request.signal);
  const { tokens, logprobs, stop } = await write(sequence, rest, request, most);
  const isScaled = request.temperature !== 0 && request.temperature !== 1;
  return {
    tokens,
    logprobs: isScaled ? await score(sequence, prompt, { tokens, signal: request.signal }) : logprobs,
    stop,
  };
}

/** Reads all but the end of the prompt, which comes back; it has at least one token. */
async function read(
  sequence: LlamaContextSequence,
  prompt: Token[],
  signal: AbortSignal | undefined,
): Promise<Token[]> {
  await sequence.adaptStateToTokens(prompt.slice(0, -1), false);
  let at = sequence.nextTokenIndex;
  for (; prompt.length - at > READ_AT_ONCE; at += READ_AT_ONCE) {
    signal?.throwIfAborted();
    await sequence.evaluateWithoutGeneratingNewTokens(prompt.slice(at, at + READ_AT_ONCE));
  }
  return prompt.slice(at);
}

interface Written extends TokenSample {
  readonly tokens: Token[];
}

/** Log-probabilities are those of the request's temperature; at 0, those of 1. */
async function write(
  sequence: LlamaContextSequence,
  rest: Token[],
  request: TokenRequest,
  most: number,
): Promise<Written> {
  const options: SequenceEvaluateOptions = {
    ...WHOLE_DISTRIBUTION,
    temperature: request.temperature,
    // the library takes the second of the clock where there is none, and 0 for all that are negative
    seed: request.seed === undefined ? randomInt(2 ** 32) : request.seed >>> 0,
    yieldEogToken: true,
  };
  const tokens: Token[] = [];
  const logprobs: number[] = [];
  for await (const { token, confidence } of sequence.evaluateWithMetadata(
    rest,
    { confidence: true },
    options,
  )) {
    request.signal?.throwIfAborted();
    tokens.push(token);
    logprobs.push(Math.log(confidence));
    if (request.stop.includes(token)) return { tokens, logprobs, stop: "stop" };
    if (tokens.length >= most) break;
  }
  return { tokens, logprobs, stop: "length" };
}

/** The log-probabilities of `tokens` after `prompt`, at temperature 1. */
async function score(
  sequence: LlamaContextSequence,
  prompt: Token[],
  { tokens, signal }: { readonly tokens: readonly Token[]; readonly signal: AbortSignal | undefined },
): Promise<readonly number[]> {
  const unread = await read(sequence, prompt, signal);
  const before = [...unread.slice(-1), ...tokens];
  const asked = tokens.map((token, index): ControlledEvaluateInputItem => {
    const logits = { filter: { tokens: [token], includeTop: 1 } };
    const options = { ...WHOLE_DISTRIBUTION, temperature: 1 };
    return [before[index] ?? token, { generateNext: { logits, totalLogitWeight: true, options } }];
  });
  const results = await sequence.controlledEvaluate([...unread.slice(0, -1), ...asked]);
  return tokens.map((token, index) => {
    const { logits, totalLogitWeight } = results[unread.length - 1 + index]?.next ?? {};
    const own = logits?.get(token);
    if (logits === undefined || own === undefined || totalLogitWeight === undefined) {
      throw new SamplerError(`token ${token} got no log-probability`);
    }
    return own - Math.max(...logits.values()) - Math.log(totalLogitWeight);
  });
}
