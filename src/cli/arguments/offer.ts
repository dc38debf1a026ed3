/** @file The options of a server that say what its clients may ask for, as `--help` shows them. */
import type { Command } from "commander";
import { DEFAULT_MODEL } from "../../service/models/default-model.ts";
import { repeated } from "./repeated.ts";

/** A group of options of its own; gives the command back. */
export function describeOffer(command: Command): Command {
  return command
    .optionsGroup("What can be asked for")
    .addOption(
      repeated("--model <name>", `a model to choose from, the first is the default: ${DEFAULT_MODEL}`),
    )
    .option("--base-url <url>", "an OpenAI-compatible server that has the models")
    .addOption(repeated("--kb <name>", "seed (default), a directory of kb build, documents, a server"))
    .option("--web", "the web too; needs the key of a search service")
    .option("--no-web", "open no connection but the model's");
}
