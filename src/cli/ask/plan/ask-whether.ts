/** @file A question with three answers, put to a person at a terminal. */
import { createInterface } from "node:readline";

export type Choice = "yes" | "edit" | "no" | "interrupted";

/** Return means yes. Ctrl-C is `interrupted`, the end of the input is no; anything else is asked again. */
export function askWhether(
  prompt: string,
  { stdin, stderr }: { readonly stdin: NodeJS.ReadableStream; readonly stderr: NodeJS.WritableStream },
): Promise<Choice> {
  const lines = createInterface({ input: stdin, output: stderr, terminal: true });
  return new Promise<Choice>((resolve) => {
    const settle = (choice: Choice) => {
      resolve(choice);
      lines.close();
    };
    lines.on("line", (line) => {
      const choice = read(line);
      if (choice === undefined) lines.prompt();
      else settle(choice);
    });
    lines.once("SIGINT", () => {
      stderr.write("\n");
      settle("interrupted");
    });
    lines.once("close", () => resolve("no"));
    lines.setPrompt(prompt);
    lines.prompt();
  });
}

function read(line: string): Choice | undefined {
  const word = line.trim().toLowerCase();
  if (word === "" || "yes".startsWith(word)) return "yes";
  if ("edit".startsWith(word)) return "edit";
  return "no".startsWith(word) ? "no" : undefined;
}
