/**
 * @file Continuous batching: sequences join and leave the running batch between its steps (Orca, OSDI 2022), and what an
 * earlier one has read is not read again.
 */
import { randomInt } from "node:crypto";
import type { TokenRequest, TokenSample } from "../../core/token-sampler.ts";
import { random } from "../../util/random.ts";
import { allowedNext, type CopyingRules } from "./copying.ts";
import type { Decoder } from "./decoder.ts";
import { PrefixCache } from "./prefix-cache.ts";
import { type Prediction, sampleToken } from "./sample-token.ts";

export interface ContinuousBatchOptions {
  readonly vocabularySize: number;
  readonly contextLength: number;
  /** The most sequences that are sampled at once; the others wait their turn. */
  readonly maxBatch: number;
  /** The most tokens of the prefix cache. */
  readonly cacheTokens: number;
  readonly copying?: CopyingRules | undefined;
}

interface Sequence {
  readonly request: TokenRequest;
  /** Prompt and sampled. All but the last are in the sequence's row. */
  readonly tokens: number[];
  readonly logprobs: number[];
  /** The most that `tokens` may become. */
  readonly limit: number;
  readonly uniform: () => number;
  readonly resolve: (sample: TokenSample) => void;
  readonly reject: (reason: unknown) => void;
}

/** Samples on the caller's thread. Requests must have been checked. */
export class ContinuousBatch {
  readonly #decoder: Decoder;
  readonly #options: ContinuousBatchOptions;
  readonly #cache: PrefixCache;
  readonly #scratch: Float64Array;
  /** Sequence i has row i of the decoder. */
  readonly #running: Sequence[] = [];
  #waiting: Sequence[] = [];
  #loops = false;

  constructor(decoder: Decoder, options: ContinuousBatchOptions) {
    this.#decoder = decoder;
    this.#options = options;
    this.#cache = new PrefixCache({ width: decoder.rows.width, capacity: options.cacheTokens });
    this.#scratch = new Float64Array(options.vocabularySize);
  }

  /** As `TokenSampler.sample`. */
  sample(request: TokenRequest): Promise<TokenSample> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({
        request,
        tokens: [...request.prompt],
        logprobs: [],
        limit: Math.min(request.prompt.length + request.maxTokens, this.#options.contextLength),
        uniform: random(request.seed ?? randomInt(2 ** 32)),
        resolve,
        reject,
      });
      if (!this.#loops) void this.#loop();
    });
  }

  /** Runs until nothing is left to sample. What fails fails for all: the decoder's state is not known any more. */
  async #loop(): Promise<void> {
    this.#loops = true;
    try {
      while (this.#waiting.length + this.#running.length > 0) {
        await this.#admit();
        if (this.#running.length > 0) await this.#step();
      }
    } catch (error) {
      for (const sequence of [...this.#running.splice(0), ...this.#waiting.splice(0)]) sequence.reject(error);
    } finally {
      this.#loops = false;
    }
  }

  async #admit(): Promise<void> {
    this.#dropAborted();
    while (this.#running.length < this.#options.maxBatch) {
      const sequence = this.#waiting.shift();
      if (sequence === undefined) break;
      const row = this.#running.length;
      this.#running.push(sequence);
      this.#reserve();
      await this.#read(sequence, row);
      this.#dropAborted();
    }
  }

  /** Fills a row with all of the prompt but its last token, which the next step reads. */
  async #read(sequence: Sequence, row: number): Promise<void> {
    const { rows } = this.#decoder;
    const { tokens } = sequence;
    const length = tokens.length - 1;
    const cached = this.#cache.match(tokens, length);
    let filled = 0;
    for (const piece of cached.pieces) {
      rows.write(row, filled, piece);
      filled += piece.length / rows.width;
    }
    if (filled === length) return;
    await this.#decoder.prefill(row, filled, tokens.slice(filled, length));
    this.#keep(sequence, row, length);
  }

  async #step(): Promise<void> {
    this.#reserve();
    const predictions = await this.#decoder.step(
      this.#running.map(({ tokens }) => tokens.at(-1) ?? 0),
      this.#running.map(({ tokens }) => tokens.length - 1),
    );
    // from the last row down, so that the row that fills a gap has been dealt with
    for (let row = this.#running.length - 1; row >= 0; row--) this.#takeOn(row, predictions[row]);
    this.#dropAborted();
  }

  /** Adds a token to the sequence of a row, and ends it where that was the last. */
  #takeOn(row: number, prediction: Prediction | undefined): void {
    const sequence = this.#running[row];
    if (sequence === undefined || prediction === undefined) return;
    const { request, tokens, logprobs } = sequence;
    try {
      const draw = sampleToken(prediction, {
        temperature: request.temperature,
        uniform: sequence.uniform(),
        scratch: this.#scratch,
        allowed: this.#allowed(sequence),
      });
      tokens.push(draw.token);
      logprobs.push(draw.logprob);
      const stop = request.stop.includes(draw.token);
      if (!stop && tokens.length < sequence.limit) return;
      this.#keep(sequence, row, tokens.length - 1);
      const sampled = tokens.slice(request.prompt.length);
      sequence.resolve({ tokens: sampled, logprobs, stop: stop ? "stop" : "length" });
    } catch (error) {
      sequence.reject(error);
    }
    this.#free(row);
  }

  #allowed({ request, tokens }: Sequence) {
    const { copying } = this.#options;
    const { prompt } = request;
    return copying && allowedNext(copying, prompt, tokens.slice(prompt.length));
  }

  #keep(sequence: Sequence, row: number, length: number): void {
    this.#cache.insert(sequence.tokens, length, (from, to) => this.#decoder.rows.read(row, from, to));
  }

  /** Removes the sequence of a row; the last row moves into its place. */
  #free(row: number): void {
    const last = this.#running.pop();
    if (last === undefined || this.#running.length === row) return;
    this.#decoder.rows.move(this.#running.length, row, last.tokens.length - 1);
    this.#running[row] = last;
  }

  #dropAborted(): void {
    for (let row = this.#running.length - 1; row >= 0; row--) {
      if (this.#running[row]?.request.signal?.aborted) {
        reject(this.#running[row]);
        this.#free(row);
      }
    }
    const dropped = this.#waiting.filter(({ request }) => request.signal?.aborted);
    if (dropped.length === 0) return;
    this.#waiting = this.#waiting.filter(({ request }) => !request.signal?.aborted);
    dropped.forEach(reject);
  }

  #reserve(): void {
    this.#decoder.reserve(
      this.#running.length,
      Math.max(...this.#running.map(({ tokens }) => tokens.length)),
    );
  }
}

function reject(sequence: Sequence | undefined): void {
  sequence?.reject(sequence.request.signal?.reason);
}
