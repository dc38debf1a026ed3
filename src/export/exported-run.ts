/** @file What is exported: a run's result with what stands around it, and the forms it can take. */
import { z } from "zod";
import type { RunResult } from "../core/events.ts";
import type { CellVersion } from "../core/revision.ts";
import type { Language } from "../core/task.ts";
import type { ListedRun } from "../run/run-store.ts";

export interface ExportedRun {
  /** The run's name. */
  readonly run: string;
  readonly question: string;
  readonly result: RunResult;
  /** ISO 8601, UTC. */
  readonly startedAt: string;
  readonly model: string;
  readonly knowledgeBase: string;
  /** The values that a cell had, newest last; `row` is the row's key. */
  readonly histories?: ((row: string, column: string) => readonly CellVersion[]) | undefined;
}

/** A recorded run with what came of it, or has come so far. */
export function exportedRun(
  { run, config }: Pick<ListedRun, "run" | "config">,
  result: RunResult,
): ExportedRun {
  const { task, startedAt, knowledgeBase, models } = config;
  const model = models.lead === models.subagent ? models.lead : `${models.lead} + ${models.subagent}`;
  return { run, question: task.question, result, startedAt, model, knowledgeBase };
}

export const exportFormat = z.enum(["markdown", "csv", "csv-sources", "json", "xlsx", "html"]);

export type ExportFormat = z.infer<typeof exportFormat>;

export interface ExportOptions {
  /** Without the values that no page states. */
  readonly strict: boolean;
  /** Of headings, legends and names of sheets; values and quotes stay as they are. */
  readonly language: Language;
}

export interface ExportedFile {
  readonly body: Uint8Array | string;
  /** With its encoding, where it is text. */
  readonly mediaType: string;
  /** The run's name with the ending of the format. */
  readonly fileName: string;
}

const ENDINGS: readonly (readonly [ending: RegExp, format: ExportFormat])[] = [
  [/\.(?:md|markdown)$/iu, "markdown"],
  [/\.csv$/iu, "csv"],
  [/\.json$/iu, "json"],
  [/\.xlsx$/iu, "xlsx"],
  [/\.html?$/iu, "html"],
];

/** What the ending of a file's name asks for; `undefined`: nothing that is known. */
export function formatOfFile(path: string): ExportFormat | undefined {
  return ENDINGS.find(([ending]) => ending.test(path))?.[1];
}
