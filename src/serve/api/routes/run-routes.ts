/** @file Runs: begun, listed and looked at. */
import { z } from "zod";
import { teamSettings } from "../../../agent/team.ts";
import { estimateLine } from "../../../evidence/completeness/estimate-line.ts";
import type { RunConfig } from "../../../run/run-config.ts";
import { jsonRoute, nothing, type Route } from "../route.ts";
import type { RunSummary } from "../runs/run-summary.ts";
import { shownRun } from "../runs/shown-run.ts";
import { startRun } from "../runs/start-run.ts";
import { list } from "../shapes/evidence.ts";
import { runDetail, runName, runParams, runReply, runSummary, startRequest } from "../shapes/runs.ts";
import { wholeNumber } from "../shapes/whole-number.ts";

export const runRoutes: readonly Route[] = [
  jsonRoute({
    method: "POST",
    path: "/api/runs",
    tag: "runs",
    summary: "Begins a run. With a table, that table is extended.",
    params: nothing,
    query: nothing,
    body: startRequest,
    status: 201,
    reply: runReply,
    answer: async ({ body, signal }, desk) => ({ run: (await startRun(body, desk, signal)).run }),
  }),
  jsonRoute({
    method: "GET",
    path: "/api/runs",
    tag: "runs",
    summary: "The runs, newest first.",
    params: nothing,
    query: z.strictObject({
      search: z.string().max(200).optional().describe("words that stand in the question or the name"),
      limit: wholeNumber(1, 500).default(50),
      before: runName
        .optional()
        .describe("only runs that began before this one: the `next` of the page before"),
    }),
    body: nothing,
    reply: z.object({ runs: list(runSummary), next: z.string().optional() }),
    answer: async ({ query: { search = "", limit, before } }, desk) => {
      const words = search.toLowerCase().split(/\s+/u).filter(Boolean);
      const fits = ({ run, question }: RunSummary) => {
        const text = `${run} ${question}`.toLowerCase();
        return (before === undefined || run < before) && words.every((word) => text.includes(word));
      };
      const found = (await desk.list.all()).filter(fits);
      const runs = found.slice(0, limit);
      return { runs, ...(found.length > limit && { next: runs.at(-1)?.run }) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/api/runs/{run}",
    tag: "runs",
    summary: "A run: what was asked, and what came of it.",
    params: runParams,
    query: nothing,
    body: nothing,
    reply: runDetail,
    answer: async ({ params: { run } }, desk) => {
      const { state, config, result } = await shownRun(run, desk);
      const { task, models, knowledgeBase, startedAt, plan, revision } = config;
      const { budget, deadlineMs } = limitsOf(config.team);
      const line = result?.completeness && estimateLine(result.completeness, task.language);
      const others = await desk.list.all();
      return {
        run,
        state,
        config: { task, models, knowledgeBase, startedAt, budget, deadlineMs, plan, revision },
        result,
        line,
        revisions: others.flatMap((one) => (one.base === run ? [one.run] : [])),
      };
    },
  }),
];

/** Those of a version whose settings were others are what they are now. */
function limitsOf(team: RunConfig["team"]) {
  const { success, data } = teamSettings.safeParse(team);
  return success ? data : teamSettings.parse({});
}
