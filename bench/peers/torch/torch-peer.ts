/** @file PyTorch on the processor as a peer: an environment of its own, and a process that trains on orders. */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { z } from "zod";

/** What `steps` steps of training gave and took. */
interface Trained {
  readonly losses: readonly number[];
  readonly seconds: number;
  /** Of all threads. */
  readonly cpuSeconds: number;
}

/** Trains the model of the benchmark from its first weights, going on where the call before ended. */
export interface TrainingRunner<Case extends string = string> {
  readonly name: string;
  train(name: Case, steps: number): Promise<Trained>;
  close(): Promise<void>;
}

/** A Python with PyTorch, or why there is none. */
export type TorchPlace =
  | { readonly kind: "ready"; readonly python: string }
  | { readonly kind: "missing"; readonly reason: string };

/**
 * The environment under `cacheDirectory`, made at the first call and whenever the requirements change: about 600 MB from
 * PyPI, 2 GB on disk. `basePython` makes it.
 */
export function installTorch(cacheDirectory: string, basePython: string): TorchPlace {
  const requirements = beside("requirements.txt");
  const wanted = readFileSync(requirements, "utf8");
  const environment = join(cacheDirectory, "torch");
  const python = join(environment, "bin", "python");
  const marker = join(environment, "installed.txt");
  if (existsSync(marker) && readFileSync(marker, "utf8") === wanted) return { kind: "ready", python };
  console.log(`installing PyTorch into ${environment}, once`);
  rmSync(environment, { recursive: true, force: true });
  try {
    run(basePython, ["-m", "venv", environment]);
    run(python, ["-m", "pip", "install", "--quiet", "--no-deps", "--requirement", requirements]);
    run(python, [beside("stand-in-cuda.py")]);
    run(python, ["-c", "import torch; torch.ones(2, 2) @ torch.ones(2, 2)"]);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { kind: "missing", reason: error.message.trim().split("\n").at(-1) ?? "" };
  }
  writeFileSync(marker, wanted);
  return { kind: "ready", python };
}

export interface TorchOptions {
  readonly python: string;
  /** Holds model.json, model.safetensors and batches.json, as train.py says. */
  readonly directory: string;
  readonly threads: number;
  readonly mode: "eager" | "compiled";
  /** For what torch.compile builds. */
  readonly cacheDirectory: string;
}

const greeting = z.object({ version: z.string() });
const answer = z.object({
  losses: z.array(z.number()),
  seconds: z.number(),
  cpuSeconds: z.number(),
});

/** A process that trains the model from its first weights. Calls reject when it ends. */
export async function openTorch(options: TorchOptions): Promise<TrainingRunner> {
  const { python, directory, threads, mode, cacheDirectory } = options;
  const environment = {
    ...process.env,
    OMP_WAIT_POLICY: "PASSIVE",
    TORCHINDUCTOR_CACHE_DIR: join(cacheDirectory, "torch-compiled"),
  };
  const child = spawn(python, [beside("train.py"), directory, String(threads), mode], {
    env: environment,
    stdio: ["pipe", "pipe", "inherit"],
  });
  const ended = new Promise((resolve) => child.once("close", resolve));
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const read = async (): Promise<unknown> => {
    const next = await lines.next();
    if (next.done === true) throw new Error(`PyTorch, ${mode}, ended before it answered`);
    return JSON.parse(next.value);
  };
  const { version } = greeting.parse(await read());
  return {
    name: `PyTorch ${version}, ${mode}`,
    train: async (name, steps) => {
      child.stdin.write(`${JSON.stringify({ case: name, steps })}\n`);
      return answer.parse(await read());
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}

function run(command: string, args: readonly string[]): void {
  execFileSync(command, args, { encoding: "utf8", stdio: ["ignore", "inherit", "pipe"] });
}

function beside(name: string): string {
  return fileURLToPath(new URL(name, import.meta.url));
}
