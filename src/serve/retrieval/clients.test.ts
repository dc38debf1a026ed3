/** @file The server as clients see it that share no code with it. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { python, serve } from "./retrieval.fixture.ts";

const script = fileURLToPath(new URL("clients.fixture.py", import.meta.url));
const run = promisify(execFile);
const hasPython = await run("python3", ["--version"]).then(
  () => true,
  () => false,
);

test.skipIf(!hasPython)(
  "clients in Python read from it what RLinf's, Search-R1's and SkyRL's would",
  async () => {
    const { url } = await serve();

    const { stdout } = await run("python3", [script, url]);

    expect(JSON.parse(stdout)).toEqual({
      rlinf: {
        search: [
          `[Doc 1](${python.url}):\n"Python"\nPython is a language.`,
          `[Doc 2](${python.url}):\n"Python"\nIt is named after "Monty Python" — 蟒.`,
        ],
        access: [python.text, null],
      },
      searchR1: [
        'Doc 1(Title: "Python") Python is a language.\nDoc 2(Title: "Python") It is named after "Monty Python" — 蟒.\n',
        "",
      ],
      skyrl: [['"Python"\nPython is a language.', 0.83]],
      refused: [400, "The body is no JSON."],
    });
  },
);
