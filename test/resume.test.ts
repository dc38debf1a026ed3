/** @file The real command, killed at random instants and gone on with; and what cannot be gone on with. */

import { appendFile, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { directoryStore } from "../src/run/directory-store.ts";
import { runCommand, startCommand } from "./fixtures/command-line.ts";
import { killAndResume, runResume, unkilledTable } from "./fixtures/killed-run.ts";
import type { ModelServer } from "./fixtures/model-server.ts";
import { makeSeedCache } from "./fixtures/seed-cache.ts";
import { startTeamModel } from "./fixtures/team-model.ts";

const MINUTE = 60_000;
const question = "What are the capitals of Estonia and Kenya?";
const capitals = { Estonia: "Tallinn", Kenya: "Nairobi" };

let cache = "";
let home = "";
const servers: ModelServer[] = [];

beforeAll(async () => {
  cache = await makeSeedCache();
  home = await mkdtemp(join(tmpdir(), "wideseek-resume-home-"));
}, MINUTE);

afterAll(async () => {
  await Promise.all(servers.map((server) => server.close()));
  await Promise.all([cache, home].map((directory) => rm(directory, { recursive: true })));
});

test(
  "twelve runs killed at random instants come to the same table, and repeat nothing",
  async () => {
    const table = await unkilledTable(cache);
    expect(table).toContain("| Mali[^3] | Bamako[^4] |");
    const seeds = Array.from({ length: 12 }, (_, index) => index + 1);
    let kills = 0;

    // a few at once, as each is three processes
    const work = async () => {
      for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
        const killed = await killAndResume(seed, cache);
        kills += killed.kills;
        expect(killed).toMatchObject({
          outcome: { stdout: table, code: 0 },
          repeatedSamples: [],
          repeatedCalls: [],
          rows: 3,
        });
      }
    };
    await Promise.all([work(), work(), work()]);

    expect(kills).toBeGreaterThanOrEqual(12);
  },
  // a busy machine takes ten seconds to start a process, and there are forty
  10 * MINUTE,
);

describe("a run that was killed", () => {
  /** In a directory of its own, killed while its model is silent. */
  async function killedRun() {
    const runs = await mkdtemp(join(home, "runs-"));
    let isSilent = true;
    const server = await startTeamModel({
      capitals,
      hold: (call) => (isSilent && call >= 5 ? new Promise(() => undefined) : undefined),
    });
    servers.push(server);
    const environment = { HOME: home, XDG_CACHE_HOME: cache, WIDESEEK_RUNS: runs };
    const asking = startCommand(["ask", question, "--model", "team", "--base-url", server.url], {
      environment,
    });
    await asking.until("calls access");
    const store = directoryStore({ directory: runs, makeSuffix: () => "x" });
    const [run = ""] = await store.names();
    const kill = async () => {
      asking.kill("SIGKILL");
      await asking.outcome;
      isSilent = false;
    };
    return { environment, run, directory: join(runs, run), store, kill };
  }

  test(
    "goes on where a line was cut off, and says what it need not do",
    async () => {
      const { environment, run, directory, kill } = await killedRun();
      await kill();
      await appendFile(join(directory, "events.jsonl"), '{"type":"sample-end","agent":"lead.1","tu');
      await appendFile(join(directory, "pages.jsonl"), '{"hash":"0');

      const { code, stdout, stderr } = await runResume([run], environment);

      expect(stdout).toContain("| Kenya[^3] | Nairobi[^4] | Atlantis ° |");
      expect(stderr).toMatch(/^Going on with \S+: \d model calls and \d tool calls are done\.$/m);
      expect(code).toBe(0);
      for (const name of ["events.jsonl", "pages.jsonl"]) {
        const lines = (await readFile(join(directory, name), "utf8")).trimEnd().split("\n");
        for (const line of lines) expect(() => JSON.parse(line)).not.toThrow();
      }
      expect((await readdir(directory)).sort()).toEqual([
        "config.json",
        "events.jsonl",
        "pages.jsonl",
        "result.json",
      ]);

      const again = await runResume([run], environment);
      expect(again.stdout).toBe(stdout);
      expect(again.stderr).toContain("nothing left to do");
    },
    2 * MINUTE,
  );

  test(
    "is not gone on with while its process lives, nor where its record is damaged",
    async () => {
      const { environment, run, directory, kill } = await killedRun();
      const during = await runResume([run], environment);
      expect(during).toMatchObject({ code: 2, stdout: "" });
      expect(during.stderr).toMatch(/^wideseek: \S+ is in use by process \d+\. Wait for it, or stop it/m);
      await kill();

      const events = join(directory, "events.jsonl");
      const lines = (await readFile(events, "utf8")).split("\n");
      await writeFile(events, lines.with(2, "oops").join("\n"));
      const damaged = await runResume([run], environment);

      expect(damaged).toMatchObject({ code: 2, stdout: "" });
      expect(damaged.stderr).toMatch(/events\.jsonl, line 3: the line is not valid JSON/);
    },
    2 * MINUTE,
  );

  test(
    "without what opens its models says that it cannot go on",
    async () => {
      const { environment, run, directory, kill } = await killedRun();
      await kill();
      const file = join(directory, "config.json");
      const { reach: _, ...old } = JSON.parse(await readFile(file, "utf8"));
      await writeFile(file, JSON.stringify(old));

      const { code, stderr } = await runResume([run], environment);

      expect(stderr).toMatch(/^wideseek: The run \S+ cannot be resumed: it does not say how its models/);
      expect(code).toBe(2);
    },
    2 * MINUTE,
  );
});

test(
  "a run whose budget was used up goes on once that is raised",
  async () => {
    const server = await startTeamModel({ capitals });
    servers.push(server);
    const environment = { HOME: home, XDG_CACHE_HOME: cache, WIDESEEK_RUNS: join(home, "budget") };
    const args = ["ask", question, "--model", "team", "--base-url", server.url, "--budget", "4-turns"];
    expect((await runCommand([...args, "--quiet"], { environment })).code).toBe(1);

    const same = await runResume([], environment);
    expect(same.stderr).toMatch(
      /The budget of this run is used up\. To go on, raise it in all: wideseek resume/,
    );
    expect(same.code).toBe(1);

    const { code, stdout } = await runResume(["--budget", "20-turns"], environment);

    expect(stdout).toContain("| Kenya[^3] | Nairobi[^4] | Atlantis ° |");
    expect(code).toBe(0);
  },
  2 * MINUTE,
);
