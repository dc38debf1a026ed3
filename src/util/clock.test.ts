import { expect, test } from "vitest";
import { systemClock } from "./clock.ts";

test("a sleep ends by itself, and at once with the signal's reason when it is aborted", async () => {
  const reason = new Error("enough");
  const controller = new AbortController();
  const { signal } = controller;

  await systemClock.sleep(0, signal);
  const asleep = systemClock.sleep(60_000, signal);
  controller.abort(reason);
  await expect(asleep).rejects.toBe(reason);
  await expect(systemClock.sleep(60_000, signal)).rejects.toBe(reason);
});
