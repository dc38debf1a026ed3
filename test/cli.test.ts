/** @file The whole way of a question: the real command, the seed knowledge base, a model server on this machine. */

import { existsSync } from "node:fs";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { tableSchema } from "../src/export/table-schema.ts";
import { directoryStore } from "../src/run/directory-store.ts";
import { rebuildEpisode } from "../src/run/rebuild-episode.ts";
import { type CommandOptions, runCommand, startCommand } from "./fixtures/command-line.ts";
import type { ModelServer } from "./fixtures/model-server.ts";
import { sendJson, startModelServer } from "./fixtures/model-server.ts";
import { makeSeedCache } from "./fixtures/seed-cache.ts";
import { startTeamModel, type TeamModelOptions } from "./fixtures/team-model.ts";

const question = "What are the capitals of Estonia, Mali and Kenya?";
const capitals = { Estonia: "Tallinn", Mali: "Bamako", Kenya: "Nairobi" };

let cache = "";
let home = "";
let environment: CommandOptions["environment"] = {};
const servers: ModelServer[] = [];

beforeAll(async () => {
  cache = await makeSeedCache();
}, 60_000);

afterAll(async () => {
  await rm(cache, { recursive: true });
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-home-"));
  environment = { HOME: home, XDG_CACHE_HOME: cache, WIDESEEK_RUNS: join(home, "runs") };
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(home, { recursive: true });
});

/** The arguments of `ask` with a team that finds the capitals; its continents are invented. */
async function ask(options: Partial<TeamModelOptions> = {}): Promise<readonly string[]> {
  const server = await startTeamModel({ capitals, ...options });
  servers.push(server);
  return ["ask", question, "--model", "team", "--base-url", server.url];
}

/** Holds back every reply from number `first` on. */
function holdFrom(first: number): Partial<TeamModelOptions> {
  return { hold: (call) => (call >= first ? new Promise<void>(() => undefined) : undefined) };
}

function openRuns() {
  return directoryStore({ directory: join(home, "runs"), makeSuffix: () => "test" });
}

async function onlyRun() {
  const [listed] = await openRuns().list();
  return openRuns().open(listed!.run);
}

const table = [
  "| Country | Capital | Continent |",
  "| --- | --- | --- |",
  "| Estonia[^1] | Tallinn[^2] | Atlantis ° |",
  "| Mali[^3] | Bamako[^4] | Atlantis ° |",
  "| Kenya[^5] | Nairobi[^6] | Atlantis ° |",
];

describe("ask", () => {
  test("prints the table with its sources to stdout and what happens to stderr", async () => {
    const { code, stdout, stderr } = await runCommand(await ask(), { environment });

    const lines = stdout.split("\n");
    expect(lines.slice(0, 5)).toEqual(table);
    expect(lines).toContain("° no page that was read states this value");
    expect(stdout).toMatch(/^\[\^3\]: “[^”]+” — Mali, seed:\/\/country\/mali$/m);
    expect(stderr).toMatch(/lead begins: What are the capitals/);
    expect(stderr).toMatch(/lead\.2 calls access seed:\/\/country\/mali/);
    expect(stderr.trim().split("\n").at(-1)).toMatch(
      /^Answered in [\d.]+ s · 3 rows · 4 agents · 3 pages · 4\.7k tokens · wideseek show \w{4}$/,
    );
    expect(code).toBe(0);
  });

  test("uses no colour where there is no terminal", async () => {
    const { stdout, stderr } = await runCommand(await ask(), { environment });

    expect(stdout + stderr).not.toContain("\u001b");
  });

  test("keeps a run from which the episode and its evidence come back", async () => {
    await runCommand(await ask(), { environment });

    const { config, events, result } = await onlyRun();
    expect(config).toMatchObject({
      task: { question, kind: "wide" },
      models: { lead: "team" },
      knowledgeBase: "seed",
    });
    const episode = rebuildEpisode(events);
    expect(episode).toMatchObject({ stop: "answered", lead: { agent: "lead" } });
    expect(result?.table?.cells).toHaveLength(3);
  });

  test("as JSON gives values, and sources whose quotes stand verbatim in pages that were read", async () => {
    const { stdout } = await runCommand([...(await ask()), "--format", "json", "--quiet"], { environment });

    const printed = tableSchema.parse(JSON.parse(stdout));
    if (printed.kind !== "wide") throw new Error("It is a table.");
    expect(printed.rows[1]).toEqual({ Country: "Mali", Capital: "Bamako", Continent: "Atlantis" });
    const { run, events } = await onlyRun();
    expect(printed).toMatchObject({ question, stopReason: "answered", run });
    const texts = events.flatMap((event) => (event.type === "page-read" ? [event.page] : []));
    const sources = printed.cells.flat().flatMap((cell) => cell.sources);
    expect(sources.length).toBeGreaterThanOrEqual(6);
    for (const { url, quote } of sources) {
      expect(texts.some((page) => page.url === url && page.text.includes(quote))).toBe(true);
    }
  });

  test("as CSV gives values only, into a file whose ending says so", async () => {
    const out = join(home, "capitals.csv");
    const { code, stdout } = await runCommand([...(await ask()), "--out", out], { environment });

    expect(await readFile(out, "utf8")).toBe(
      "Country,Capital,Continent\r\nEstonia,Tallinn,Atlantis\r\nMali,Bamako,Atlantis\r\nKenya,Nairobi,Atlantis\r\n",
    );
    expect([code, stdout]).toEqual([0, ""]);
  });

  test("with --events prints the events as they happen, the result last", async () => {
    const { stdout } = await runCommand([...(await ask()), "--events", "--quiet"], { environment });

    const printed = stdout
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    const { events } = await onlyRun();
    // the record says of each page, too, when and by what it was read
    const asPrinted = events.map((event) => {
      if (event.type !== "page-read") return event;
      const { fetched: _, ...page } = event.page;
      return { ...event, page };
    });
    expect(printed).toEqual(asPrinted);
    expect(printed.at(-1)).toMatchObject({ type: "run-end", result: { stop: "answered" } });
  });

  test("with --quiet says nothing on stderr", async () => {
    expect(await runCommand([...(await ask()), "--quiet"], { environment })).toMatchObject({
      code: 0,
      stderr: "",
    });
  });

  test("reads the question from stdin", async () => {
    const [, , ...options] = await ask();
    await runCommand(["ask", "-", ...options], { environment, input: `${question}\n` });

    expect((await onlyRun()).config.task.question).toBe(question);
  });

  test("survives a reader that goes away", async () => {
    const { stdout, stderr } = await runCommand([...(await ask()), "--events"], {
      environment,
      shell: '"$@" | head -1',
    });

    expect(stdout.split("\n")).toHaveLength(2);
    expect(stderr).not.toContain("EPIPE");
  });
});

const hasScript = existsSync("/usr/bin/script");

describe.skipIf(!hasScript)("in a terminal", () => {
  // a pseudo-terminal of 100 columns around the command
  const shell = `script -qec "stty cols 100 rows 30; $(printf '%q ' "$@")" /dev/null`;
  const inTerminal = async (more: Readonly<Record<string, string>> = {}) => {
    const args = await ask({ latencyMs: 150 });
    const { stdout } = await runCommand(args, {
      shell,
      environment: { ...environment, TERM: "xterm-256color", ...more },
    });
    return stdout.replaceAll("\r\n", "\n");
  };

  test("ask shows agents at work, then an aligned table with colours, and gives the cursor back", async () => {
    const shown = await inTerminal();

    expect(shown).toContain("waits for 3 subagents");
    expect(stripVTControlCharacters(shown)).toContain("Mali[2]     Bamako[2]   Atlantis°\n");
    expect(shown).toContain("\u001b[33m°");
    expect(shown.lastIndexOf("\u001b[?25h")).toBeGreaterThan(shown.lastIndexOf("\u001b[?25l"));
  });

  test("NO_COLOR leaves the colours out", async () => {
    const shown = await inTerminal({ NO_COLOR: "1" });

    expect(shown).toContain("Mali[2]     Bamako[2]   Atlantis°\n");
    for (const code of [1, 2, 31, 32, 33, 36]) expect(shown).not.toContain(`\u001b[${code}m`);
  });
});

describe("without any option", () => {
  test("a question is answered offline, with real facts", async () => {
    const asked = "Which countries of Africa are landlocked? Give capital and population.";
    const { code, stdout, stderr } = await runCommand(["ask", asked], { environment });

    expect(stdout).toMatch(/^\| Country \| Capital \| Population \|\n/);
    expect(stdout).toMatch(/^\| Mali\[\^\d+\] \| Bamako\[\^\d+\] \| [\d,]+\[\^\d+\] \|$/m);
    // the default model may be a policy, which may miss one of the sixteen
    expect(stderr).toMatch(/^Answered in [\d.]+ s · 1[3-6] rows/m);
    expect(code).toBe(0);
  });

  test("a Chinese question is answered in Chinese columns", async () => {
    const { code, stdout } = await runCommand(["ask", "列出所有大洋洲国家及其首都。", "--quiet"], {
      environment,
    });

    expect(stdout).toMatch(/^\| 国家 \| 首都 \|\n/);
    expect(stdout).toMatch(/^\| Fiji\[\^\d+\] \| Suva\[\^\d+\] \|$/m);
    expect(code).toBe(0);
  });

  test("a question for one fact gets one short answer", async () => {
    const { code, stdout } = await runCommand(["ask", "What is the capital of Mali?", "--quiet"], {
      environment,
    });

    expect(stdout).toMatch(
      /^Bamako\[\^1\](?:\[\^\d\])*\n\n\[\^1\]: “[^”]*Bamako[^”]*” — Mali, seed:\/\/country\/mali\n/,
    );
    expect(code).toBe(0);
  });
});

describe("a run that is cut short", () => {
  test.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("by %s prints what there is and keeps it", async (signal, expected) => {
    // one lead turn, three searches and two page reads are answered; then the model hangs
    const running = startCommand(await ask(holdFrom(6)), { environment });
    await running.until("calls access");

    running.kill(signal);

    const { code, stderr } = await running.outcome;
    expect(code).toBe(expected);
    expect(stderr).toContain("Stopping; what was found is kept.");
    expect(stderr).toMatch(/Stopped after [\d.]+ s/);
    expect((await onlyRun()).result?.stop).toBe("aborted");
  });

  test("by a second Ctrl-C is gone at once", async () => {
    const running = startCommand(await ask(holdFrom(1)), { environment });
    await running.until("lead.1 begins");

    running.kill("SIGINT");
    running.kill("SIGINT");

    expect((await running.outcome).code).toBe(130);
  });

  test("by SIGKILL can still be shown", async () => {
    const running = startCommand(await ask(holdFrom(5)), { environment });
    await running.until("calls access");
    running.kill("SIGKILL");
    await running.outcome;

    const { code, stdout } = await runCommand(["show"], { environment });

    expect(stdout).toContain("This run has not come to its end: it was broken off.");
    expect(stdout).toMatch(/Go on with: wideseek resume \w{4}\n/);
    expect(stdout).toMatch(/lead\.1 {2}Find the capital of Estonia\./);
    expect(stdout).toContain("· search “Mali capital”");
    expect(code).toBe(0);
  });

  test("by a model that refuses prints what was found and exits with 1", async () => {
    const server = await startModelServer((response) =>
      sendJson(response, { error: { message: "no such key" } }, 401),
    );
    servers.push(server);
    const args = ["ask", question, "--model", "team", "--base-url", server.url];

    const { code, stderr } = await runCommand(args, { environment });

    expect(stderr).toMatch(/^wideseek: team: HTTP 401: no such key/m);
    expect(stderr).toMatch(/^Failed after/m);
    expect(code).toBe(1);
  });

  test("by its budget prints what was found and exits with 1", async () => {
    const { code, stderr } = await runCommand([...(await ask()), "--budget", "4-turns"], { environment });

    expect(stderr).toMatch(/^Budget used up after/m);
    expect(code).toBe(1);
  });

  test("by its deadline prints what was found and exits with 1", async () => {
    const { code, stderr } = await runCommand([...(await ask(holdFrom(4))), "--deadline", "1s"], {
      environment,
    });

    expect(stderr).toMatch(/^Time is up after/m);
    expect(code).toBe(1);
  });
});

describe("a run that cannot be kept", () => {
  test("is not begun", async () => {
    await writeFile(join(home, "file"), "");
    const runs = join(home, "file", "runs");

    const { code, stdout, stderr } = await runCommand([...(await ask()), "--quiet", "--runs", runs], {
      environment,
    });

    expect(stderr).toMatch(
      /^wideseek: Cannot keep runs in [^\n]+: a part of the path is not a directory[^\n]+\n$/,
    );
    expect([code, stdout]).toEqual([2, ""]);
  });

  test.skipIf(process.platform !== "linux")(
    "to its end says so once, still prints the table, and exits with 1",
    async () => {
      // no file may grow beyond four blocks of 1,024 bytes
      const shell = 'ulimit -f 4; "$@"';
      const { code, stdout, stderr } = await runCommand([...(await ask()), "--quiet"], {
        environment,
        shell,
      });

      expect(stdout.split("\n").slice(0, 5)).toEqual(table);
      expect(stderr).toMatch(
        /^wideseek: The run can no longer be kept in [^\n]+EFBIG[^\n]+The run goes on\.\n$/,
      );
      expect(code).toBe(1);
    },
  );
});

describe("show and runs", () => {
  test("print a run again in every form, and what one agent did", async () => {
    const asked = await runCommand(await ask(), { environment });
    const { run } = await onlyRun();
    const short = run.slice(-4);

    const [markdown, lines, agent, list] = await Promise.all([
      runCommand(["show", short, "--format", "markdown"], { environment }),
      runCommand(["show"], { environment }),
      runCommand(["show", short, "--agent", "lead.2"], { environment }),
      runCommand(["runs"], { environment }),
    ]);

    expect(markdown.stdout).toBe(asked.stdout);
    expect(lines.stdout).toContain("· access seed://country/mali →");
    expect(agent.stdout).toMatch(/Page: Mali\n {2}URL: seed:\/\/country\/mali/);
    expect(list.stdout.split("\t")).toEqual([
      run,
      expect.any(String),
      "answered",
      "3",
      "",
      expect.any(String),
      `${question}\n`,
    ]);
    expect(await readdir(join(home, "runs"))).toEqual([run]);
  });

  test("name the agents where one is unknown", async () => {
    await runCommand(await ask(), { environment });

    const { code, stderr } = await runCommand(["show", "--agent", "lead.9"], { environment });

    expect(stderr).toBe('wideseek: The run has no agent "lead.9". Agents: lead, lead.1, lead.2, lead.3.\n');
    expect(code).toBe(2);
  });
});
