/** @file Planning and pricing through the real command: the card, the file, the editor, the preview, the hard budget. */

import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { openTerminal, type TerminalSession } from "../src/cli/progress/terminal.fixture.ts";
import { directoryStore } from "../src/run/directory-store.ts";
import { type CommandOptions, type Outcome, runCommand } from "./fixtures/command-line.ts";
import { type ModelServer, sendJson, startModelServer } from "./fixtures/model-server.ts";
import { makeSeedCache } from "./fixtures/seed-cache.ts";
import { startTeamModel } from "./fixtures/team-model.ts";

const question = "Countries of South America with capital";

let cache = "";
let home = "";
let environment: CommandOptions["environment"] = {};
const servers: ModelServer[] = [];
const terminals: TerminalSession[] = [];

beforeAll(async () => {
  cache = await makeSeedCache();
}, 60_000);

afterAll(async () => {
  await rm(cache, { recursive: true });
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-home-"));
  environment = {
    HOME: home,
    XDG_CACHE_HOME: cache,
    WIDESEEK_RUNS: join(home, "runs"),
    WIDESEEK_MODEL: "demonstrator",
  };
});

afterEach(async () => {
  for (const terminal of terminals.splice(0)) terminal.close();
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(home, { recursive: true });
});

function run(...args: readonly string[]): Promise<Outcome> {
  return runCommand(args, { environment });
}

async function recordedRuns() {
  return directoryStore({ directory: join(home, "runs"), makeSuffix: () => "test" }).list();
}

describe("ask --plan", () => {
  test("off a terminal prints rows, columns, subtasks and price, says what that cost, and runs nothing", async () => {
    const { code, stdout } = await run("ask", question, "--plan");

    expect(stdout).toMatch(/^Plan\n {2}Rows {6}Countries of South America, about 15 \(4–60\)\n/);
    expect(stdout).toMatch(/Columns {3}Country \* {2}text\n {12}Capital {4}text\n/);
    expect(stdout).toContain("1. Find all items of this list: Countries of South America.");
    expect(stdout).toMatch(/Estimate {2}about [\d.]+k tokens \([\d.]+k–[\d.]+k\) · /);
    expect(stdout).toContain("from defaults: there is no earlier run with this model");
    expect(stdout).toMatch(/Making this plan took \d+ tokens\.\n$/);
    expect(code).toBe(0);
    expect(await recordedRuns()).toEqual([]);
  });

  test("as JSON can be kept, changed, and run with --from", async () => {
    const { stdout } = await run("ask", question, "--plan", "--format", "json", "--quiet");
    const file = join(home, "plan.json");
    await writeFile(file, stdout.replaceAll('"Capital"', '"Area (km²)"'));

    const ran = await run("ask", "--from", file, "--format", "csv", "--quiet");

    expect(ran.stdout.split("\r\n").slice(0, 2)).toEqual(["Country,Area (km²)", 'Argentina,"2,780,400"']);
    const [listed] = await recordedRuns();
    expect(listed?.config.task).toMatchObject({ question, columns: ["Country", "Area (km²)"] });
    expect(listed?.config.plan).toMatchObject({ rows: "Countries of South America" });
  });

  test("says in one line when the model writes no plan, and runs nothing", async () => {
    const server = await startTeamModel({ capitals: {} });
    servers.push(server);

    const { code, stderr } = await run(
      "ask",
      question,
      "--plan",
      "--model",
      "team",
      "--base-url",
      server.url,
    );

    expect(stderr).toBe(
      "wideseek: team wrote no plan that can be used: it holds no JSON object. Ask without --plan, or plan with another --lead-model.\n",
    );
    expect(server.requests).toHaveLength(2);
    expect(code).toBe(1);
    expect(await recordedRuns()).toEqual([]);
  });

  test("says in one line when the model cannot be reached", async () => {
    const server = await startModelServer((response) =>
      sendJson(response, { error: { message: "no such key" } }, 401),
    );
    servers.push(server);

    const { code, stderr } = await run("ask", question, "--plan", "--model", "m", "--base-url", server.url);

    expect(stderr).toMatch(/^wideseek: .*no such key.*\n$/);
    expect(code).toBe(1);
  });
});

describe.skipIf(!existsSync("/usr/bin/script"))("ask --plan in a terminal", () => {
  const ASKED = "Run it? [Y]es, [e]dit, [n]o";

  function plan(more: Readonly<Record<string, string>>) {
    const args = ["ask", question, "--plan", "--no-color"];
    const terminal = openTerminal(args, { ...environment, ...more });
    terminals.push(terminal);
    return terminal;
  }

  test("runs on yes what the user has changed in an editor", async () => {
    const editor = join(home, "editor.sh");
    await writeFile(editor, `#!/bin/sh\nsed -i 's/"Capital"/"Area"/' "$1"\n`);
    await chmod(editor, 0o755);
    const terminal = plan({ VISUAL: editor });

    await terminal.shown(ASKED);
    terminal.type("e\r");
    await terminal.shown(ASKED);
    terminal.type("\r");
    const shown = await terminal.ended;

    expect(shown).toMatch(/Area {7}text/);
    expect(shown).toContain("code 0");
    expect((await recordedRuns())[0]?.result?.table?.columns).toEqual(["Country", "Area"]);
  });

  test("runs nothing on no, and without an editor says how else", async () => {
    const terminal = plan({ VISUAL: "", EDITOR: "" });

    await terminal.shown(ASKED);
    terminal.type("e\r");
    await terminal.shown(/No editor is set[\s\S]*Run it\?/);
    terminal.type("n\r");

    expect(await terminal.ended).toContain("code 0");
    expect(await recordedRuns()).toEqual([]);
  });

  test("runs nothing after Ctrl-C, and gives the terminal back", async () => {
    const terminal = plan({});

    await terminal.shown(ASKED);
    terminal.type("\u0003");
    const shown = await terminal.ended;

    expect(shown).toContain("code 130");
    expect(shown).toMatch(/(?<!-)icanon/);
    expect(await recordedRuns()).toEqual([]);
  });
});

describe("ask --preview", () => {
  test("looks up so many rows only, and tells what all of them would take", async () => {
    const { code, stdout, stderr } = await run(
      "ask",
      "List all countries of Africa with capital",
      "--preview",
      "3",
    );

    expect(stdout.split("\n").filter((line) => line.startsWith("| "))).toHaveLength(5);
    expect(stderr).toMatch(
      /Preview: 3 of about 54 rows\. All of them: about [\d.]+k tokens \([\d.]+k–[\d.]+k\) · .+\nThe whole: wideseek ask "List all countries of Africa with capital"\n/,
    );
    expect(code).toBe(0);
    const [listed] = await recordedRuns();
    expect(listed?.config.plan?.maxRows).toBe(3);
    // it was told to stop at three, which says nothing of how many there are
    expect(listed?.result?.completeness).toBeUndefined();
    expect(listed?.result?.agents).toBeLessThan(8);
  });
});

describe("a budget", () => {
  test("that is used up still gives a table, says how to go on, and warns before", async () => {
    const { code, stdout, stderr } = await run("ask", question, "--budget", "20k-tokens");

    expect(stdout).toMatch(/^\| Country \| Capital \|\n/);
    expect(stderr).toMatch(/[78]\d % of the budget is used: 1\d\.\dk tokens of 20\.0k tokens\./);
    expect(stderr).toMatch(/Go on with: wideseek resume \w{4} --budget 40k-tokens\nBudget used up after /);
    expect(stderr).toMatch(/ of 20\.0k tokens · wideseek show \w{4}\n$/);
    expect(code).toBe(1);

    const shown = await run("show");
    expect(shown.stdout).toMatch(/Go on with: wideseek resume \w{4} --budget 40k-tokens/);
  });

  test("too small for anything gives the columns of the table and spends nothing", async () => {
    const { stdout } = await run("ask", question, "--columns", "Country, Capital", "--budget", "100-tokens");

    expect(stdout).toMatch(/^\| Country \| Capital \|\n\| --- \| --- \|\n$/);
    expect((await recordedRuns())[0]?.result?.usage).toEqual({ promptTokens: 0, sampledTokens: 0 });
  });
});

test("ask --strict and show --strict leave out what no page states", async () => {
  const server = await startTeamModel({ capitals: { Estonia: "Tallinn", Mali: "Bamako" } });
  servers.push(server);
  const asked = [
    "ask",
    "What are the capitals of Estonia and Mali?",
    "--model",
    "team",
    "--base-url",
    server.url,
  ];
  const strict = "Country,Capital,Continent\r\nEstonia,Tallinn,\r\nMali,Bamako,\r\n";

  const { stdout } = await run(...asked, "--strict", "--format", "csv", "--quiet");

  expect(stdout).toBe(strict);
  expect((await run("show", "--strict", "--format", "csv")).stdout).toBe(strict);
  expect((await run("show", "--format", "csv")).stdout).toContain("Mali,Bamako,Atlantis");
});
