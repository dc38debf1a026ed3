import { describe, expect, it } from "vitest";
import { scheduledRate } from "./learning-rate.ts";

const schedule = { peak: 0.02, warmupSteps: 10, totalSteps: 110, finalShare: 0.1 };

describe("scheduledRate", () => {
  it("rises evenly to the peak over the warm-up", () => {
    expect(scheduledRate(schedule, 0)).toBeCloseTo(0.002);
    expect(scheduledRate(schedule, 9)).toBeCloseTo(0.02);
    expect(scheduledRate(schedule, 10)).toBeCloseTo(0.02);
  });

  it("is half-way down in the middle of the cosine, and stays at the final share after it", () => {
    expect(scheduledRate(schedule, 60)).toBeCloseTo(0.02 * 0.55);
    expect(scheduledRate(schedule, 110)).toBeCloseTo(0.002);
    expect(scheduledRate(schedule, 1000)).toBeCloseTo(0.002);
  });

  it("needs no warm-up and no decay", () => {
    expect(scheduledRate({ peak: 1, warmupSteps: 0, totalSteps: 10, finalShare: 1 }, 0)).toBe(1);
    expect(scheduledRate({ peak: 1, warmupSteps: 10, totalSteps: 10, finalShare: 0.5 }, 10)).toBe(0.5);
  });
});
