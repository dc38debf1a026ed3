/** @file `wideseek mcp` with its options, as `--help` shows them. */
import { type Command, Option } from "commander";
import { describeOffer } from "../arguments/offer.ts";

export interface McpActions {
  mcp(flags: unknown): Promise<void>;
}

export function describeMcp(program: Command, actions: McpActions): void {
  const command = program
    .command("mcp")
    .usage("[options]")
    .addHelpOption(new Option("-h, --help", "print help").helpGroup("Places"))
    .summary("tables as tools of an MCP server, for other agents")
    .description(
      "Serves tables as tools of the Model Context Protocol: ask, get_table, add_column, add_rows, fill_cells, verify_cells, show_evidence, choose_source, export, list_runs, stop. Over standard input and output, for a client that starts it; or over HTTP.",
    )
    .action((flags: unknown) => actions.mcp(flags))
    .optionsGroup("Address")
    .option("--http", "over HTTP at /mcp, in place of standard input and output")
    .option("--port <n>", "7078; 0 for any that is free")
    .option("--host <address>", "127.0.0.1: this machine only; elsewhere a token is needed")
    .option("--token <text>", "that clients must send as a Bearer token; so does WIDESEEK_TOKEN");
  describeOffer(command)
    .optionsGroup("Limits")
    .option("--budget <amounts>", "of each run at most, such as 0.50usd,200k-tokens")
    .option("--deadline <time>", "of each run at most, such as 90s or 5m")
    .option("--max-runs <n>", "under way at once: 4")
    .optionsGroup("Places")
    .option("--runs <directory>", "where runs are kept; so does WIDESEEK_RUNS")
    .addHelpText(
      "after",
      [
        "",
        "Examples",
        "  wideseek mcp",
        "  wideseek mcp --model openai/gpt-5-mini --web --budget 0.50usd",
        "  wideseek mcp --http --port 7078",
      ].join("\n"),
    );
}
