/** @file Whether data can be trained on at all: a wrong datum is the caller's mistake and is named. */
import { ConfigError } from "../../core/errors.ts";
import type { Datum, Loss } from "../../core/trainer.ts";
import type { ModelConfig } from "../model-config.ts";

/** Throws `ConfigError` for the first datum that this model and loss cannot take. */
export function checkData(data: readonly Datum[], loss: Loss, config: ModelConfig): void {
  checkLoss(loss);
  for (const [index, datum] of data.entries()) {
    const fault = lengthFault(datum, loss, config) ?? valueFault(datum, config);
    if (fault !== undefined) throw new ConfigError(`datum ${index} of ${data.length}: ${fault}`);
  }
}

function checkLoss(loss: Loss): void {
  if (loss.kind === "cross-entropy") return;
  const { clipLow, clipHigh, dualClip } = loss;
  if (!(clipLow > 0 && clipLow <= 1 && clipHigh >= 1 && Number.isFinite(clipHigh))) {
    throw new ConfigError(
      `clip bounds ${clipLow} and ${clipHigh}: they must hold 1 between them, e.g. 0.8 and 1.28`,
    );
  }
  if (dualClip !== undefined && !(dualClip > 1)) {
    throw new ConfigError(`dualClip ${dualClip}: must be more than 1, e.g. 3, or left out`);
  }
}

function lengthFault(datum: Datum, loss: Loss, config: ModelConfig): string | undefined {
  const { tokens, weights, logprobs } = datum;
  if (tokens.length === 0) return "it has no tokens";
  if (tokens.length > config.contextLength) {
    return `${tokens.length} tokens, but the model's context holds ${config.contextLength}`;
  }
  if (weights.length !== tokens.length) return `${tokens.length} tokens but ${weights.length} weights`;
  if (logprobs !== undefined && logprobs.length !== tokens.length) {
    return `${tokens.length} tokens but ${logprobs.length} logprobs`;
  }
  if (logprobs === undefined && loss.kind === "policy") return "the policy loss needs its logprobs";
  return undefined;
}

function valueFault({ tokens, weights, logprobs }: Datum, config: ModelConfig): string | undefined {
  const known = (token: number) => Number.isInteger(token) && token >= 0 && token < config.vocabularySize;
  const strange = tokens.findIndex((token) => !known(token));
  if (strange >= 0)
    return `token ${strange} is ${tokens[strange]}, outside 0 to ${config.vocabularySize - 1}`;
  if (weights[0] !== 0)
    return `the weight of its first token is ${weights[0]}, but nothing predicts it: must be 0`;
  const endless = weights.findIndex((weight) => !Number.isFinite(Math.fround(weight)));
  if (endless >= 0) return `weight ${endless} is ${weights[endless]}, not a finite number`;
  const wrong = logprobs?.findIndex((logprob) => !Number.isFinite(Math.fround(logprob))) ?? -1;
  if (wrong >= 0) return `logprob ${wrong} is ${logprobs?.[wrong]}, not a finite number`;
  return undefined;
}
