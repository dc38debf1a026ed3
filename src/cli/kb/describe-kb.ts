/** @file `wideseek kb` with its commands and options, as `--help` shows them. */
import { type Command, Option } from "commander";
import { ConfigError } from "../../core/errors.ts";
import { repeated } from "../arguments/repeated.ts";

export interface KbActions {
  build(directory: string, source: string, flags: unknown): Promise<void>;
  search(name: string, words: readonly string[], flags: unknown): Promise<void>;
  info(name: string, flags: unknown): Promise<void>;
  serve(name: string, flags: unknown): Promise<void>;
}

const KNOWLEDGE_BASE =
  "as ask --kb takes it: a directory made by kb build, a folder of documents, seed, a server";

export function describeKb(program: Command, actions: KbActions): void {
  const parent = program
    .command("kb")
    .usage("<build|search|info|serve> [options]")
    .helpCommand(false)
    .addHelpOption(new Option("-h, --help", "print help"))
    .summary("build, search and serve knowledge bases")
    .description("Knowledge bases are what the agents search and read: a corpus or documents, with an index.")
    .argument("[command]", "build, search, info or serve")
    .action((command: string | undefined) => {
      if (command === undefined) parent.outputHelp();
      else throw new ConfigError(`Unknown command "kb ${command}". Use build, search, info or serve.`);
    })
    .addHelpText(
      "after",
      lines(
        "Examples",
        "  wideseek kb build ./kb ~/reports",
        '  wideseek kb search ./kb "net zero target" --limit 5',
        '  wideseek ask "Which reports name a net zero year?" --kb ./kb --no-web',
      ),
    );
  describeBuild(parent).action((directory: string, source: string, flags: unknown) =>
    actions.build(directory, source, flags),
  );
  describeSearch(parent).action((name: string, words: readonly string[], flags: unknown) =>
    actions.search(name, words, flags),
  );
  describeInfo(parent).action((name: string, flags: unknown) => actions.info(name, flags));
  describeServe(parent).action((name: string, flags: unknown) => actions.serve(name, flags));
}

function describeBuild(parent: Command): Command {
  return command(parent, "build", "<directory> <source> [options]")
    .summary("build one from a corpus or documents, or bring it up to date")
    .description(
      "Builds a knowledge base. The same command goes on with a build that was broken off, and with documents indexes only what is new, changed or gone.",
    )
    .argument("<directory>", "where it is kept")
    .argument("<source>", "a folder of documents, or a corpus: a file or a folder of files")
    .option(
      "--format <name>",
      "documents, psgs, jsonl, pages, wikipedia, zim or parquet; told by the files if absent",
    )
    .option("--name <name>", "its name in reports: the directory's")
    .option("--embedding <place>", "for dense search: an embedding server's URL, or a model's folder")
    .option("--embedding-model <name>", "such as intfloat/e5-base-v2")
    .option("--quiet", "no progress")
    .option("--no-color", "no colours; so does NO_COLOR")
    .addHelpText(
      "after",
      lines(
        "Sources",
        "  documents    PDF, DOCX, XLSX, CSV, HTML, Markdown, text",
        "  psgs         psgs_w100.tsv(.gz) of DPR",
        "  jsonl        passages of Search-R1, FlashRAG, RLinf (wiki_corpus.jsonl)",
        "  pages        whole pages as JSON lines (wiki_webpages.jsonl)",
        "  wikipedia    a dump of Wikipedia, .xml or .xml.bz2",
        "  zim          a Kiwix file",
        "  parquet      columns url or id, title, text or contents",
        "",
        "Exit codes: 0 built, 2 bad input, 130 Ctrl-C (what is read is kept).",
      ),
    );
}

function describeSearch(parent: Command): Command {
  return command(parent, "search", '<kb> "<query>" [options]')
    .summary("search one")
    .description("Searches a knowledge base and prints what matches, best first.")
    .argument("<kb>", KNOWLEDGE_BASE)
    .argument("<query...>", "what to look for")
    .option("--limit <n>", "results: 10")
    .addOption(
      new Option("--mode <mode>", "bm25 (default), dense or hybrid").choices(["bm25", "dense", "hybrid"]),
    )
    .option("--all", "every page that has all the words")
    .addOption(repeated("--where <field=value>", "only pages with this field, such as type=pdf"))
    .option("--passages", "whole passages, not the lines that match best")
    .option("--json", "one JSON object a line")
    .option("--embedding <place>", "for dense search: an embedding server's URL, or a model's folder")
    .option("--embedding-model <name>", "of a server or cluster")
    .option("--no-color", "no colours; so does NO_COLOR")
    .addHelpText("after", lines("Exit codes: 0 found, 1 nothing found, 2 bad input."));
}

function describeInfo(parent: Command): Command {
  return command(parent, "info", "<kb> [options]")
    .summary("what one holds")
    .description(
      "Tells what a knowledge base holds: pages, passages, size, where it comes from, what could not be read.",
    )
    .argument("<kb>", "a directory made by kb build, or seed")
    .option("--json", "as JSON")
    .option("--no-color", "no colours; so does NO_COLOR");
}

function describeServe(parent: Command): Command {
  return command(parent, "serve", "<kb> [options]")
    .summary("serve one to agents and trainers")
    .description(
      "Serves a knowledge base: POST /retrieve and POST /access as RLinf, ASearcher, Search-R1 and SkyRL call them, and MCP at /mcp.",
    )
    .argument("<kb>", KNOWLEDGE_BASE)
    .option("--host <address>", "where to listen: 127.0.0.1; elsewhere a token is needed")
    .option("--port <n>", "8000; 0 takes any that is free")
    .option("--token <token>", "clients must send it as a Bearer token; so does WIDESEEK_TOKEN")
    .option("--topk <n>", "passages a query, where a request does not say: 3")
    .option("--stdio", "MCP over standard input and output, in place of HTTP")
    .option("--embedding <place>", "for dense search: an embedding server's URL, or a model's folder")
    .option("--embedding-model <name>", "of a server or cluster");
}

function command(parent: Command, name: string, usage: string): Command {
  return parent.command(name).usage(usage).addHelpOption(new Option("-h, --help", "print help"));
}

function lines(...texts: readonly string[]): string {
  return ["", ...texts].join("\n");
}
