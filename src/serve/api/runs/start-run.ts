/** @file From what a client wishes for to a run: of its own, or of a table that it brings. */
import type { z } from "zod";
import { planQuestion } from "../../../agent/plan/plan-question.ts";
import type { Change } from "../../../core/revision.ts";
import type { Table } from "../../../core/table.ts";
import { openSamplers } from "../../../service/models/open-samplers.ts";
import { planRevision } from "../../../service/revisions/plan-revision.ts";
import { askRequest } from "../../../service/runs/ask-request.ts";
import { importRun } from "../../../service/runs/import-run.ts";
import type { LiveRun } from "../../../service/runs/live-runs.ts";
import type { RunRequest } from "../../../service/runs/run-request.ts";
import { Refusal } from "../../http/refusal.ts";
import type { Desk } from "../desk.ts";
import type { planRequest, startRequest } from "../shapes/runs.ts";

type Start = z.output<typeof startRequest>;

/** Throws `ConfigError` and `NotOfferedError` for what cannot work. */
export async function requestFor(
  { question, model, leadModel, subagentModel, kb, ...wishes }: Omit<Start, "table" | "change">,
  { models, knowledge }: Desk,
): Promise<RunRequest> {
  return askRequest(question, {
    ...wishes,
    ...models.planOf({ model, leadModel, subagentModel }),
    knowledge: await knowledge.planOf(kb),
  });
}

/** What the question comes to, with the request that it was read from. */
export async function planFor(wish: z.output<typeof planRequest>, desk: Desk, signal: AbortSignal) {
  const request = await requestFor({ ...wish, answer: "table" }, desk);
  const { lead } = await openSamplers(request, { environment: desk.variables });
  return { request, plan: await planQuestion(request, lead, signal) };
}

export async function startRun(
  { table, change, ...start }: Start,
  desk: Desk,
  signal: AbortSignal,
): Promise<LiveRun> {
  if (table === undefined) {
    if (change !== undefined)
      throw new Refusal("A change needs a table to change: send both.", { status: 422 });
    return desk.runs.start(await requestFor(start, desk));
  }
  checkTable(table);
  const { question, model, kb, language } = start;
  const wish = { question, model, kb, language, columns: start.columns };
  const wanted = change ?? extension(table, start.plan ?? (await planFor(wish, desk, signal)).plan, question);
  const request = await requestFor({ ...start, answer: "table", plan: undefined, columns: undefined }, desk);
  const { store, version } = desk;
  const base = await importRun(store, table, withNames(request, start), {
    version,
    directory: process.cwd(),
  });
  const { budget, deadlineMs } = start;
  const planned = await planRevision({ store, base, change: wanted, budget, deadlineMs });
  return desk.runs.start(planned.request);
}

function withNames(request: RunRequest, { plan }: Start): RunRequest {
  const { task } = request;
  if (plan === undefined || task.kind !== "wide") return request;
  return { ...request, task: { ...task, uniqueColumns: plan.uniqueColumns } };
}

/** The columns that the table does not have, or else more rows. */
function extension(
  { columns }: Table,
  plan: { readonly columns: readonly { readonly name: string }[] },
  question: string,
): Change {
  const known = new Set(columns.map(normalised));
  const added = plan.columns.map(({ name }) => name).filter((name) => !known.has(normalised(name)));
  return added.length > 0 ? { kind: "extend", columns: added } : { kind: "extend", moreRows: question };
}

function normalised(name: string): string {
  return name.normalize("NFKC").toLowerCase().replace(/\s+/gu, " ").trim();
}

function checkTable({ columns, rows }: Table): void {
  if (columns.length === 0 || rows.length === 0) {
    throw new Refusal("The table is empty: it needs columns and rows.", { status: 422 });
  }
  const names = columns.map(normalised);
  const twice = columns.find((_, index) => names.indexOf(names[index] ?? "") !== index);
  if (twice !== undefined)
    throw new Refusal(`Two columns of the table are named "${twice}".`, { status: 422 });
  const odd = rows.findIndex((row) => row.length !== columns.length);
  if (odd < 0) return;
  throw new Refusal(
    `Row ${odd + 1} of the table has ${rows[odd]?.length} values for ${columns.length} columns.`,
    {
      status: 422,
    },
  );
}
