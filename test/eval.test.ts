/** @file Evaluations from the command line: run, killed, taken up again, recorded, replayed; and answers at hand, scored. */

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { z } from "zod";
import { type CommandOptions, runCommand, startCommand } from "./fixtures/command-line.ts";
import { type ModelServer, sendJson, startModelServer } from "./fixtures/model-server.ts";
import { makeSeedCache } from "./fixtures/seed-cache.ts";
import { writeWideSearch, writeWideSeekR1 } from "./fixtures/small-benchmarks.ts";
import { startTeamModel, type TeamModelOptions } from "./fixtures/team-model.ts";

const capitals = { Estonia: "Tallinn", Mali: "Bamako", Kenya: "Nairobi" };
/** The lead agent twice, each of three subagents three times. */
const REQUESTS_A_TRIAL = 11;

let cache = "";
let home = "";
let directory = "";
let benchmark = "";
let environment: CommandOptions["environment"] = {};
const servers: ModelServer[] = [];

beforeAll(async () => {
  cache = await makeSeedCache();
}, 60_000);

afterAll(async () => {
  await rm(cache, { recursive: true });
});

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-eval-"));
  directory = join(home, "evaluation");
  environment = { HOME: home, XDG_CACHE_HOME: cache, WIDESEEK_RUNS: join(home, "runs") };
  benchmark = await writeWideSeekR1(home);
});

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await rm(home, { recursive: true });
});

async function startModel(options: Partial<TeamModelOptions> = {}): Promise<ModelServer> {
  const server = await startTeamModel({ capitals, ...options });
  servers.push(server);
  return server;
}

async function evalArguments(server: ModelServer, ...more: readonly string[]): Promise<readonly string[]> {
  const model = ["--model", "team", "--base-url", server.url];
  return ["eval", benchmark, "--trials", "2", "--out", directory, "--concurrency", "1", ...model, ...more];
}

const reportSchema = z.object({
  config: z.object({ trials: z.number() }),
  variants: z.array(
    z.object({
      name: z.string(),
      overall: z.object({
        counts: z.unknown(),
        metrics: z.unknown(),
        costs: z.record(z.string(), z.number()),
      }),
    }),
  ),
});

/** What a replay gives again: all but the times. */
async function figures(from: string) {
  const { variants } = reportSchema.parse(JSON.parse(await readFile(join(from, "report.json"), "utf8")));
  return variants.map(({ name, overall: { counts, metrics, costs } }) => {
    const { elapsedMs: _elapsed, criticalMs: _critical, ...others } = costs;
    return { name, counts, metrics, costs: others };
  });
}

/** The trials on disk, a line each. */
async function trialLines(): Promise<readonly string[]> {
  return (await readFile(join(directory, "trials.jsonl"), "utf8")).trim().split("\n");
}

/** A model that answers so many requests and then no more; `stuck` resolves when the next one comes. */
async function startStuckModel(requests: number) {
  let onStuck = () => {};
  const stuck = new Promise<void>((resolve) => {
    onStuck = resolve;
  });
  const server = await startModel({
    hold: (call) => {
      if (call < requests) return undefined;
      onStuck();
      return new Promise<void>(() => undefined);
    },
  });
  return { server, stuck };
}

describe("eval", () => {
  test("ends with a table of scores, the report's path, and an evaluation on disk", async () => {
    const { code, stdout, stderr } = await runCommand(await evalArguments(await startModel()), {
      environment,
    });

    expect(stdout).toMatch(/^Tables, 2 tasks +item avg@2 +row avg@2 +max@2 +success\n/);
    // of six cells one is not the gold table's
    expect(stdout).toMatch(/^team +83\.3 +83\.3 +83\.3 +66\.7 +66\.7 +66\.7 +83\.3 +66\.7 +0\.0 +0\.0$/m);
    expect(stderr).toContain("4 of 4 trials · ");
    expect(stderr.trim().split("\n").at(-1)).toBe(`Report    ${join(directory, "report.html")}`);
    expect(await readFile(join(directory, "report.html"), "utf8")).toContain("Mombasa");
    expect(await readdir(join(directory, "runs"))).toHaveLength(4);
    expect(code).toBe(0);
  });

  test("compares widths and turn limits, each a line of its own", async () => {
    const more = ["--width", "1,3", "--turns", "20", "--limit", "1", "--quiet"];
    const { stdout } = await runCommand(await evalArguments(await startModel(), ...more), { environment });

    expect((await figures(directory)).map(({ name }) => name)).toEqual(["width 1", "width 3", "20 turns"]);
    expect(stdout).toMatch(/^20 turns +2 +0 +0 +0 /m);
  });

  test("killed at any moment, is continued without repeating what was finished", async () => {
    const { server, stuck } = await startStuckModel(REQUESTS_A_TRIAL + 5);
    const running = startCommand(await evalArguments(server), { environment });
    await stuck;
    running.kill("SIGKILL");
    await running.outcome;
    const [finished] = await trialLines();
    const second = await startModel();

    const resumed = await runCommand(["eval", "--resume", directory, "--base-url", second.url], {
      environment,
    });

    expect(resumed).toMatchObject({ code: 0, stdout: expect.stringMatching(/^team +4 +0 +0 +0 /m) });
    expect(resumed.stderr).toContain("1 of 4 trials");
    expect(second.requests).toHaveLength(3 * REQUESTS_A_TRIAL);
    expect(await trialLines()).toHaveLength(4);
    expect((await trialLines())[0]).toBe(finished);
  });

  test("stopped by Ctrl-C, gives what there is and says how to continue", async () => {
    const { server, stuck } = await startStuckModel(REQUESTS_A_TRIAL + 5);
    const running = startCommand(await evalArguments(server), { environment });
    await stuck;
    running.kill("SIGINT");
    const { code, stdout, stderr } = await running.outcome;

    expect(code).toBe(130);
    expect(stdout).toMatch(/^team +1 +0 +0 +3 /m);
    expect(stderr).toContain("Stopped after 1 of 4 trials\n");
    expect(stderr).toContain(`Continue  wideseek eval --resume ${directory}\n`);
    expect(existsSync(join(directory, "report.html"))).toBe(true);
  });

  test("continued with another configuration, is refused in one line", async () => {
    await runCommand(await evalArguments(await startModel()), { environment });

    const { code, stderr } = await runCommand(["eval", "--resume", directory, "--trials", "3"], {
      environment,
    });

    expect(stderr).toMatch(/^wideseek: The evaluation in .+ was begun with trials 2, not 3\.[^\n]+\n$/);
    expect(code).toBe(2);
  });

  test("recorded, replays every figure with the command that it prints, without its model", async () => {
    const record = join(home, "samples.jsonl");
    const server = await startModel();
    const recorded = await runCommand(await evalArguments(server, "--width", "0,2", "--record", record), {
      environment,
    });
    await server.close();
    const command = /^Replay +wideseek (.+)$/m.exec(recorded.stderr)?.[1] ?? "";
    const replayed = join(home, "replayed");

    const again = await runCommand([...command.split(" "), "--out", replayed], { environment });

    expect([recorded.code, again.code]).toEqual([0, 0]);
    expect(await figures(replayed)).toEqual(await figures(directory));
  });

  test("recorded, killed and continued, replays every figure too", async () => {
    const record = join(home, "samples.jsonl");
    const { server, stuck } = await startStuckModel(REQUESTS_A_TRIAL + 5);
    const running = startCommand(await evalArguments(server, "--record", record), { environment });
    await stuck;
    running.kill("SIGKILL");
    await running.outcome;
    const second = await startModel();
    const resumed = await runCommand(["eval", "--resume", directory, "--base-url", second.url], {
      environment,
    });
    const command = /^Replay +wideseek (.+)$/m.exec(resumed.stderr)?.[1] ?? "";
    const replayed = join(home, "replayed");

    const again = await runCommand([...command.split(" "), "--out", replayed], { environment });

    // what was recorded of the broken trial is not asked again
    expect(second.requests.length).toBeLessThan(3 * REQUESTS_A_TRIAL);
    expect(again.code).toBe(0);
    expect(await figures(replayed)).toEqual(await figures(directory));
  });

  test("a model that refuses every request ends it soon, with the reason and no score", async () => {
    const server = await startModelServer((response) => sendJson(response, { error: "no such key" }, 401));
    servers.push(server);
    const more = ["--trials", "40"];
    const { code, stdout, stderr } = await runCommand([...(await evalArguments(server)), ...more], {
      environment,
    });

    expect(code).toBe(1);
    expect(stdout).toMatch(/^team +0 +0 +20 +60 /m);
    expect(stderr).toMatch(/wideseek: 20 trials failed: .*401/);
    expect(stderr).toContain(`Continue  wideseek eval --resume ${directory}\n`);
  });
});

describe("score", () => {
  test("gives the runs of an evaluation the scores that they had", async () => {
    await runCommand(await evalArguments(await startModel()), { environment });
    const runs = join(directory, "runs");
    const [run = ""] = await readdir(runs);

    const [evaluation, all, one] = await Promise.all([
      runCommand(["score", directory], { environment }),
      runCommand(["score", runs, "--benchmark", benchmark], { environment }),
      runCommand(["score", join(runs, run), "--benchmark", benchmark, "--format", "json"], { environment }),
    ]);

    const line = /^\S.* +83\.3 +83\.3 +83\.3 +66\.7 +66\.7 +66\.7 +83\.3 +66\.7 +0\.0 +0\.0$/m;
    expect(evaluation).toMatchObject({ code: 0, stdout: expect.stringMatching(line) });
    expect(all).toMatchObject({ code: 0, stdout: expect.stringMatching(line) });
    expect(reportSchema.parse(JSON.parse(one.stdout))).toMatchObject({
      config: { trials: 1 },
      variants: [{ name: "team, width 10", overall: { counts: { scored: 1, missing: 1 } } }],
    });
  });

  test("reads a response file of the official code by the official rules", async () => {
    const folder = await writeWideSearch(home);
    const responses = join(home, "responses");
    const answer =
      "```markdown\n| Country | Capital |\n|---|---|\n| Estonia | Tallinn |\n| Mali | Gao |\n```";
    const line = { instance_id: "ws_en_001", response: answer, messages: [], trial_idx: 0 };
    const stranger = { ...line, instance_id: "ws_en_002" };
    await mkdir(responses);
    await writeFile(join(responses, "gpt_ws_en_001_0_response.jsonl"), `${JSON.stringify(line)}\n`);
    await writeFile(join(responses, "gpt_ws_en_002_0_response.jsonl"), `${JSON.stringify(stranger)}\n`);
    const out = join(home, "scores");

    const { code, stdout, stderr } = await runCommand(
      ["score", responses, "--benchmark", folder, "--out", out],
      { environment },
    );

    // three of the four cells are right, of six
    expect(stdout).toMatch(/^gpt +75\.0 +50\.0 +60\.0 +50\.0 +33\.3 +40\.0 +0\.0$/m);
    expect(stderr).toContain('1 answer to tasks that widesearch does not have, such as "ws_en_002"');
    expect((await readdir(out)).sort()).toEqual(["report.html", "report.json"]);
    expect(code).toBe(0);
  });

  test("answers whose judge is out of reach have no score, and the exit code says so", async () => {
    const server = await startModel();
    await server.close();
    const folder = await writeWideSearch(home);
    const file = join(home, "mine.jsonl");
    const response = "```markdown\n| Country | Capital |\n|---|---|\n| Eesti | Tallinn |\n```";
    await writeFile(file, JSON.stringify({ instance_id: "ws_en_001", response }));

    const { code, stdout, stderr } = await runCommand(
      ["score", file, "--benchmark", folder, "--judge", `${server.url}#judge`],
      { environment },
    );

    expect(stdout).toMatch(/^mine +0 +1 +0 +0$/m);
    expect(stderr).toContain("1 trial without a verdict of the judge: ");
    expect(code).toBe(1);
  }, 60_000);
});
