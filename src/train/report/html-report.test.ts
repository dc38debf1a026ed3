import { describe, expect, test } from "vitest";
import type { Metrics } from "../run/metrics.ts";
import { htmlReport } from "./html-report.ts";
import { thinOut } from "./thin-out.ts";

const config = { steps: 400, seed: 1 };

function supervised(steps: number): readonly Metrics[] {
  return Array.from({ length: steps }, (_, index) => ({ step: index + 1, loss: 3 / (index + 1) }));
}

describe("the report of a training", () => {
  test("of a supervised one shows the loss", () => {
    const page = htmlReport({ directory: "/runs/a", config, metrics: supervised(400) });
    expect(page).toContain("Step 400 of 400");
    expect(page).toContain("<figcaption>Loss, nats per token</figcaption>");
    expect(page).not.toContain("<figcaption>Reward</figcaption>");
  });

  test("of reinforcement learning shows rewards, on the dev split too, and no loss", () => {
    const metrics = [
      { step: 0, devReward: 0.2, devItemF1: 0.1 },
      { step: 1, reward: 0.3, itemF1: 0.2, loss: -0.01, entropy: 0.4 },
      { step: 2, reward: 0.5, itemF1: 0.4, loss: 0.02, entropy: 0.3 },
      { step: 2, devReward: 0.4, devItemF1: 0.3 },
    ];
    const page = htmlReport({ directory: "/runs/<a>", config, metrics });
    expect(page).toContain("<figcaption>Reward</figcaption>");
    expect(page).toContain("<figcaption>Dev: scores</figcaption>");
    expect(page).toContain("<title>dev at 2: 0.4</title>");
    expect(page).not.toContain("Loss, nats");
    expect(page).toContain("/runs/&lt;a&gt;");
  });

  test("before the first step has no curves", () => {
    expect(htmlReport({ directory: "/runs/a", config, metrics: [] })).toContain("Step 0 of 400");
  });
});

describe("many steps", () => {
  test("become at most 40 points, each a mean with its range", () => {
    const points = thinOut(supervised(400));
    expect(points).toHaveLength(40);
    expect(points[0]?.at).toBe(10);
    expect(points[0]?.values.get("loss")).toMatchObject({ low: 0.3, high: 3 });
    expect(points.at(-1)?.at).toBe(400);
  });

  test("few steps stay what they are, the time before the first one too", () => {
    const points = thinOut([{ step: 0, devReward: 1 }, ...supervised(2)]);
    expect(points.map(({ at }) => at)).toEqual([0, 1, 2]);
    expect(points[1]?.values.get("loss")).toEqual({ value: 3 });
  });
});
