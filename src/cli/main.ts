/** @file The command `wideseek`: reads the command line, and turns the outcome into an exit code. */
import { ConfigError } from "../core/errors.ts";
import { processEnvironment } from "./environment.ts";
import { EXIT } from "./exit-code.ts";
import { runCommandLine } from "./program.ts";

const environment = processEnvironment();

// a reader such as `head` may go away before all is written; what that means is decided where it is written
environment.stdout.on("error", () => undefined);
environment.stderr.on("error", () => undefined);

const code = await runCommandLine(process.argv.slice(2), environment).catch((error: unknown) => {
  if (!(error instanceof ConfigError)) throw error;
  environment.stderr.write(`wideseek: ${error.message.replace(/\s*\n\s*/g, " ")}\n`);
  return EXIT.badInput;
});
await new Promise((resolve) => environment.stdout.write("", resolve));
// handles of an index or of idle connections must not keep a finished command alive
process.exit(code);
