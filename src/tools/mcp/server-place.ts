/** @file Where an MCP server of the user is: a command that starts it, or the URL that it listens at. */
import { ConfigError } from "../../core/errors.ts";

export type ServerPlace =
  | { readonly kind: "command"; readonly command: string; readonly args: readonly string[] }
  | { readonly kind: "url"; readonly url: URL };

/**
 * `npx -y @scope/server "a folder"` or `http://127.0.0.1:8080/mcp`. A command is split at blanks, but not within quotes, and is not
 * given to a shell. Throws `ConfigError` for what is neither.
 */
export function readServerPlace(text: string): ServerPlace {
  const place = text.trim();
  if (/^[a-z][a-z\d+.-]*:\/\//iu.test(place)) return { kind: "url", url: readUrl(place) };
  const [command, ...args] = words(place);
  if (command === undefined || command === "") {
    throw new ConfigError('--mcp needs a command or a URL, such as "npx -y @example/server".');
  }
  return { kind: "command", command, args };
}

function readUrl(place: string): URL {
  if (!/^https?:/iu.test(place) || !URL.canParse(place)) {
    throw new ConfigError(
      `--mcp ${place} is no URL of an MCP server: use http:// or https://, or a command.`,
    );
  }
  const url = new URL(place);
  if (url.username === "" && url.password === "") return url;
  throw new ConfigError(
    "--mcp takes no user name and password in a URL: they would stand in the run's record.",
  );
}

const WORD = /(?:"(?:\\["\\]|[^"])*"|'[^']*'|\\.|[^\s"'\\])+/gsu;

function words(command: string): readonly string[] {
  const quotes = command.replace(/\\./gsu, "").replace(/"[^"]*"|'[^']*'/gsu, "");
  if (/["']/u.test(quotes)) throw new ConfigError(`--mcp ${command}: a quotation mark has no end.`);
  return (command.match(WORD) ?? []).map(unquoted);
}

function unquoted(word: string): string {
  return word.replace(/"((?:\\["\\]|[^"])*)"|'([^']*)'|\\(.)/gsu, (_, double, single, escaped) => {
    if (typeof double === "string") return double.replace(/\\(["\\])/gu, "$1");
    return String(typeof single === "string" ? single : escaped);
  });
}
