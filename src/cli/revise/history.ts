/** @file `wideseek history`: every value that a cell had, and where it came from. */
import { z } from "zod";
import type { CellVersion } from "../../core/revision.ts";
import { findRun } from "../../run/find-run.ts";
import { shortRunId } from "../../run/run-id.ts";
import { openStore } from "../../service/places/open-store.ts";
import { cellHistory } from "../../service/revisions/cell-history.ts";
import { writeMoney, writeTokens } from "../../tui/amounts.ts";
import { cut, oneLine, wrap } from "../../tui/fit.ts";
import type { Palette } from "../../tui/palette.ts";
import { readFlags, text } from "../arguments/flags.ts";
import type { Environment } from "../environment.ts";
import { EXIT } from "../exit-code.ts";
import { columnsOf, paletteOf } from "../look.ts";

const historyFlags = z.object({
  row: text,
  column: text,
  format: z.enum(["text", "json"]).default("text"),
  color: z.boolean().default(true),
  runs: text.optional(),
});

/** Gives the exit code. Throws `ConfigError` for a row or column that is not there. */
export async function history(
  reference: string | undefined,
  flags: unknown,
  { stdout, variables }: Environment,
): Promise<number> {
  const { runs, row, column, format, color } = readFlags(historyFlags, flags);
  const store = openStore({ runs, variables });
  const run = findRun(await store.names(), reference);
  const versions = await cellHistory(store, run, row, column);
  const look = { columns: columnsOf(stdout), palette: paletteOf(stdout, color) };
  stdout.write(
    format === "json"
      ? `${JSON.stringify(versions, null, 2)}\n`
      : `${historyLines(`${row}, ${column}`, versions, look).join("\n")}\n`,
  );
  return EXIT.answered;
}

interface Look {
  readonly columns: number;
  readonly palette: Palette;
}

/** Oldest first. */
function historyLines(name: string, versions: readonly CellVersion[], look: Look): readonly string[] {
  const { palette } = look;
  if (versions.length === 0) return [`${oneLine(name)} never had a value.`];
  return [
    palette.bold(oneLine(name)),
    ...versions.flatMap((version, index) => versionLines(version, versions[index - 1], look)),
  ];
}

const INDENT = "     ";

function versionLines(
  version: CellVersion,
  before: CellVersion | undefined,
  { columns, palette }: Look,
): readonly string[] {
  const { value, state, by, run, at, source } = version;
  const when = `${at.slice(0, 10)} ${at.slice(11, 16)}`;
  const replaced = before === undefined || before.value === value ? "" : `, in place of ${shown(before)}`;
  const details = [
    ...agentLines(version),
    ...(source === undefined ? [] : [`${oneLine(source.title)} — ${source.url} “${oneLine(source.quote)}”`]),
  ];
  return [
    `  ${palette.dim(when)} ${shown(version)} (${state}${replaced}) ${palette.dim(`by ${BY[by]} ${shortRunId(run)}`)}`,
    ...details
      .flatMap((line) => wrap(line, Math.max(20, columns - INDENT.length)))
      .map((line) => palette.dim(`${INDENT}${line}`)),
  ];
}

const BY: Readonly<Record<CellVersion["by"], string>> = {
  ask: "ask",
  repair: "repair",
  extend: "extend",
  refresh: "refresh",
  choose: "the user's choice in",
  split: "the user's split in",
  import: "import",
};

/** Of a line; JSON has the whole of it. */
const MOST_CHARACTERS = 240;

function agentLines({ agent, model, subtask, usage }: CellVersion): readonly string[] {
  if (agent === undefined) return [];
  const amounts =
    usage === undefined
      ? []
      : [
          `${writeTokens(usage.promptTokens + usage.sampledTokens)} tokens`,
          ...(usage.costUsd === undefined ? [] : [writeMoney(usage.costUsd)]),
        ];
  const who = [agent, ...(model === undefined ? [] : [model]), ...amounts].join(", ");
  return [subtask === undefined ? who : cut(`${who}: ${oneLine(subtask)}`, MOST_CHARACTERS)];
}

function shown({ value }: CellVersion): string {
  return value === "" ? "nothing" : oneLine(value);
}
