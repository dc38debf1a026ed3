/** @file bzip2 undone: by a program of the machine, several times as fast as JavaScript, or else in JavaScript. */
import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { once } from "node:events";
import { PassThrough, type Readable } from "node:stream";

/** `lbzip2` works on all cores. */
const PROGRAMS = ["lbzip2", "bzip2"];

/** The compressed data is cut off or damaged. */
export class Bzip2Error extends Error {
  override readonly name = "Bzip2Error";
}

/**
 * The bytes that were compressed; files of several streams, as Wikipedia's, are one text. Uses the first of `programs` that
 * is installed. Throws `Bzip2Error`, and what `source` throws. Destroys `source` at its end.
 */
export async function* bunzip2(source: Readable, programs = PROGRAMS): AsyncGenerator<Buffer> {
  const failure: Failure = {};
  source.once("error", (error) => {
    failure.error = error;
  });
  try {
    const program = await firstInstalled(programs);
    yield* program === undefined ? inJavaScript(source, failure) : byProgram(source, failure, program);
  } finally {
    source.destroy();
  }
}

/** What went wrong with the source: all else that goes wrong then only follows from it. */
interface Failure {
  error?: Error;
}

async function firstInstalled(
  programs: readonly string[],
): Promise<ChildProcessWithoutNullStreams | undefined> {
  for (const name of programs) {
    const child = spawn(name, ["-dc"]);
    try {
      await once(child, "spawn");
      return child;
    } catch (error) {
      // whatever keeps it from starting, the next one does the same work
      if (!(error instanceof Error && "syscall" in error)) throw error;
    }
  }
  return undefined;
}

async function* byProgram(
  source: Readable,
  failure: Failure,
  program: ChildProcessWithoutNullStreams,
): AsyncGenerator<Buffer> {
  const ended = once(program, "close");
  try {
    if (failure.error !== undefined) throw failure.error;
    source.once("error", () => program.kill());
    // it has stopped reading: its exit code says why
    program.stdin.once("error", () => source.destroy());
    program.stderr.resume();
    source.pipe(program.stdin);
    const output: AsyncIterable<Buffer> = program.stdout;
    yield* output;
    const [code] = await ended;
    if (failure.error !== undefined) throw failure.error;
    if (code !== 0) throw new Bzip2Error(DAMAGED);
  } finally {
    program.kill();
  }
}

async function* inJavaScript(source: Readable, failure: Failure): AsyncGenerator<Buffer> {
  const { default: unbzip2 } = await import("unbzip2-stream");
  if (failure.error !== undefined) throw failure.error;
  const decoder = unbzip2();
  // the decoder is a stream of Node's first kind, which cannot be iterated
  const output = new PassThrough();
  for (const stream of [source, decoder]) stream.once("error", (error) => output.destroy(error));
  source.pipe(decoder).pipe(output);
  try {
    const pieces: AsyncIterable<Buffer> = output;
    yield* pieces;
  } catch (cause) {
    throw failure.error ?? new Bzip2Error(DAMAGED, { cause });
  }
}

const DAMAGED = "the bzip2 data is cut off or damaged";
