/** @file Which run a user means by a few letters of its name. */
import { ConfigError } from "../core/errors.ts";

const MAX_NAMED = 5;

/**
 * The run of that name, or the only one whose name contains `reference`; without a reference the newest.
 * `runs` are names, newest first. Throws `ConfigError` when none or several fit.
 */
export function findRun(runs: readonly string[], reference: string | undefined): string {
  const fitting = runs.filter((run) => reference === undefined || run.includes(reference));
  const [first] = fitting;
  if (reference === undefined && first !== undefined) return first;
  if (reference === undefined) throw new ConfigError('There is no run yet. Begin one with: wideseek ask "…"');
  if (runs.includes(reference)) return reference;
  if (first === undefined) {
    throw new ConfigError(`No run is named "${reference}". "wideseek runs" lists them.`);
  }
  if (fitting.length === 1) return first;
  const named = fitting.slice(0, MAX_NAMED).join(", ");
  const more = fitting.length > MAX_NAMED ? ", …" : "";
  throw new ConfigError(
    `${fitting.length} runs fit "${reference}": ${named}${more}. Write more of the name.`,
  );
}
