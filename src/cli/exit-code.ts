/** @file What the exit code of a command says. */

export const EXIT = {
  /** The question was answered; cells that no page states are marked. */
  answered: 0,
  /** The run ended before it was answered, or its record was lost. What was found has been printed. */
  unanswered: 1,
  /** The command was given something that cannot work; nothing was run. */
  badInput: 2,
  /** Ctrl-C (SIGINT). What was found has been printed. */
  interrupted: 130,
  /** SIGTERM. */
  terminated: 143,
  /** The reader of the standard output went away (SIGPIPE). */
  noReader: 141,
} as const;
