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

test("new tokens are appended to each row at its own position, and seen in the views", () => {
  const rows = new KeyValueRows(shape);
  rows.reserve(3, 5);
  // two tokens of two rows
  const values = Float32Array.from({ length: 4 * 2 * 2 * 2 * 3 }, (_, index) => 1 + index);
  rows.append(values, { first: 1, starts: [0, 2] });
  const [ofRow1, ofRow2] = [rows.read(1, 0, 2), rows.read(2, 2, 4)];
  // of the first token all tensors and heads, then of the second
  expect([...ofRow1.subarray(0, 9)]).toEqual([1, 2, 3, 7, 8, 9, 25, 26, 27]);
  expect([...ofRow1.subarray(WIDTH, WIDTH + 6)]).toEqual([4, 5, 6, 10, 11, 12]);
  expect([...ofRow2.subarray(0, 6)]).toEqual([13, 14, 15, 19, 20, 21]);
  const [view] = rows.views(2, 1);
  expect([...view!.subarray(2 * 3, 4 * 3)]).toEqual([13, 14, 15, 16, 17, 18]);
});
