/** @file Choices that depend on nothing but a key, so that every build makes the same ones. */
import { createHash } from "node:crypto";

/** A generator of numbers in [0, 1) that is fixed by its key. */
export function randomOf(key: string): () => number {
  let state = createHash("sha256").update(key).digest().readUInt32LE(0);
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** The items in an order fixed by the key. */
export function shuffled<T>(items: readonly T[], key: string): readonly T[] {
  const random = randomOf(key);
  return items
    .map((item) => ({ item, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ item }) => item);
}

/** One of the items, fixed by the key. */
export function picked<T>(items: readonly T[], key: string): T {
  const item = items[Math.floor(randomOf(key)() * items.length)];
  if (item === undefined) throw new Error(`nothing to pick from for ${key}`);
  return item;
}
