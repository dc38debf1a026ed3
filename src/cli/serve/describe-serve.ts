/** @file `wideseek serve` with its options, as `--help` shows them. */
import { type Command, Option } from "commander";
import { describeOffer } from "../arguments/offer.ts";

export interface ServeActions {
  serve(flags: unknown): Promise<void>;
}

export function describeServe(program: Command, actions: ServeActions): void {
  const command = program
    .command("serve")
    .usage("[options]")
    .addHelpOption(new Option("-h, --help", "print help").helpGroup("Output"))
    .summary("the page and the API, for a browser, programs and chat clients")
    .description(
      "Serves the page, the HTTP API with its event stream, and chat completions, until Ctrl-C. Runs that are under way then are stopped and can be gone on with.",
    )
    .action((flags: unknown) => actions.serve(flags))
    .optionsGroup("Address")
    .option("--port <n>", "7077; 0 for any that is free")
    .option("--host <address>", "127.0.0.1: this machine only")
    .option(
      "--token <text>",
      "that clients must send; elsewhere than on this machine one is made. So does WIDESEEK_TOKEN",
    )
    .option("--open", "open the page in a browser");
  describeOffer(command)
    .option("--max-runs <n>", "under way at once: 4")
    .optionsGroup("Places")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .option("--evaluations <directory>", "whose folders are evaluations")
    .option("--trainings <directory>", "whose folders are trainings")
    .addHelpText(
      "after",
      [
        "",
        "Examples",
        "  wideseek serve --open",
        "  wideseek serve --model openai/gpt-5-mini --kb ./reports --web",
        "  wideseek serve --host 0.0.0.0 --port 8080",
      ].join("\n"),
    );
}
