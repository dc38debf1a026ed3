import { expect, test } from "vitest";
import { childSignal, untilAborted } from "./abort.ts";

test("a promise that outlasts its signal is given up with the signal's reason", async () => {
  const controller = new AbortController();
  const waiting = untilAborted(new Promise(() => undefined), controller.signal);

  controller.abort(new Error("enough"));

  await expect(waiting).rejects.toThrow("enough");
});

test("a promise that settles first keeps its outcome", async () => {
  const { signal } = new AbortController();

  await expect(untilAborted(Promise.resolve(1), signal)).resolves.toBe(1);
  await expect(untilAborted(Promise.reject(new Error("no")), signal)).rejects.toThrow("no");
});

test("an aborted signal gives up at once", async () => {
  await expect(untilAborted(Promise.resolve(1), AbortSignal.abort(new Error("late")))).rejects.toThrow(
    "late",
  );
});

test("a child signal is aborted with its parent, or alone", () => {
  const parent = new AbortController();
  const [first, second] = [childSignal(parent.signal), childSignal(parent.signal)];

  second.abort("own");
  const before = [first.signal.aborted, second.signal.aborted, parent.signal.aborted];
  parent.abort("parent's");

  expect(before).toEqual([false, true, false]);
  expect([first.signal.reason, second.signal.reason]).toEqual(["parent's", "own"]);
});

test("a released child no longer follows its parent", () => {
  const parent = new AbortController();
  const child = childSignal(parent.signal);

  child.release();
  parent.abort();

  expect(child.signal.aborted).toBe(false);
});
