/** @file A benchmark as it is named on the command line: by its name, or by where its data lie. */
import { existsSync, readdirSync, statSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { ConfigError } from "../../core/errors.ts";

const FORMATS = ["widesearch", "wideseek-r1", "asearcher"];

/**
 * A name as `openBenchmark` takes it. The format of a path without one is told by what lies there: gold tables beside
 * the tasks are WideSearch, a set's `test.jsonl` is ASearcher. Throws `ConfigError` where neither tells.
 */
export function benchmarkName(text: string): string {
  if (/^seed-(train|dev|test)(-all)?$/.test(text) || !existsSync(text)) return text;
  const folder = statSync(text).isDirectory() ? text : dirname(text);
  if (existsSync(join(folder, "widesearch_gold"))) return `widesearch:${text}`;
  if (holdsSets(text)) return `asearcher:${text}`;
  const forms = FORMATS.map((format) => `${format}:${text}`);
  throw new ConfigError(
    `The format of ${text} is not plain to see. Write it before the path: ${forms.join(", ")}.`,
  );
}

function holdsSets(path: string): boolean {
  if (!statSync(path).isDirectory()) return /^test\.(jsonl|parquet)$/.test(basename(path));
  return readdirSync(path, { recursive: true }).some((name) =>
    /(^|\/)test\.(jsonl|parquet)$/.test(String(name)),
  );
}
