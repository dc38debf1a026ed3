/** @file Tests of drawing a token. */
import { expect, test } from "vitest";
import { SamplerError } from "../../core/errors.ts";
import { random } from "../../util/random.ts";
import { type Prediction, sampleToken } from "./sample-token.ts";

const logits = Float32Array.of(0.5, 2, -1, 2.5, 1e-3, -30);
function prediction(values: Float32Array): Prediction {
  const max = Math.max(...values);
  return { logits: values, max, exponentials: values.map((logit) => Math.exp(logit - max)) };
}

const scratch = new Float64Array(logits.length);

function probabilities(temperature: number): number[] {
  const masses = [...logits].map((logit) => Math.exp(logit / temperature));
  const total = masses.reduce((sum, mass) => sum + mass, 0);
  return masses.map((mass) => mass / total);
}

/** Pearson's statistic of draws against the probabilities, over the tokens that can be expected at all. */
function chiSquare(temperature: number): number {
  const draws = 20_000;
  const uniform = random(11);
  const counts = logits.map(() => 0);
  for (let draw = 0; draw < draws; draw++) {
    const { token } = sampleToken(prediction(logits), { temperature, uniform: uniform(), scratch });
    counts[token] = (counts[token] ?? 0) + 1;
  }
  return probabilities(temperature)
    .map((probability, token) => ({ expected: probability * draws, count: counts[token] ?? 0 }))
    .filter(({ expected }) => expected > 5)
    .reduce((sum, { expected, count }) => sum + (count - expected) ** 2 / expected, 0);
}

test.each([0.5, 1, 2])("tokens are drawn as often as the softmax at temperature %d says", (temperature) => {
  // 99.9 % of samples stay below 18.5 at 4 degrees of freedom
  expect(chiSquare(temperature)).toBeLessThan(18.5);
});

test("log-probabilities are those of temperature 1, whatever the temperature of the draw", () => {
  for (const temperature of [0, 0.5, 1, 3]) {
    const { token, logprob } = sampleToken(prediction(logits), { temperature, uniform: 0.6, scratch });
    expect(logprob).toBeCloseTo(Math.log(probabilities(1)[token]!), 7);
  }
});

test("temperature 0 takes the likeliest token, the first of equals", () => {
  expect(sampleToken(prediction(logits), { temperature: 0, uniform: 0.99, scratch }).token).toBe(3);
  expect(
    sampleToken(prediction(Float32Array.of(1, 4, 4)), { temperature: 0, uniform: 0.99, scratch }).token,
  ).toBe(1);
});

test("logits that are far apart or large neither overflow nor lose the likeliest token", () => {
  const { token, logprob } = sampleToken(prediction(Float32Array.of(-3e38, 3e38)), {
    temperature: 1e-3,
    uniform: 0.5,
    scratch,
  });
  expect({ token, logprob: logprob + 0 }).toEqual({ token: 1, logprob: 0 });
});

test("logits that are not finite are an error", () => {
  const draw = (values: Float32Array) =>
    sampleToken(prediction(values), { temperature: 1, uniform: 0.5, scratch });
  expect(() => draw(Float32Array.of(1, Number.NaN))).toThrow(SamplerError);
  expect(() => draw(Float32Array.of(1, Number.POSITIVE_INFINITY))).toThrow("weights are likely broken");
});

test("of some allowed tokens those are drawn, as often as if the others were not there", () => {
  const allowed = (id: number) => id === 0 || id === 2 || id === 5;
  const draw = (temperature: number, uniform: number) =>
    sampleToken(prediction(logits), { temperature, uniform, scratch, allowed });
  expect(draw(0, 0.9).token).toBe(0);
  const share = Math.exp(0.5) / (Math.exp(0.5) + Math.exp(-1) + Math.exp(-30));
  expect(draw(1, share - 1e-6).token).toBe(0);
  expect(draw(1, share + 1e-6).token).toBe(2);
  expect(draw(0, 0).logprob).toBeCloseTo(Math.log(probabilities(1)[0]!), 7);
});

test("where no token is allowed, any is", () => {
  const draw = (temperature: number) =>
    sampleToken(prediction(logits), { temperature, uniform: 0, scratch, allowed: () => false });
  expect(draw(0).token).toBe(3);
  expect(draw(1).token).toBe(3);
});
