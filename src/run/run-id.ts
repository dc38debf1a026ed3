/** @file Names of runs: they sort by time, and say what was asked. */

/** Words that say nothing of the subject; a run's name leaves them out. */
const FILLERS = new Set(
  `a an all and any are as at be by can do does each every find for from give has have how in into is it its list many
  me much of on or please show table tell that the their them there these they this those to was were what when where
  which who whose with within you your`.split(/\s+/),
);

const MAX_WORDS = 3;
const MAX_SLUG_LENGTH = 32;

export interface RunIdParts {
  readonly question: string;
  readonly startedAt: Date;
  /** A few letters or digits that tell apart two runs of one second. */
  readonly suffix: string;
}

/** E.g. `2026-11-23-081502-landlocked-countries-africa-ab12`; the time is UTC. */
export function runId({ question, startedAt, suffix }: RunIdParts): string {
  const [day, time] = startedAt.toISOString().slice(0, 19).replaceAll(":", "").split("T");
  return [day, time, slug(question), suffix].filter((part) => part !== "").join("-");
}

export function isRunId(name: string): boolean {
  return /^\d{4}-\d{2}-\d{2}-\d{6}-/.test(name);
}

/** The last part of a run's name: enough to find it again by. */
export function shortRunId(run: string): string {
  return run.slice(run.lastIndexOf("-") + 1);
}

function slug(question: string): string {
  const words =
    question
      .normalize("NFC")
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? [];
  const telling = words.filter((word) => !FILLERS.has(word)).slice(0, MAX_WORDS);
  return Array.from(telling.join("-")).slice(0, MAX_SLUG_LENGTH).join("").replace(/-$/, "");
}
