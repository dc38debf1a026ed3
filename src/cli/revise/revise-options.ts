/** @file How a table is to be changed, read from the command line. */
import { resolve } from "node:path";
import { z } from "zod";
import { ConfigError } from "../../core/errors.ts";
import type { CellState } from "../../core/evidence.ts";
import type { Change } from "../../core/revision.ts";
import { parseDeadline } from "../arguments/amounts.ts";
import { parseBudget } from "../arguments/budget.ts";
import { readFlags, text } from "../arguments/flags.ts";
import { knowledgeFlags } from "../arguments/knowledge.ts";
import { modelFlags } from "../arguments/models.ts";
import { outputFormat } from "../output/write-result.ts";

const common = z.object({
  model: modelFlags.model,
  baseUrl: modelFlags.baseUrl,
  budget: text.transform(parseBudget).optional(),
  deadline: text.transform(parseDeadline).optional(),
  yes: z.boolean().default(false),
  price: z.boolean().default(false),
  format: outputFormat.optional(),
  out: text.transform((path) => resolve(path)).optional(),
  events: z.boolean().default(false),
  quiet: z.boolean().default(false),
  color: z.boolean().default(true),
  runs: text.optional(),
});

export interface ReviseOptions extends z.infer<typeof common> {
  /** Where a table from a file is looked up; the seed knowledge base where nothing is named. */
  readonly kb?: readonly string[] | undefined;
  readonly web?: boolean | undefined;
}

const names = (option: string) => text.transform((written) => namesIn(option, written)).optional();
const pick = { column: names("--column"), rows: names("--rows") };

const STATES: readonly CellState[] = ["missing", "unsupported", "conflicting", "supported", "absent"];
const REPAIRED: readonly CellState[] = ["missing", "unsupported", "conflicting"];

export interface ReadChange {
  readonly change: Change;
  readonly options: ReviseOptions;
}

/** Throws `ConfigError` for whatever cannot work, as far as that can be told without the table. */
export function readChange(kind: Change["kind"], flags: unknown): ReadChange {
  if (kind === "extend") return readExtension(flags);
  if (kind === "refresh") {
    const { column: columns, rows, ...options } = readFlags(common.extend(pick), flags);
    return { change: { kind, columns, rows }, options };
  }
  const cells = text.transform(parseStates).optional();
  const { column: columns, rows, ...rest } = readFlags(common.extend({ ...pick, cells }), flags);
  const { cells: states = REPAIRED, ...options } = rest;
  return { change: { kind, states, columns, rows }, options };
}

function readExtension(flags: unknown): ReadChange {
  const schema = common.extend({
    column: names("--column"),
    rows: text.optional(),
    moreRows: text.optional(),
    kb: knowledgeFlags.kb.unwrap().optional(),
    web: knowledgeFlags.web,
  });
  const { column: columns, rows, moreRows, ...options } = readFlags(schema, flags);
  const isDescribed = rows !== undefined && isDescription(rows);
  if (isDescribed && moreRows !== undefined) {
    throw new ConfigError(`--rows "${rows}" says what the rows are, and so does --more-rows: leave one out.`);
  }
  const described = isDescribed ? rows : moreRows;
  const change: Change = {
    kind: "extend",
    columns,
    rows: rows === undefined || isDescribed ? undefined : namesIn("--rows", rows),
    moreRows: described === undefined ? undefined : withoutArticle(described),
  };
  return { change, options };
}

/** Names with commas between them; with semicolons where names hold commas. */
function namesIn(option: string, written: string): readonly string[] {
  const separator = /[;；]/u.test(written) ? /[;；]/u : /[,，、]/u;
  const found = written.split(separator).map((name) => name.replace(/\s+/g, " ").trim());
  if (!found.includes("")) return found;
  throw new ConfigError(
    `${option} cannot be "${written}": a name is empty. Example: ${option} "Peru, Chile"`,
  );
}

/** Words for what rows are, such as `the countries of Oceania`, and no name: it begins with a small letter, or says that all are meant. */
function isDescription(written: string): boolean {
  if (/[,，、;；|]/u.test(written)) return false;
  return (
    /^\p{Ll}\S*\s+\S/u.test(written) ||
    /^(?:All|Every|More|Other)\s/u.test(written) ||
    /^(?:所有|全部|其他|更多)|的/u.test(written)
  );
}

function withoutArticle(described: string): string {
  return described.replace(/^(?:the|all(?: the)?|every)\s+/iu, "").replace(/^(?:所有|全部)的?/u, "");
}

function parseStates(written: string): readonly CellState[] {
  return written.split(",").map((part) => {
    const state = STATES.find((one) => one === part.trim().toLowerCase());
    if (state !== undefined) return state;
    throw new ConfigError(`--cells cannot be "${written}". Write some of ${STATES.join(", ")}.`);
  });
}
