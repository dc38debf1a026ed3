/** @file The commands with their options, as `--help` shows them. */
import { Command, Option } from "commander";
import { ConfigError } from "../core/errors.ts";
import { exportFormat } from "../export/exported-run.ts";
import { MODELS_ON_BOARD } from "../service/models/default-model.ts";
import { EFFORT_NAMES, EFFORTS } from "../service/plans/efforts.ts";
import { repeated } from "./arguments/repeated.ts";
import { describeKb, type KbActions } from "./kb/describe-kb.ts";
import { describeMcp, type McpActions } from "./mcp/describe-mcp.ts";
import { describeRevise, type ReviseActions } from "./revise/describe-revise.ts";
import { describeServe, type ServeActions } from "./serve/describe-serve.ts";

/** What is done with a command's arguments and options; loaded only when the command is run. */
export interface Actions extends ServeActions, McpActions {
  ask(words: readonly string[], flags: unknown): Promise<void>;
  show(run: string | undefined, flags: unknown): Promise<void>;
  resume(run: string | undefined, flags: unknown): Promise<void>;
  readonly revise: ReviseActions;
  runs(flags: unknown): Promise<void>;
  eval(benchmark: string | undefined, flags: unknown): Promise<void>;
  score(answers: readonly string[], flags: unknown): Promise<void>;
  export(policy: string, flags: unknown): Promise<void>;
  train(kind: "sft" | "rl", flags: unknown): Promise<void>;
  readonly kb: KbActions;
}

/** What `--model` takes. */
const MODEL = `${MODELS_ON_BOARD.join(" (default), ")}, or such as openai/gpt-5-mini`;

export function describeProgram(version: string, actions: Actions): Command {
  const program = new Command("wideseek")
    .description("One question in, one table out, each cell with its source.")
    .usage("<command> [options]")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false);
  describeAsk(program).action((words: readonly string[], flags: unknown) => actions.ask(words, flags));
  describeShow(program).action((run: string | undefined, flags: unknown) => actions.show(run, flags));
  describeResume(program).action((run: string | undefined, flags: unknown) => actions.resume(run, flags));
  describeRevise(program, actions.revise);
  describeRuns(program).action((flags: unknown) => actions.runs(flags));
  describeEval(program).action((benchmark: string | undefined, flags: unknown) =>
    actions.eval(benchmark, flags),
  );
  describeScore(program).action((answers: readonly string[], flags: unknown) =>
    actions.score(answers, flags),
  );
  describeKb(program, actions.kb);
  describeServe(program, actions);
  describeMcp(program, actions);
  describeTrain(program, actions);
  describeExport(program).action((policy: string, flags: unknown) => actions.export(policy, flags));
  return program.addHelpText(
    "after",
    examples(
      'ask "Which countries of Africa are landlocked? Give capital and population."',
      "show",
      "eval seed-dev --width 0,1,5",
      "ask --help",
    ),
  );
}

function describeAsk(program: Command): Command {
  return program
    .command("ask")
    .usage('"<question>" [options]')
    .addHelpOption(new Option("-h, --help", "print help").helpGroup("Output"))
    .summary("answer a question with a table")
    .description("Answers a question with a table. Progress goes to stderr, the table to stdout.")
    .argument("[question...]", "what to find out; - reads it from stdin")
    .optionsGroup("Answer")
    .option("--columns <names>", 'columns of the table, such as "Country, Capital"')
    .addOption(choice("--answer <form>", "form of the answer", ["auto", "table", "short"]))
    .addOption(choice("--language <code>", "language of the agents", ["auto", "en", "zh"]))
    .optionsGroup("Plan")
    .option("--plan", "show rows, columns, subtasks and price first; run, edit or leave them")
    .option("--from <file>", "run a plan that was kept: --plan --format json > plan.json")
    .option("--preview <rows>", "look up only so many rows, and say what all of them would take")
    .addOption(choice("--effort <level>", "limits of the team", EFFORT_NAMES))
    .optionsGroup("Team")
    .option("--model <name>", MODEL)
    .option("--lead-model <name>", "another model for the lead agent")
    .option("--subagent-model <name>", "another model for the subagents")
    .option("--base-url <url>", "an OpenAI-compatible server that has the model")
    .option("--max-subagents <n>", "subagents at once: 10")
    .option("--depth <n>", "levels of subagents: 1")
    .addOption(new Option("--single", "a single agent, no team").conflicts(["maxSubagents", "depth"]))
    .addOption(choice("--wire <names>", "names of the tools", ["paper", "published"]))
    .optionsGroup("Knowledge")
    .addOption(repeated("--kb <name>", "seed (default), a directory of kb build, documents, a server"))
    .addOption(repeated("--mcp <server>", "a command or URL whose tools subagents get too"))
    .option("--web", "search the web too; needs the key of a search service")
    .option("--no-web", "open no connection but the model's")
    .addOption(choice("--reader <name>", "what reads web pages", ["fetcher", "jina", "serper", "tavily"]))
    .option("--allow-hosts <list>", "of the web only these hosts, such as *.gov,example.org")
    .option("--deny-hosts <list>", "of the web never these hosts")
    .option("--offline", "web pages only as they were kept")
    .option("--embedding <place>", "for dense search: an embedding server's URL, or a model's folder")
    .option("--embedding-model <name>", "of a server or cluster")
    .optionsGroup("Limits")
    .option("--budget <amounts>", "such as 0.50usd,200k-tokens,100-calls,60-turns")
    .option("--deadline <time>", "such as 90s or 5m")
    .optionsGroup("Output")
    .addOption(choice("--format <format>", "form of the table", exportFormat.options))
    .option("--out <file>", "write the table to a file: .md, .csv, .json, .xlsx, .html")
    .option("--strict", "leave cells empty that no page states")
    .option("--events", "print what happens as JSON lines, not the table")
    .option("--otel <url>", "send traces to an OpenTelemetry collector")
    .option("--quiet", "no progress")
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .addHelpText(
      "after",
      `${effortTable()}\n${examples(
        'ask "Which countries of Africa are landlocked?" --columns "Country, Capital"',
        'ask "列出波罗的海国家及其首都" --format csv --out baltic.csv',
        'ask "What is the capital of Peru?" --answer short',
        "ask - --model openai/gpt-5-mini --budget 0.50usd < question.txt",
        'ask "列出非洲国家及其首都和面积" --preview 10',
        'ask "Countries of Asia with capital" --plan --format json > plan.json',
        "ask --from plan.json --effort low",
      )}\n\nExit codes: 0 answered, 1 ended before that (what was found is printed), 2 bad input, 130 Ctrl-C.`,
    );
}

/** What each effort sets; options that are given come before it. */
function effortTable(): string {
  const rows = EFFORTS.map(({ name, maxSubagents, leadTurns, subagentTurns, minutes, tokens }) =>
    [
      `  ${name.padEnd(8)}${String(maxSubagents).padStart(3)} subagents at once`,
      `${leadTurns} and ${subagentTurns} turns`,
      `${minutes} min`,
      `${tokens.toLocaleString("en-US")} tokens`,
    ].join(", "),
  );
  return ["", "Effort", ...rows].join("\n");
}

function describeShow(program: Command): Command {
  return program
    .command("show")
    .usage("[run] [options]")
    .summary("print a run again, with what each agent did")
    .description("Prints a run again: its table, and what each agent did.")
    .argument("[run]", "a run's name or a part of it; without it the newest run")
    .option("--agent <id>", "all that one agent read and wrote, such as lead.3")
    .addOption(choice("--format <format>", "only the table, in this form", exportFormat.options))
    .option("--out <file>", "only the table, to a file: .md, .csv, .json, .xlsx, .html")
    .option("--strict", "leave cells empty that no page states")
    .option("--otel <url>", "send its trace to an OpenTelemetry collector too")
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .addHelpText("after", examples("show", "show ab12 --agent lead.3", "show ab12 --out table.xlsx"));
}

function describeResume(program: Command): Command {
  return program
    .command("resume")
    .usage("[run] [options]")
    .summary("go on with a run that was broken off")
    .description(
      "Goes on with a run that was killed, stopped or out of budget. Nothing that is finished is done again.",
    )
    .argument("[run]", "a run's name or a part of it; without it the newest run")
    .option("--budget <amounts>", "another budget, what is spent included")
    .option("--deadline <time>", "another deadline, the time used included")
    .addOption(choice("--format <format>", "form of the table", exportFormat.options))
    .option("--out <file>", "write the table to a file: .md, .csv, .json, .xlsx, .html")
    .option("--events", "print what happens as JSON lines, not the table")
    .option("--otel <url>", "send traces to an OpenTelemetry collector")
    .option("--quiet", "no progress")
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .addHelpText("after", examples("resume", "resume ab12 --budget 1usd"));
}

function describeRuns(program: Command): Command {
  return program
    .command("runs")
    .summary("list the runs")
    .description("Lists the runs, newest first: name, start, end, rows, cost, time and question.")
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS");
}

const BENCHMARKS =
  "seed-test, seed-dev, seed-train (240 tasks each; seed-test-all is the whole split), or widesearch:<path>, wideseek-r1:<file>, asearcher:<path>";

function describeEval(program: Command): Command {
  return program
    .command("eval")
    .usage("<benchmark> [options]")
    .addHelpOption(new Option("-h, --help", "print help").helpGroup("Output"))
    .summary("run a team on a benchmark and score it")
    .description("Runs a team on a benchmark, scores every answer, and writes a report with all figures.")
    .argument("[benchmark]", BENCHMARKS)
    .optionsGroup("What is run")
    .option("--trials <n>", "of each task: 1")
    .option("--width <list>", "widths to compare, such as 0,1,2,5,10,20; 0 is a single agent")
    .option("--turns <list>", "turn limits of a single agent to compare, such as 10,20,50")
    .option("--limit <n>", "at most so many tasks, of every kind")
    .addOption(choice("--language <code>", "only tasks in this language", ["en", "zh"]))
    .optionsGroup("Team")
    .option("--model <name>", MODEL)
    .option("--lead-model <name>", "another model for the lead agent")
    .option("--subagent-model <name>", "another model for the subagents")
    .option("--base-url <url>", "an OpenAI-compatible server that has the model")
    .option("--depth <n>", "levels of subagents: 1")
    .addOption(choice("--wire <names>", "names of the tools", ["paper", "published"]))
    .option("--seed <n>", "the n-th trial of a task has this plus n: 0")
    .optionsGroup("Scores")
    .option("--judge <name>", "exact (default), or a model, where rules cannot tell")
    .option("--date <day>", "the day that dates are read on, such as 2026-11-23: today")
    .optionsGroup("Limits")
    .option("--concurrency <n>", "trials at once: 4")
    .option("--budget <amounts>", "of each trial, such as 0.50usd,200k-tokens,100-calls,60-turns")
    .option("--deadline <time>", "of each trial, such as 90s or 5m")
    .optionsGroup("Output")
    .addOption(
      new Option("--out <directory>", "a new directory for trials, runs and report").conflicts("resume"),
    )
    .option("--resume <directory>", "continue an evaluation; options need not be repeated")
    .option("--record <file>", "keep every sample of every model, the judge's too")
    .addOption(new Option("--replay <file>", "take samples from a recording, no model").conflicts("record"))
    .option("--quiet", "no progress")
    .option("--no-color", "no colours; so does NO_COLOR")
    .addHelpText(
      "after",
      `${examples(
        "eval seed-test --trials 4 --width 0,1,2,5,10",
        "eval seed-dev --limit 20 --model openai/gpt-5-mini --budget 100k-tokens --record mini.jsonl",
        "eval widesearch:./data/widesearch --model ollama/qwen3:4b --judge openai/gpt-5-mini",
        "eval --resume ./my-evaluation",
      )}\n\nExit codes: 0 every trial has a score, 1 some have none, 2 bad input, 130 Ctrl-C (finished trials are kept).`,
    );
}

function describeScore(program: Command): Command {
  return program
    .command("score")
    .usage("<answers...> [options]")
    .addHelpOption(new Option("-h, --help", "print help").helpGroup("Output"))
    .summary("score answers that are there already")
    .description("Scores answers that are there already against a benchmark, and writes a report.")
    .argument(
      "<answers...>",
      "evaluations or runs of wideseek, response files of WideSearch or RLinf, folders of those",
    )
    .optionsGroup("Scores")
    .option("--benchmark <name>", `${BENCHMARKS}; an evaluation's own`)
    .option("--limit <n>", "at most so many tasks, of every kind")
    .addOption(choice("--language <code>", "only tasks in this language", ["en", "zh"]))
    .option("--judge <name>", "exact (default), or a model, where rules cannot tell")
    .option("--date <day>", "the day that dates are read on, such as 2026-11-23: today")
    .option("--concurrency <n>", "answers at once: 8")
    .optionsGroup("Output")
    .option("--out <directory>", "a directory for the report")
    .addOption(choice("--format <format>", "form of the scores", ["text", "json"]))
    .option("--no-color", "no colours; so does NO_COLOR")
    .addHelpText(
      "after",
      `${examples(
        "score ./responses --benchmark widesearch:./data/widesearch",
        "score ./my-evaluation --judge openai/gpt-5-mini --out ./judged",
        "score ./runs --benchmark seed-test --format json",
      )}\n\nExit codes: 0 every answer has a score, 1 some have none, 2 bad input, 130 Ctrl-C.`,
    );
}

const TRAININGS = {
  sft: {
    summary: "a policy learns to write what the demonstrator does",
    example: "train sft --config recipes/sft.json --out ./sft",
  },
  rl: {
    summary: "a team of a policy learns from the rewards of its answers",
    example: "train rl --config recipes/rl.json --out ./rl",
  },
} as const;

function describeTrain(program: Command, { train }: Actions): void {
  const parent = program
    .command("train")
    .usage("<sft|rl> [options]")
    .helpCommand(false)
    .addHelpOption(new Option("-h, --help", "print help"))
    .summary("train a policy")
    .description("Trains a policy in this process: supervised (sft), or by reinforcement learning (rl).")
    .argument("[kind]", "sft or rl")
    .action((kind: string | undefined) => {
      if (kind === undefined) parent.outputHelp();
      else throw new ConfigError(`Unknown training "${kind}". Use sft or rl.`);
    })
    .addHelpText("after", examples(TRAININGS.sft.example, TRAININGS.rl.example));
  for (const kind of ["sft", "rl"] as const) describeTraining(parent, kind, train);
}

function describeTraining(parent: Command, kind: "sft" | "rl", train: Actions["train"]): void {
  const { summary, example } = TRAININGS[kind];
  parent
    .command(kind)
    .usage("--config <file> --out <directory> [options]")
    .addHelpOption(new Option("-h, --help", "print help"))
    .summary(summary)
    .description(
      `Trains a policy: ${summary}. The same command in the same directory goes on where it was broken off.`,
    )
    .requiredOption("--config <file>", "what is trained, and how, as JSON; paths in it are relative to it")
    .requiredOption("--out <directory>", "for checkpoints, metrics.jsonl, report.html and the policy")
    .option("--seed <n>", "another seed than the config's")
    .option("--quiet", "no progress")
    .option("--no-color", "no colours; so does NO_COLOR")
    .action((flags: unknown) => train(kind, flags))
    .addHelpText(
      "after",
      `${examples(example, 'ask "…" --model policy:./'.concat(kind, "/policy"))}\n\n` +
        "Exit codes: 0 trained, 1 broken off by a fault, 2 bad input, 130 Ctrl-C (the steps that are done are kept).",
    );
}

function describeExport(program: Command): Command {
  return program
    .command("export")
    .usage("<policy> [options]")
    .addHelpOption(new Option("-h, --help", "print help"))
    .summary("write a policy in the form of other tools")
    .description(
      "Writes a policy as a GGUF file (llama.cpp) or as a Hugging Face folder (transformers, vLLM).",
    )
    .argument("<policy>", "seed-policy, or the directory of a policy")
    .option("--gguf <file>", "a GGUF file")
    .option("--hugging-face <directory>", "a folder with config.json, model.safetensors and tokenizer.json")
    .option("--half", "16-bit weights: half the size")
    .addHelpText(
      "after",
      examples("export seed-policy --gguf seed-policy.gguf", "export ./rl/policy --hugging-face ./hf --half"),
    );
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, `${description}: ${choices.join(", ")}`).choices(choices);
}

function examples(...commands: readonly string[]): string {
  return ["", "Examples", ...commands.map((command) => `  wideseek ${command}`)].join("\n");
}
