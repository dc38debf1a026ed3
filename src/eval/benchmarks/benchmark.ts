/** @file A benchmark: a fixed set of tasks, each with its gold answer and the rules it is scored by. */
import type { Table } from "../../core/table.ts";
import type { Task } from "../../core/task.ts";

export interface Benchmark {
  /** As it stands in reports, e.g. `seed-test`. */
  readonly name: string;
  /** What the tasks' `group` is. */
  readonly groupedBy: "difficulty" | "size" | "set";
  readonly tasks: readonly BenchmarkTask[];
}

export interface BenchmarkTask {
  /** Without its gold answer, so that nothing which runs it can know that. */
  readonly task: Task;
  readonly rules: Rules;
  /** What it is reported under besides its language. */
  readonly group: string;
}

export type Rules =
  /** The official rules of WideSearch; the evaluation and the gold table as published. */
  | { readonly kind: "widesearch"; readonly evaluation: unknown; readonly goldCsv: string }
  /** Our own rules for tables. */
  | { readonly kind: "table"; readonly gold: Table; readonly uniqueColumns: readonly string[] }
  /** Exact match and token F1 with any of the gold answers, then a judge. */
  | { readonly kind: "short-answer"; readonly gold: readonly string[] };
