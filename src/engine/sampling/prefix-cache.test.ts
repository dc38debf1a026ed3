/** @file Tests of the prefix cache. */
import { describe, expect, test } from "vitest";
import { random } from "../../util/random.ts";
import { PrefixCache } from "./prefix-cache.ts";

const WIDTH = 2;

/** Values that tell a token and all before it, so that a wrong piece shows. */
function valuesOf(tokens: readonly number[]): Float32Array {
  let hash = 1;
  return Float32Array.from(
    tokens.flatMap((token) => {
      hash = (hash * 31 + token) % 10_007;
      return [hash, -hash];
    }),
  );
}

function insert(cache: PrefixCache, tokens: readonly number[]): void {
  cache.insert(tokens, tokens.length, (from, to) => valuesOf(tokens).slice(from * WIDTH, to * WIDTH));
}

function found(cache: PrefixCache, tokens: readonly number[]): number[] {
  return cache.match(tokens, tokens.length).pieces.flatMap((piece) => [...piece]);
}

describe("a prefix cache", () => {
  test("finds the longest common prefix, also inside what was stored at once", () => {
    const cache = new PrefixCache({ width: WIDTH, capacity: 100 });
    insert(cache, [1, 2, 3, 4]);
    expect(cache.match([1, 2, 9], 3).length).toBe(2);
    expect(found(cache, [1, 2, 9])).toEqual([...valuesOf([1, 2])]);
    expect(cache.match([2, 3], 2).length).toBe(0);
  });

  test("finds no more than it is asked for", () => {
    const cache = new PrefixCache({ width: WIDTH, capacity: 100 });
    insert(cache, [1, 2, 3, 4]);
    expect(cache.match([1, 2, 3, 4], 3).length).toBe(3);
  });

  test("stores a common prefix once", () => {
    const cache = new PrefixCache({ width: WIDTH, capacity: 100 });
    insert(cache, [1, 2, 3, 4]);
    insert(cache, [1, 2, 5]);
    insert(cache, [1, 2]);
    expect(cache.size).toBe(5);
    expect(found(cache, [1, 2, 5])).toEqual([...valuesOf([1, 2, 5])]);
    expect(found(cache, [1, 2, 3, 4])).toEqual([...valuesOf([1, 2, 3, 4])]);
  });

  test("drops what was used longest ago; asking for a length is no use", () => {
    const cache = new PrefixCache({ width: WIDTH, capacity: 6 });
    insert(cache, [1, 2, 3]);
    insert(cache, [4, 5, 6]);
    cache.match([1, 2, 3], 3);
    cache.lengthOf([4, 5, 6]);
    insert(cache, [7]);
    expect(cache.lengthOf([1, 2, 3])).toBe(3);
    expect(cache.lengthOf([4, 5, 6])).toBe(0);
  });

  test("keeps a prefix while one of its continuations is kept", () => {
    const cache = new PrefixCache({ width: WIDTH, capacity: 5 });
    insert(cache, [1, 2, 3]);
    insert(cache, [1, 2, 4]);
    insert(cache, [1, 2, 5]);
    insert(cache, [1, 2, 6]);
    expect([3, 4, 5, 6].map((last) => cache.lengthOf([1, 2, last]))).toEqual([2, 3, 3, 3]);
  });

  test("never keeps more than its capacity, and always finds the right values", () => {
    const uniform = random(3);
    const cache = new PrefixCache({ width: WIDTH, capacity: 40 });
    for (let round = 0; round < 2000; round++) {
      const tokens = Array.from({ length: Math.floor(uniform() * 15) }, () => Math.floor(uniform() * 3));
      expect(found(cache, tokens)).toEqual([
        ...valuesOf(tokens.slice(0, cache.match(tokens, tokens.length).length)),
      ]);
      insert(cache, tokens);
      expect(cache.size).toBeLessThanOrEqual(40);
    }
  });
});
