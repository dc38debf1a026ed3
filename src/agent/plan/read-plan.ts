/** @file Reads the plan that a model wrote: the JSON in its text, in the forms that models give it. */
import { z } from "zod";
import type { Plan, PlannedColumn } from "../../core/plan.ts";
import { parseJson } from "../../util/parse-json.ts";

/** The plan, or what is wrong with the text, to be told to the model. */
export type ReadPlan = { readonly plan: Plan } | { readonly complaint: string };

const MOST_COLUMNS = 50;
const MOST_ROWS = 1_000_000;

/** `columns` are those that the user fixed: the plan then has exactly them. */
export function readPlan(text: string, columns: readonly string[] | undefined): ReadPlan {
  const objects = objectsIn(text);
  const candidates = objects.map((object) => draftPlan.safeParse(object));
  const good = candidates.find((candidate) => candidate.success);
  if (good !== undefined) return finish(good.data, columns);
  if (objects.length === 0) return { complaint: "it holds no JSON object" };
  const [issue] = candidates[0]?.error?.issues ?? [];
  return { complaint: `${issue?.path.join(".") || "the object"}: ${issue?.message ?? "wrong"}` };
}

const line = z.string().transform((text) => text.replace(/\s+/g, " ").trim());
const lines = z
  .union([z.array(line), line.transform((one) => [one])])
  .nullish()
  .transform((all) => (all ?? []).filter((one) => one !== ""));

const TYPES: Readonly<Record<string, PlannedColumn["type"]>> = {
  number: "number",
  integer: "number",
  float: "number",
  currency: "number",
  date: "date",
  year: "date",
  datetime: "date",
  link: "link",
  url: "link",
};

const column = z.union([
  line.pipe(z.string().min(1)).transform((name): PlannedColumn => ({ name, type: "text" })),
  z
    .object({ name: line.pipe(z.string().min(1)), type: z.string().nullish(), note: line.nullish() })
    .transform(
      ({ name, type, note }): PlannedColumn => ({
        name,
        type: TYPES[type?.toLowerCase() ?? ""] ?? "text",
        ...(note && { note }),
      }),
    ),
]);

const rowCount = z.coerce.number().min(0).max(MOST_ROWS).transform(Math.round);
const expectedRows = z
  .union([
    rowCount.transform((likely) => ({ low: likely, likely, high: likely })),
    z.object({ low: rowCount, likely: rowCount, high: rowCount }).transform(({ low, likely, high }) => {
      const [least = 0, middle = 0, most = 0] = [low, likely, high].sort((left, right) => left - right);
      return { low: least, likely: middle, high: most };
    }),
  ])
  .nullish();

const draftPlan = z.object({
  rows: line,
  criteria: lines,
  columns: z.array(column).min(1).max(MOST_COLUMNS),
  uniqueColumns: lines,
  subtasks: lines,
  expectedRows,
});

type Draft = z.output<typeof draftPlan>;

function finish(draft: Draft, wanted: readonly string[] | undefined): ReadPlan {
  const names = draft.columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined) return { complaint: `two columns are named "${twice}"` };
  const columns = wanted === undefined ? draft.columns : wanted.map((name) => columnNamed(name, draft));
  const isColumn = (name: string) => columns.some((one) => one.name === name);
  const unique = draft.uniqueColumns.filter(isColumn);
  const { rows, criteria, subtasks, expectedRows: expected } = draft;
  return {
    plan: {
      rows,
      criteria,
      columns,
      uniqueColumns: unique.length > 0 ? unique : columns.slice(0, 1).map(({ name }) => name),
      subtasks,
      ...(expected && expected.high > 0 && { expectedRows: expected }),
    },
  };
}

function columnNamed(name: string, { columns }: Draft): PlannedColumn {
  const same = (left: string) => left.toLowerCase() === name.toLowerCase();
  return { ...(columns.find((one) => same(one.name)) ?? { type: "text" }), name };
}

/** Characters that are read, and braces that are tried as beginnings: what needs more is no plan. */
const MOST_CHARACTERS = 100_000;
const MOST_OBJECTS = 20;

/** The JSON objects that stand in a text, the largest first: prose, fences and thoughts may stand around them. */
function objectsIn(whole: string): readonly unknown[] {
  const text = whole.slice(0, MOST_CHARACTERS);
  const found: { readonly value: unknown; readonly size: number }[] = [];
  let from = text.indexOf("{");
  for (let tries = 0; from >= 0 && tries < MOST_OBJECTS; tries += 1) {
    const end = endOfObject(text, from);
    const value = end === undefined ? undefined : parseJson(withoutLooseEnds(text.slice(from, end)));
    if (value !== undefined && end !== undefined) found.push({ value, size: end - from });
    from = text.indexOf("{", value === undefined ? from + 1 : end);
  }
  return found.sort((left, right) => right.size - left.size).map(({ value }) => value);
}

/** Where the brace at `from` is closed; braces in strings do not count. `undefined`: nowhere. */
function endOfObject(text: string, from: number): number | undefined {
  let depth = 0;
  for (const { 0: token, index } of text.slice(from).matchAll(/"(?:[^"\\]|\\.)*"|[{}]/gs)) {
    if (token === "{") depth += 1;
    if (token === "}") depth -= 1;
    if (depth === 0) return from + index + 1;
  }
  return undefined;
}

/** Commas before a closing bracket, which models write and JSON does not know. */
function withoutLooseEnds(json: string): string {
  return json.replace(/("(?:[^"\\]|\\.)*")|,(?=\s*[}\]])/gs, (_, text: string | undefined) => text ?? "");
}
