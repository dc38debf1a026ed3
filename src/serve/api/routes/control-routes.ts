/** @file A run that is under way: told something, stopped, gone on with, watched. */
import { z } from "zod";
import type { LiveRun } from "../../../service/runs/live-runs.ts";
import { Refusal } from "../../http/refusal.ts";
import type { Desk } from "../desk.ts";
import { jsonRoute, nothing, otherRoute, type Route } from "../route.ts";
import { eventStream } from "../runs/send-events.ts";
import { requireRun } from "../runs/shown-run.ts";
import { eventShape, limitsShape, runParams, runReply } from "../shapes/runs.ts";
import { wholeNumber } from "../shapes/whole-number.ts";

const MOST_EVENTS = 1e12;

export const controlRoutes: readonly Route[] = [
  jsonRoute({
    method: "POST",
    path: "/api/runs/{run}/steer",
    tag: "runs",
    summary: "Says something to the lead agent of a run that is under way; it hears it in its next turn.",
    params: runParams,
    query: nothing,
    body: z.strictObject({ text: z.string().min(1).max(4_000).regex(/\S/u, "write what to say") }),
    status: 202,
    reply: runReply,
    answer: async ({ params: { run }, body: { text } }, desk) => {
      (await requireLive(run, desk)).steer(text);
      return { run };
    },
  }),
  jsonRoute({
    method: "POST",
    path: "/api/runs/{run}/stop",
    tag: "runs",
    summary: "Stops a run; what was found is its result, and it can be gone on with.",
    params: runParams,
    query: nothing,
    body: nothing,
    status: 202,
    reply: runReply,
    answer: async ({ params: { run } }, desk) => {
      (await requireLive(run, desk)).stop();
      return { run };
    },
  }),
  jsonRoute({
    method: "POST",
    path: "/api/runs/{run}/resume",
    tag: "runs",
    summary:
      "Goes on with a run that was stopped, broken off or ran out; nothing that was done is done again.",
    params: runParams,
    query: nothing,
    body: z.strictObject(limitsShape).describe("raised in all, what is spent included"),
    status: 202,
    reply: runReply,
    answer: async ({ params: { run }, body }, desk) => {
      await requireRun(run, desk);
      if (desk.runs.get(run) !== undefined) {
        throw new Refusal(`The run ${run} is under way already.`, { status: 409 });
      }
      return { run: (await desk.runs.resume(run, body)).run };
    },
  }),
  otherRoute({
    method: "GET",
    path: "/api/runs/{run}/events",
    tag: "runs",
    summary:
      "The events of a run, from the first or from any other, as server-sent events; it ends with the run. Texts of pages are left out.",
    params: runParams,
    query: z.strictObject({
      from: wholeNumber(0, MOST_EVENTS).optional().describe("the first event's number"),
    }),
    gives: {
      "text/event-stream": eventShape.describe(
        "of each event, behind `data:`; its number stands behind `id:`",
      ),
    },
    answer: async ({ params: { run }, query: { from = 0 }, request, signal }, desk) => {
      await requireRun(run, desk);
      const last = request.headers["last-event-id"];
      const isNumber = typeof last === "string" && /^\d{1,15}$/u.test(last);
      if (last !== undefined && !isNumber) {
        throw new Refusal("Last-Event-ID must be the number of an event.", { status: 400 });
      }
      const { feed, release } = await desk.feeds.watch(run);
      return eventStream({
        feed,
        release,
        signal,
        from: isNumber ? Number(last) + 1 : from,
        limits: desk.limits,
      });
    },
  }),
];

async function requireLive(run: string, desk: Desk): Promise<LiveRun> {
  const live = desk.runs.get(run);
  if (live !== undefined) return live;
  await requireRun(run, desk);
  throw new Refusal(`The run ${run} is not under way here.`, { status: 409 });
}
