import { describe, expect, it } from "vitest";
import type { Datum } from "../../core/trainer.ts";
import { bucketLength, packMicroBatches } from "./micro-batches.ts";
import { shareOut } from "./share-out.ts";
import { countingData, TINY } from "./training.fixture.ts";

const limits = { microBatchTokens: 256, contextLength: 1024 };

function datumOf(length: number): Datum {
  return {
    tokens: Array.from({ length }, (_, i) => i),
    weights: Array.from({ length }, (_, i) => Math.min(i, 1)),
  };
}

function shapesOf(lengths: readonly number[]) {
  return packMicroBatches(lengths.map(datumOf), limits).map(({ microBatch }) => microBatch.shape);
}

describe("bucketLength", () => {
  it("goes up in powers of two and the middles between them, to the context", () => {
    expect([1, 64, 65, 97, 129, 193, 700, 1500].map((length) => bucketLength(length, 2048))).toEqual([
      64, 64, 96, 128, 192, 256, 768, 1536,
    ]);
    expect(bucketLength(600, 640)).toBe(640);
    expect(bucketLength(10, 32)).toBe(32);
  });
});

describe("packMicroBatches", () => {
  it("fills each micro-batch with the longest data that are left", () => {
    expect(shapesOf([60, 200, 60, 130, 60, 120])).toEqual([
      { batch: 1, length: 256, positions: 256 },
      { batch: 1, length: 192, positions: 192 },
      { batch: 2, length: 128, positions: 256 },
      { batch: 2, length: 64, positions: 128 },
    ]);
  });

  it("lets a datum longer than a micro-batch be one alone", () => {
    expect(shapesOf([700])).toEqual([{ batch: 1, length: 768, positions: 768 }]);
  });

  it("places tokens, predicting rows and targets, with zeros as padding", () => {
    const data: Datum[] = [
      { tokens: [5, 6, 7, 8], weights: [0, 0, 2, 0], logprobs: [0, 0, -0.5, 0] },
      { tokens: [9, 10, 11, 12], weights: [0, 1, 0, -1], logprobs: [0, -1, 0, -2] },
      { tokens: [1, 2], weights: [0, 0] },
    ];
    const [first, ...rest] = packMicroBatches(data, limits);
    expect(rest).toEqual([]);
    expect(first?.microBatch.shape).toEqual({ batch: 2, length: 64, positions: 64 });
    expect([...(first?.microBatch.tokens ?? [])].map(Number).filter((token) => token !== 0)).toEqual([
      9, 10, 11, 5, 6,
    ]);
    const head = (values: ArrayLike<number | bigint> | undefined) =>
      Array.from(values ?? [], Number).slice(0, 4);
    expect(head(first?.microBatch.rows)).toEqual([0, 2, 65, 0]);
    expect(head(first?.microBatch.targets)).toEqual([10, 12, 7, 0]);
    expect(head(first?.microBatch.weights)).toEqual([1, -1, 2, 0]);
    expect(head(first?.microBatch.oldLogprobs)).toEqual([-1, -2, -0.5, 0]);
    expect(first?.origins).toEqual([
      { datum: 1, token: 1 },
      { datum: 1, token: 3 },
      { datum: 0, token: 2 },
    ]);
  });

  it("packs every trained token once", () => {
    const data = countingData(4, 40);
    const origins = packMicroBatches(data, limits).flatMap((packed) => packed.origins);
    const trained = data.flatMap(({ weights }, datum) =>
      weights.flatMap((weight, token) => (weight === 0 ? [] : [`${datum}/${token}`])),
    );
    expect(origins.map(({ datum, token }) => `${datum}/${token}`).sort()).toEqual(trained.sort());
  });
});

describe("shareOut", () => {
  it("gives each thread neighbours and about the same work", () => {
    const microBatches = packMicroBatches(countingData(5, 40), limits).map(({ microBatch }) => microBatch);
    const shares = shareOut(microBatches, TINY, 2);
    expect(shares.flat()).toEqual(microBatches.map((_, index) => index));
    expect(Math.abs((shares[0]?.length ?? 0) - (shares[1]?.length ?? 0))).toBeLessThanOrEqual(1);
  });

  it("leaves threads idle where there is too little", () => {
    const microBatches = packMicroBatches([datumOf(9)], limits).map(({ microBatch }) => microBatch);
    expect(shareOut(microBatches, TINY, 3).flat()).toEqual([0]);
    expect(shareOut([], TINY, 2)).toEqual([[], []]);
  });
});
