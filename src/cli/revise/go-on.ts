/** @file Asks a person at a terminal whether to go on; where nobody can be asked, it goes on. */
import { createInterface } from "node:readline";
import type { Environment } from "../environment.ts";

/** Return means yes. Ctrl-C is `interrupted`, the end of the input is no; anything else is asked again. */
export async function goOn({
  stdin,
  stderr,
}: Pick<Environment, "stdin" | "stderr">): Promise<"yes" | "no" | "interrupted"> {
  if (!stdin.isTTY || !stderr.isTTY) return "yes";
  const lines = createInterface({ input: stdin, output: stderr, terminal: true });
  return new Promise((resolve) => {
    const settle = (choice: "yes" | "no" | "interrupted") => {
      resolve(choice);
      lines.close();
    };
    lines.on("line", (line) => {
      const word = line.trim().toLowerCase();
      if ("yes".startsWith(word)) settle("yes");
      else if ("no".startsWith(word)) settle("no");
      else lines.prompt();
    });
    lines.once("SIGINT", () => {
      stderr.write("\n");
      settle("interrupted");
    });
    lines.once("close", () => resolve("no"));
    lines.setPrompt("Go on? [Y/n] ");
    lines.prompt();
  });
}
