/** @file A question planned before anything is spent on it. */
import { z } from "zod";
import { taskSchema } from "../../../run/event-schema.ts";
import { applyPlan } from "../../../service/plans/apply-plan.ts";
import { estimateRun } from "../../../service/plans/estimate-run.ts";
import { jsonRoute, nothing, type Route } from "../route.ts";
import { planFor } from "../runs/start-run.ts";
import { estimateShape, planShape } from "../shapes/evidence.ts";
import { planRequest } from "../shapes/runs.ts";

export const planRoutes: readonly Route[] = [
  jsonRoute({
    method: "POST",
    path: "/api/plans",
    tag: "runs",
    summary: "What a question comes to: its rows and columns, and what that may take. One call of the model.",
    params: nothing,
    query: nothing,
    body: planRequest,
    reply: z.object({ task: taskSchema, plan: planShape, estimate: estimateShape }),
    answer: async ({ body, signal }, desk) => {
      const { request, plan } = await planFor(body, desk, signal);
      const planned = applyPlan(request, plan);
      const estimate = estimateRun(planned, planned.plan ?? plan, await desk.store.list());
      return { task: planned.task, plan, estimate };
    },
  }),
];
