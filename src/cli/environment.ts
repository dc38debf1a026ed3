/** @file All that a command knows of the process around it. */
import type { ReadStream, WriteStream } from "node:tty";

export interface Environment {
  /** The environment variables. */
  readonly variables: Readonly<Record<string, string | undefined>>;
  readonly stdin: ReadStream;
  readonly stdout: WriteStream;
  readonly stderr: WriteStream;
}

export function processEnvironment(): Environment {
  const { env, stdin, stdout, stderr } = process;
  return { variables: env, stdin, stdout, stderr };
}
