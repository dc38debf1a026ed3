/** @file The commands with their options, as `--help` shows them. */
import { Command, Option } from "commander";

/** What is done with a command's arguments and options; loaded only when the command is run. */
export interface Actions {
  ask(words: readonly string[], flags: unknown): Promise<void>;
  show(run: string | undefined, flags: unknown): Promise<void>;
  runs(flags: unknown): Promise<void>;
}

export function describeProgram(version: string, actions: Actions): Command {
  const program = new Command("wideseek")
    .description("One question in, one table out, each cell with its source.")
    .usage("<command> [options]")
    .version(version, "--version", "print the version")
    .helpOption("-h, --help", "print help")
    .helpCommand(false);
  describeAsk(program).action((words: readonly string[], flags: unknown) => actions.ask(words, flags));
  describeShow(program).action((run: string | undefined, flags: unknown) => actions.show(run, flags));
  describeRuns(program).action((flags: unknown) => actions.runs(flags));
  return program.addHelpText(
    "after",
    examples(
      'ask "Which countries of Africa are landlocked? Give capital and population."',
      "show",
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
    .argument("<question...>", "what to find out; - reads it from stdin")
    .optionsGroup("Answer")
    .option("--columns <names>", 'columns of the table, such as "Country, Capital"')
    .addOption(choice("--answer <form>", "form of the answer", ["auto", "table", "short"]))
    .addOption(choice("--language <code>", "language of the agents", ["auto", "en", "zh"]))
    .optionsGroup("Team")
    .option("--model <name>", "demonstrator (default), or such as openai/gpt-5-mini")
    .option("--lead-model <name>", "another model for the lead agent")
    .option("--subagent-model <name>", "another model for the subagents")
    .option("--base-url <url>", "an OpenAI-compatible server that has the model")
    .option("--max-subagents <n>", "subagents at once: 10")
    .option("--depth <n>", "levels of subagents: 1")
    .addOption(new Option("--single", "a single agent, no team").conflicts(["maxSubagents", "depth"]))
    .addOption(choice("--wire <names>", "names of the tools", ["paper", "published"]))
    .option("--kb <name>", "the knowledge base to search: seed")
    .optionsGroup("Limits")
    .option("--budget <amounts>", "such as 0.50usd,200k-tokens,100-calls,60-turns")
    .option("--deadline <time>", "such as 90s or 5m")
    .optionsGroup("Output")
    .addOption(choice("--format <format>", "form of the table", ["markdown", "csv", "json"]))
    .option("--out <file>", "write the table to a file")
    .option("--events", "print what happens as JSON lines, not the table")
    .option("--quiet", "no progress")
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .addHelpText(
      "after",
      `${examples(
        'ask "Which countries of Africa are landlocked?" --columns "Country, Capital"',
        'ask "列出波罗的海国家及其首都" --format csv --out baltic.csv',
        'ask "Which ocean is the deepest?" --answer short',
        "ask - --model openai/gpt-5-mini --budget 0.50usd < question.txt",
      )}\n\nExit codes: 0 answered, 1 ended before that (what was found is printed), 2 bad input, 130 Ctrl-C.`,
    );
}

function describeShow(program: Command): Command {
  return program
    .command("show")
    .usage("[run] [options]")
    .summary("print a run again, with what each agent did")
    .description("Prints a run again: its table, and what each agent did.")
    .argument("[run]", "a run's name or a part of it; without it the newest run")
    .option("--agent <id>", "all that one agent read and wrote, such as lead.3")
    .addOption(choice("--format <format>", "only the table, in this form", ["markdown", "csv", "json"]))
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .addHelpText("after", examples("show", "show ab12 --agent lead.3", "show ab12 --format json"));
}

function describeRuns(program: Command): Command {
  return program
    .command("runs")
    .summary("list the runs")
    .description("Lists the runs, newest first: name, start, end, rows, cost, time and question.")
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS");
}

function choice(flags: string, description: string, choices: readonly string[]): Option {
  return new Option(flags, `${description}: ${choices.join(", ")}`).choices(choices);
}

function examples(...commands: readonly string[]): string {
  return ["", "Examples", ...commands.map((command) => `  wideseek ${command}`)].join("\n");
}
