/** @file From a command line to an exit code. */
import { readFile } from "node:fs/promises";
import { styleText } from "node:util";
import { type Command, CommanderError, type Option } from "commander";
import { ConfigError } from "../core/errors.ts";
import { describeProgram } from "./commands.ts";
import type { Environment } from "./environment.ts";
import { EXIT } from "./exit-code.ts";
import type { KbActions } from "./kb/describe-kb.ts";
import type { ReviseActions } from "./revise/describe-revise.ts";

/** Carries out `args` (without the program's own name) and gives the exit code. Throws `ConfigError` for bad input. */
export async function runCommandLine(args: readonly string[], environment: Environment): Promise<number> {
  const version = await packageVersion();
  let code: number = EXIT.answered;
  const end = (result: number) => {
    code = result;
  };
  const program = describeProgram(version, {
    ask: async (words, flags) => {
      const { ask } = await import("./ask/ask.ts");
      code = await ask(words, flags, { ...environment, version });
    },
    show: async (run, flags) => {
      const { show } = await import("./show.ts");
      code = await show(run, flags, { ...environment, version });
    },
    resume: async (run, flags) => {
      const { resume } = await import("./resume/resume.ts");
      code = await resume(run, flags, { ...environment, version });
    },
    revise: reviseActions({ ...environment, version }, end),
    runs: async (flags) => {
      const { listRuns } = await import("./list-runs.ts");
      code = await listRuns(flags, environment);
    },
    eval: async (benchmark, flags) => {
      const { evaluate } = await import("./eval/eval.ts");
      code = await evaluate(benchmark, flags, { ...environment, version });
    },
    score: async (answers, flags) => {
      const { score } = await import("./score/score.ts");
      code = await score(answers, flags, { ...environment, version });
    },
    train: async (kind, flags) => {
      const { train } = await import("./train/train.ts");
      code = await train(kind, flags, environment);
    },
    mcp: async (flags) => {
      const { serveTables } = await import("./mcp/mcp.ts");
      code = await serveTables(flags, { ...environment, version });
    },
    serve: async (flags) => {
      const { serve } = await import("./serve/serve.ts");
      code = await serve(flags, { ...environment, version });
    },
    kb: kbActions(environment, end),
    export: async (policy, flags) => {
      const { exportPolicy } = await import("./export.ts");
      code = await exportPolicy(policy, flags, environment);
    },
  });
  for (const command of withSubcommands(program)) configure(command, environment);
  if (args.length === 0) {
    program.outputHelp();
    return code;
  }
  await program.parseAsync(args, { from: "user" }).catch(asConfigError);
  return code;
}

function reviseActions(
  environment: Environment & { readonly version: string },
  end: (code: number) => void,
): ReviseActions {
  return {
    revise: async (kind, run, flags) => {
      const { revise } = await import("./revise/revise.ts");
      end(await revise(kind, run, flags, environment));
    },
    choose: async (run, flags) => {
      const { choose } = await import("./revise/decide.ts");
      end(await choose(run, flags, environment));
    },
    split: async (run, flags) => {
      const { split } = await import("./revise/decide.ts");
      end(await split(run, flags, environment));
    },
    history: async (run, flags) => {
      const { history } = await import("./revise/history.ts");
      end(await history(run, flags, environment));
    },
  };
}

function kbActions(environment: Environment, end: (code: number) => void): KbActions {
  return {
    build: async (directory, source, flags) => {
      const { buildKnowledgeBase } = await import("./kb/build.ts");
      end(await buildKnowledgeBase(directory, source, flags, environment));
    },
    search: async (name, words, flags) => {
      const { searchKnowledgeBase } = await import("./kb/search.ts");
      end(await searchKnowledgeBase(name, words, flags, environment));
    },
    info: async (name, flags) => {
      const { describeKnowledgeBase } = await import("./kb/info.ts");
      end(await describeKnowledgeBase(name, flags, environment));
    },
    serve: async (name, flags) => {
      const { serveKnowledgeBase } = await import("./kb/serve.ts");
      end(await serveKnowledgeBase(name, flags, environment));
    },
  };
}

function withSubcommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(withSubcommands)];
}

function configure(command: Command, { stdout }: Environment): void {
  command
    .exitOverride()
    .configureOutput({ writeOut: (text) => stdout.write(text), outputError: () => undefined })
    .configureHelp({
      styleTitle: (title) => styleText("bold", title.replace(/(?<!Usage):$/, "")),
      subcommandTerm: (subcommand) => `${subcommand.name()} ${argumentsOf(subcommand)}`.trimEnd(),
      optionDescription: ({ description }: Option) => description,
    });
}

function argumentsOf(subcommand: Command): string {
  return subcommand.usage().replace("[options]", "").trim();
}

/** Help and version are no errors; anything else that is wrong with the command line becomes one sentence. */
function asConfigError(error: unknown): void {
  if (!(error instanceof CommanderError)) throw error;
  if (error.exitCode === 0) return;
  const text = error.message.replace(/^error: /, "").replace(/\s*\n\s*/g, " ");
  const sentence = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`.replace(/(?<![.?)])$/, ".");
  throw new ConfigError(sentence, { cause: error });
}

async function packageVersion(): Promise<string> {
  const { version }: { version: string } = JSON.parse(
    await readFile(new URL("../../package.json", import.meta.url), "utf8"),
  );
  return version;
}
