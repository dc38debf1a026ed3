/** @file The errors of the system, one per reader. Anything else that is thrown is a bug and keeps its stack trace. */

/** Read by the model: becomes a tool result it can repair. The message says what would work. */
export class ToolInputError extends Error {
  override readonly name = "ToolInputError";
}

/** Read by the run record: the model could not be reached or understood, after all retries. Never an answer. */
export class SamplerError extends Error {
  override readonly name = "SamplerError";
}

/** Read by the run record: the judge could not decide. The episode is unscored, never scored 0. */
export class JudgeError extends Error {
  override readonly name = "JudgeError";
}

/** Read by the run record: a page or a search could not be carried out. Absence of a page is not an error. */
export class FetchError extends Error {
  override readonly name = "FetchError";
}

/** Read by the user: one line that says what is wrong, which value, and what would work. Exit code 2. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
}
