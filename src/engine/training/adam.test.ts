import { describe, expect, it } from "vitest";
import { adamStep } from "./adam.ts";

const params = {
  learningRate: 0.1,
  beta1: 0.9,
  beta2: 0.99,
  epsilon: 0.001,
  weightDecay: 0.5,
  maxGradientNorm: 1,
};

function stateOf(...weights: number[]) {
  return {
    weights: Float32Array.from(weights),
    firstMoment: new Float32Array(weights.length),
    secondMoment: new Float32Array(weights.length),
  };
}

describe("adamStep", () => {
  it("agrees with two updates calculated by hand", () => {
    const state = stateOf(2);
    const stretch = { start: 0, end: 1, decays: true };
    adamStep(state, Float32Array.of(3), stretch, { params, step: 1, gradientScale: 1 });
    // corrected moments 3 and 9: 2·(1 - 0.05) - 0.1·3/3.001
    expect(state.weights[0]).toBeCloseTo(1.9 - 0.3 / 3.001, 6);
    adamStep(state, Float32Array.of(-1), stretch, { params, step: 2, gradientScale: 1 });
    const mean = (0.9 * 0.3 - 0.1) / (1 - 0.81);
    const square = (0.99 * 0.09 + 0.01) / (1 - 0.9801);
    const before = 1.9 - 0.3 / 3.001;
    expect(state.weights[0]).toBeCloseTo(0.95 * before - (0.1 * mean) / (Math.sqrt(square) + 0.001), 6);
  });

  it("scales the gradient before it enters the moments", () => {
    const state = stateOf(0);
    adamStep(
      state,
      Float32Array.of(8),
      { start: 0, end: 1, decays: false },
      { params, step: 1, gradientScale: 0.25 },
    );
    expect(state.firstMoment[0]).toBeCloseTo(0.2, 6);
    expect(state.secondMoment[0]).toBeCloseTo(0.04, 6);
  });

  it("touches nothing outside its stretch, and decays nothing where that is off", () => {
    const state = stateOf(1, 1, 1);
    const stretch = { start: 1, end: 2, decays: false };
    adamStep(state, Float32Array.of(5, 0, 5), stretch, { params, step: 1, gradientScale: 1 });
    expect([...state.weights]).toEqual([1, 1, 1]);
    expect([...state.firstMoment]).toEqual([0, 0, 0]);
  });
});
