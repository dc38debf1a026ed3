/** @file Evaluations and trainings that were left on this machine. */
import { z } from "zod";
import {
  evaluationReport,
  listEvaluations,
  readEvaluation,
  readEvaluationPage,
} from "../../../service/reports/evaluations.ts";
import { listTrainings, readTraining } from "../../../service/reports/trainings.ts";
import { jsonReply } from "../../http/refusal.ts";
import { jsonRoute, nothing, otherRoute, type Route } from "../route.ts";
import { list } from "../shapes/evidence.ts";

const keptReports = list(
  z.object({
    id: z.string(),
    name: z.string(),
    startedAt: z.string().optional(),
    summary: z.string().optional(),
  }),
);
const params = z.strictObject({ id: z.string().min(1).max(255) });

export const reportRoutes: readonly Route[] = [
  jsonRoute({
    method: "GET",
    path: "/api/evaluations",
    tag: "reports",
    summary: "The evaluations, newest first.",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: keptReports,
    answer: (_, { evaluations }) => listEvaluations(evaluations),
  }),
  otherRoute({
    method: "GET",
    path: "/api/evaluations/{id}",
    tag: "reports",
    summary: "The report of an evaluation, as JSON or as the page that was written with it.",
    params,
    query: z.strictObject({ format: z.enum(["json", "html"]).default("json") }),
    gives: { "application/json": evaluationReport, "text/html": "the page" },
    answer: async ({ params: { id }, query: { format } }, { evaluations }) => {
      if (format === "json") return jsonReply(200, await readEvaluation(evaluations, id));
      const headers = {
        "content-type": "text/html; charset=utf-8",
        "content-disposition": 'attachment; filename="report.html"',
      };
      return { status: 200, headers, body: await readEvaluationPage(evaluations, id) };
    },
  }),
  jsonRoute({
    method: "GET",
    path: "/api/trainings",
    tag: "reports",
    summary: "The trainings, newest first as their names sort.",
    params: nothing,
    query: nothing,
    body: nothing,
    reply: keptReports,
    answer: (_, { trainings }) => listTrainings(trainings),
  }),
  jsonRoute({
    method: "GET",
    path: "/api/trainings/{id}",
    tag: "reports",
    summary: "What was measured in a training, step by step, and what it came to.",
    params,
    query: nothing,
    body: nothing,
    reply: z.object({
      curves: list(
        z.object({ name: z.string(), points: list(z.tuple([z.number(), z.number()]).readonly()) }),
      ),
      summary: z.record(z.string(), z.number()).readonly(),
    }),
    answer: ({ params: { id } }, { trainings }) => readTraining(trainings, id),
  }),
];
