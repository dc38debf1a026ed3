/** @file Tests of the rows of keys and values. */
import { expect, test } from "vitest";
import { KeyValueRows } from "./key-value-rows.ts";

const shape = { tensors: 4, heads: 2, headSize: 3 };
const WIDTH = 4 * 2 * 3;

/** Distinct values [tokens, width]. */
function filled(tokens: number, start = 0): Float32Array {
  return Float32Array.from({ length: tokens * WIDTH }, (_, index) => start + index);
}

test("what was written into a row is read from it, and moves with it", () => {
  const rows = new KeyValueRows(shape);
  rows.reserve(3, 10);
  rows.write(2, 0, filled(4));
  rows.write(2, 4, filled(2, 5000));
  rows.move(2, 0, 6);
  expect(rows.read(0, 0, 4)).toEqual(filled(4));
  expect(rows.read(0, 4, 6)).toEqual(filled(2, 5000));
});

test("room can grow and shrink without touching what fits", () => {
  const rows = new KeyValueRows(shape);
  rows.reserve(2, 10);
  rows.write(1, 0, filled(8));
  expect(rows.reserve(5, 300)).toBe(true);
  expect(rows.positions).toBeGreaterThanOrEqual(300);
  rows.write(4, 0, filled(8, 9000));
  expect(rows.reserve(2, 8)).toBe(true);
  expect(rows.positions).toBeLessThan(300);
  expect(rows.reserve(5, 8)).toBe(false);
  expect(rows.read(1, 0, 8)).toEqual(filled(8));
  expect(rows.read(4, 0, 8)).toEqual(filled(8, 9000));
});

test("positions of a row are copied into a row elsewhere, and seen in its views", () => {
  const source = new KeyValueRows(shape);
  source.reserve(2, 200);
  source.write(1, 0, filled(6));
  const rows = new KeyValueRows(shape);
  rows.reserve(3, 10);
  rows.copy(source, { from: 1, to: 2, start: 2, end: 6 });
  expect(rows.read(2, 2, 6)).toEqual(filled(4, 2 * WIDTH));
  const [view] = rows.views(2, 1).slice(3);
  const lastOfToken = 2 * WIDTH + 3 * 2 * 3;
  expect([...view!.subarray(2 * 3, 3 * 3)]).toEqual([0, 1, 2].map((at) => lastOfToken + at));
});
