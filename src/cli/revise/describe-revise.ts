/** @file The commands that change, decide and look back on a table that is there, with their options. */
import { type Command, Option } from "commander";
import type { Change } from "../../core/revision.ts";
import { exportFormat } from "../../export/exported-run.ts";
import { repeated } from "../arguments/repeated.ts";

export interface ReviseActions {
  revise(kind: Change["kind"], run: string | undefined, flags: unknown): Promise<void>;
  choose(run: string | undefined, flags: unknown): Promise<void>;
  split(run: string | undefined, flags: unknown): Promise<void>;
  history(run: string | undefined, flags: unknown): Promise<void>;
}

export function describeRevise(program: Command, actions: ReviseActions): void {
  describeRepair(program, actions);
  describeExtend(program, actions);
  describeRefresh(program, actions);
  describeDecisions(program, actions);
  describeHistory(program, actions);
}

const RUN = "a run's name or a part of it; without it the newest run";
const NAMES = "names with commas between them, or semicolons where names hold commas";

function describeRepair(program: Command, { revise }: ReviseActions): void {
  const command = program
    .command("repair")
    .usage("[run] [options]")
    .summary("find cells of a table again that are missing or doubtful")
    .description(
      "Finds cells of a run's table again: the missing, unsupported and conflicting ones, or those you name.",
    )
    .argument("[run]", RUN)
    .optionsGroup("Cells")
    .option("--cells <states>", "missing,unsupported,conflicting (default), supported, absent")
    .option("--column <names>", `only these columns; ${NAMES}`)
    .option("--rows <names>", "only these rows")
    .action((run: string | undefined, flags: unknown) => revise("repair", run, flags));
  common(command).addHelpText("after", examples("repair", 'repair ab12 --cells conflicting --column "GDP"'));
}

function describeExtend(program: Command, { revise }: ReviseActions): void {
  const command = program
    .command("extend")
    .usage("[run] [options]")
    .summary("add columns or rows to a table")
    .description("Adds columns or rows to a run's table, or to a table from a file, and finds their cells.")
    .argument("[run]", `${RUN}; or a .csv, .tsv or .xlsx file`)
    .optionsGroup("What is added")
    .option("--column <names>", `columns; ${NAMES}`)
    .option("--rows <names>", 'rows by name, or what they are: "the countries of Oceania"')
    .option("--more-rows <what>", "what the rows are, where --rows would take it for a name")
    .optionsGroup("Knowledge for a table from a file")
    .addOption(repeated("--kb <name>", "seed (default), a directory of kb build, documents, a server"))
    .option("--web", "search the web too; needs the key of a search service")
    .action((run: string | undefined, flags: unknown) => revise("extend", run, flags));
  common(command).addHelpText(
    "after",
    examples(
      'extend --column "Area, Currency"',
      'extend ab12 --rows "Peru, Chile"',
      'extend ab12 --rows "the countries of Oceania"',
      'extend countries.xlsx --column "Capital" --kb seed',
    ),
  );
}

function describeRefresh(program: Command, { revise }: ReviseActions): void {
  const command = program
    .command("refresh")
    .usage("[run] [options]")
    .summary("read the sources of a table again")
    .description(
      "Reads the sources of a run's table again, and finds again what they no longer state. Where nothing changed, no model is asked.",
    )
    .argument("[run]", RUN)
    .optionsGroup("Cells")
    .option("--column <names>", `only these columns; ${NAMES}`)
    .option("--rows <names>", "only these rows")
    .action((run: string | undefined, flags: unknown) => revise("refresh", run, flags));
  common(command).addHelpText("after", examples("refresh", 'refresh ab12 --column "Population"'));
}

/** The options of every revision. */
function common(command: Command): Command {
  return command
    .addHelpOption(new Option("-h, --help", "print help").helpGroup("Output"))
    .optionsGroup("Model and limits")
    .option("--model <name>", "another model than the run had")
    .option("--base-url <url>", "an OpenAI-compatible server that has the model")
    .option("--budget <amounts>", "of this revision, such as 0.50usd,200k-tokens")
    .option("--deadline <time>", "such as 90s or 5m")
    .option("--price", "say what it will do and may take, and stop")
    .option("--yes", "do not ask whether to go on")
    .optionsGroup("Output")
    .addOption(
      new Option("--format <format>", `form of the table: ${exportFormat.options.join(", ")}`).choices(
        exportFormat.options,
      ),
    )
    .option("--out <file>", "write the table to a file: .md, .csv, .json, .xlsx, .html")
    .option("--events", "print what happens as JSON lines, not the table")
    .option("--quiet", "no progress")
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS");
}

function describeDecisions(program: Command, { choose, split }: ReviseActions): void {
  program
    .command("choose")
    .usage("[run] [options]")
    .addHelpOption(new Option("-h, --help", "print help"))
    .summary("choose the value of a cell by hand")
    .description(
      "Makes a value that of a cell: one that a page states, or your own, which is then marked as typed.",
    )
    .argument("[run]", RUN)
    .requiredOption("--row <name>", "its row")
    .requiredOption("--column <name>", "its column")
    .requiredOption("--value <value>", "the value")
    .option("--url <url>", "the page that states it, where several do")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .action((run: string | undefined, flags: unknown) => choose(run, flags))
    .addHelpText("after", examples('choose ab12 --row Peru --column Capital --value "Lima"'));
  program
    .command("split")
    .usage("[run] [options]")
    .addHelpOption(new Option("-h, --help", "print help"))
    .summary("undo that several rows became one")
    .description("Makes a row that was made of several names several rows again.")
    .argument("[run]", RUN)
    .requiredOption("--row <name>", "the row")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .action((run: string | undefined, flags: unknown) => split(run, flags))
    .addHelpText("after", examples('split ab12 --row "Ivory Coast"'));
}

function describeHistory(program: Command, { history }: ReviseActions): void {
  program
    .command("history")
    .usage("[run] [options]")
    .addHelpOption(new Option("-h, --help", "print help"))
    .summary("print every value that a cell had")
    .description(
      "Prints every value that a cell had: who found it, with which model, on which page, and what it replaced.",
    )
    .argument("[run]", RUN)
    .requiredOption("--row <name>", "its row")
    .requiredOption("--column <name>", "its column")
    .addOption(new Option("--format <format>", "text or json").choices(["text", "json"]))
    .option("--no-color", "no colours; so does NO_COLOR")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .action((run: string | undefined, flags: unknown) => history(run, flags))
    .addHelpText("after", examples("history ab12 --row Peru --column Capital"));
}

function examples(...commands: readonly string[]): string {
  return ["", "Examples", ...commands.map((command) => `  wideseek ${command}`)].join("\n");
}
