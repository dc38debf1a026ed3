/**
 * @file Whether a budget is hard, and whether a price that is told before holds: 100 runs with random ceilings, half of them over a real
 * server, and the estimates of 100 seed questions beside what they then took.
 *
 * `npx tsx bench/budget.ts [runs = 100] [questions = 100]`
 */
import { homedir } from "node:os";
import { join } from "node:path";
import { planQuestion } from "../src/agent/plan/plan-question.ts";
import { runTask } from "../src/agent/run-task.ts";
import type { Estimate, Range } from "../src/core/plan.ts";
import type { Task } from "../src/core/task.ts";
import { loadSeedTasks } from "../src/eval/seed-tasks.ts";
import { openSeedKnowledgeBase } from "../src/kb/seed.ts";
import { createSampler } from "../src/llm/create-sampler.ts";
import { createDemonstrator } from "../src/llm/demonstrator/demonstrator.ts";
import type { ListedRun } from "../src/run/run-store.ts";
import { applyPlan } from "../src/service/plans/apply-plan.ts";
import { estimateRun } from "../src/service/plans/estimate-run.ts";
import { askRequest } from "../src/service/runs/ask-request.ts";
import { configOf, type RunRequest } from "../src/service/runs/run-request.ts";
import { startTeamModel } from "../test/fixtures/team-model.ts";
import { isKept, runWithCeiling, type World } from "./budget-runs.ts";

const [runs = 100, questions = 100] = process.argv.slice(2).map(Number);

const cacheDirectory = join(process.env["XDG_CACHE_HOME"] ?? join(homedir(), ".cache"), "wideseek");
const knowledgeBase = await openSeedKnowledgeBase({ cacheDirectory });
const demonstrator = createDemonstrator();
const all = await loadSeedTasks({ split: "test", kind: "wide" });
const asked = all.filter((_, index) => index % 2 === 0);

await measureCeilings();
await measureEstimates();
await knowledgeBase.close();

async function measureCeilings(): Promise<void> {
  const capitals = { Estonia: "Tallinn", Mali: "Bamako", Kenya: "Nairobi", Peru: "Lima", Chad: "N'Djamena" };
  const server = await startTeamModel({ capitals });
  const hosted = await createSampler("team", { environment: {}, baseUrl: server.url });
  const question = "What are the capitals of Estonia, Mali, Kenya, Peru and Chad?";
  const worlds: readonly World[] = [
    { model: demonstrator, knowledgeBase, tasks: asked, leastSubagents: 0 },
    {
      model: hosted,
      knowledgeBase,
      tasks: [{ id: "capitals", kind: "wide", question, language: "en" }],
      leastSubagents: 1,
    },
  ];
  const done = [];
  for (let seed = 0; seed < runs; seed += 1) {
    // each world with each kind of ceiling
    const world = worlds[Math.floor(seed / 4) % worlds.length];
    if (world !== undefined) done.push(await runWithCeiling(seed, world));
  }
  await server.close();
  for (const run of done) {
    const { seed, kind, ceiling, used, callsInFlight, isResumed, result } = run;
    const over = used > ceiling ? `over by ${amount(used - ceiling)}, ${callsInFlight} calls in flight` : "";
    const parts = [
      String(seed).padStart(3),
      kind.padEnd(9),
      `${amount(used)} of ${amount(ceiling)}`.padEnd(24),
      result.stop.padEnd(10),
      `${result.table?.cells.length ?? "no table:"} rows`.padEnd(8),
      isResumed ? "resumed" : "       ",
      over,
    ];
    console.log(`${parts.join("  ").trimEnd()}${isKept(run) ? "" : "  NOT KEPT"}`);
  }
  const overrun = done.filter(({ used, ceiling }) => used > ceiling);
  console.log(`\nruns with a ceiling                                ${done.length}`);
  console.log(
    `stopped by it                                      ${done.filter(({ result }) => result.stop === "budget").length}`,
  );
  console.log(
    `over it by more than the calls in flight           ${done.filter((run) => !isKept(run)).length}`,
  );
  console.log(`over it at all                                     ${overrun.length}`);
  console.log(
    `  by at most                                       ${percent(Math.max(0, ...overrun.map(({ used, ceiling }) => used / ceiling - 1)))}`,
  );
  console.log(
    `with a table                                       ${done.filter(({ result }) => result.table !== undefined).length}\n`,
  );
}

interface Outcome {
  readonly listed: ListedRun;
  readonly request: RunRequest;
}

async function measureEstimates(): Promise<void> {
  const before = (await loadSeedTasks({ split: "dev", kind: "wide" })).filter((_, index) => index % 2 === 0);
  const earlier: ListedRun[] = [];
  for (const task of before.slice(0, questions)) earlier.push((await carryOut(task)).listed);
  const counts = [0, 1, 5, 20, earlier.length];
  const rows = counts.map((count) => ({
    count,
    tokens: [] as boolean[],
    seconds: [] as boolean[],
    widths: [] as number[],
  }));
  for (const task of asked.slice(0, questions)) {
    const { listed, request } = await carryOut(task);
    if (listed.result === undefined || request.plan === undefined) continue;
    const { usage, elapsedMs } = listed.result;
    for (const row of rows) {
      const estimate: Estimate = estimateRun(request, request.plan, earlier.slice(0, row.count));
      row.tokens.push(holds(estimate.tokens, usage.promptTokens + usage.sampledTokens));
      row.seconds.push(holds(estimate.seconds, elapsedMs / 1_000));
      row.widths.push(estimate.tokens.high / estimate.tokens.low);
    }
  }
  console.log(`${questions} seed questions, planned and run by the demonstrator`);
  console.log("earlier runs  tokens inside  seconds inside  high / low of tokens");
  for (const { count, tokens, seconds, widths } of rows) {
    const width = [...widths].sort((left, right) => left - right)[Math.floor(widths.length / 2)] ?? 0;
    console.log(
      [
        String(count).padStart(12),
        percent(share(tokens)).padStart(13),
        percent(share(seconds)).padStart(14),
        width.toFixed(1).padStart(20),
      ].join("  "),
    );
  }
}

/** As `ask --plan` does it, and yes. */
async function carryOut(task: Task): Promise<Outcome> {
  const models = { lead: "demonstrator", subagent: "demonstrator" };
  const columns = task.kind === "wide" ? task.columns : undefined;
  const bare = askRequest(task.question, {
    models,
    columns,
    language: task.language,
    knowledge: { kb: ["seed"], web: false, network: true },
  });
  const request = applyPlan(bare, await planQuestion(bare, demonstrator));
  const { result } = await runTask(request.task, {
    run: task.id,
    team: request.team,
    samplers: { lead: demonstrator, subagent: demonstrator },
    knowledgeBase,
    plan: request.plan,
  });
  const place = { version: "bench", directory: "/", knowledgeBase: "seed", startedAt: new Date() };
  return { request, listed: { run: task.id, config: configOf(request, place), result } };
}

function holds({ low, high }: Range, real: number): boolean {
  return real >= low && real <= high;
}

function share(all: readonly boolean[]): number {
  return all.filter(Boolean).length / Math.max(1, all.length);
}

function percent(part: number): string {
  return `${(100 * part).toFixed(1)} %`;
}

function amount(value: number): string {
  return Number.isInteger(value) ? value.toLocaleString("en-US") : value.toPrecision(3);
}
