/** @file A world of made-up runs that the page can be looked at and measured with. */
import type { CellVersion } from "../../src/core/revision.ts";
import type { World } from "./page-server.ts";
import {
  coverageEvent,
  openingEvents,
  type ScriptedRun,
  scriptedCell,
  scriptedResult,
} from "./scripted-run.ts";

export interface WorldOptions {
  /** How many rows are new or changed in each step of the live run. */
  readonly rowsAStep: number;
  readonly stepMs: number;
  readonly rows: number;
}

const COLUMNS = [
  "Name",
  "Region",
  "Population",
  "Area (km²)",
  "Mayor",
  "Founded",
  "Elevation (m)",
  "River",
  "Budget",
  "Visitors",
];
const QUESTION =
  "All places of the register, with region, population, area, mayor, year of foundation, elevation, river, budget and visitors.";

export function scriptedWorld({ rows, rowsAStep, stepMs }: WorldOptions): World {
  const live: ScriptedRun = { run: "live", question: QUESTION, columns: COLUMNS, rows, agents: 24 };
  const done: ScriptedRun = { ...live, run: "done" };
  const runOf = (path: string) => (path.startsWith("/api/runs/live") ? live : done);
  return {
    get: (path, search) => replies(live, done).find(([pattern]) => pattern.test(path))?.[1](path, search),
    post(path) {
      if (path === "/api/plans") return PLANNED;
      if (path.endsWith("/revisions")) return { cells: 12, estimate: PLANNED.estimate };
      return path === "/api/runs" ? { run: "live" } : {};
    },
    watch(path, from, { send, end }) {
      const run = runOf(path);
      const opening = openingEvents(run);
      for (const [index, event] of opening.entries()) if (index >= from) send(event, index);
      if (run === done) {
        end();
        return () => undefined;
      }
      let index = opening.length;
      let step = 0;
      const timer = setInterval(() => {
        send(stepEvent(run, step, rowsAStep), index);
        index += 1;
        step += 1;
      }, stepMs);
      return () => clearInterval(timer);
    },
  };
}

type Reply = (path: string, search: URLSearchParams) => unknown;

function replies(live: ScriptedRun, done: ScriptedRun): readonly (readonly [RegExp, Reply])[] {
  const runOf = (path: string) => (path.startsWith("/api/runs/live") ? live : done);
  return [
    [/^\/api\/settings$/, () => SETTINGS],
    [/^\/api\/runs$/, () => ({ runs: [summaryOf(live, "running"), summaryOf(done, "ended")] })],
    [/^\/api\/runs\/(live|done)$/, (path) => detailOf(runOf(path))],
    [/\/cell$/, (path, search) => cellOf(runOf(path), search)],
    [/\/agents\//, traceOf],
    [/\/pages\//, () => PAGE],
  ];
}

const PAGE = {
  url: "https://example.org/places/1",
  title: "Register of places",
  text: "Register of places.\n\n".repeat(40),
};

/** First every row by its name, then column by column over and over. */
function stepEvent(run: ScriptedRun, step: number, rowsAStep: number) {
  const steps = Math.ceil(run.rows / rowsAStep);
  const from = (step % steps) * rowsAStep;
  const filled = 1 + Math.floor(step / steps);
  const span = {
    from,
    to: Math.min(run.rows, from + rowsAStep),
    filled: filled > run.columns.length ? 1 + (filled % run.columns.length) : filled,
  };
  return coverageEvent(run, span, 1000 + step * 50);
}

const ESTIMATE = {
  rows: { low: 38, likely: 40, high: 44 },
  tokens: { low: 80_000, likely: 120_000, high: 200_000 },
  costUsd: { low: 0.06, likely: 0.09, high: 0.16 },
  seconds: { low: 60, likely: 95, high: 160 },
  basis: "12 earlier runs with this model",
};

const PLANNED = {
  task: { id: "ask", kind: "wide", question: QUESTION, language: "en" },
  plan: {
    rows: "places of the register",
    criteria: ["has a mayor"],
    columns: COLUMNS.slice(0, 5).map((name) => ({ name, type: "text" })),
    uniqueColumns: ["Name"],
    subtasks: ["Find all places of the register.", "For places 1 to 10 find region, population and area."],
  },
  estimate: ESTIMATE,
};

const SETTINGS = {
  version: "0.0.0",
  models: ["demonstrator", "policy"],
  defaultModel: "demonstrator",
  knowledgeBases: [{ name: "seed", pages: 1000 }],
  efforts: [
    { name: "low", minutes: 2, tokens: 100_000, maxSubagents: 3 },
    { name: "medium", minutes: 10, tokens: 500_000, maxSubagents: 10 },
    { name: "high", minutes: 30, tokens: 2_000_000, maxSubagents: 30 },
    { name: "max", minutes: 60, tokens: 10_000_000, maxSubagents: 100 },
  ],
  examples: [
    {
      question: "Which are the countries of South America? Give capital, population and area.",
      hint: "12 rows",
    },
    {
      question: "All elements discovered in the 19th century, with symbol, year and discoverer.",
      hint: "about 50 rows",
    },
    { question: "Airports of Iceland with IATA code and elevation.", hint: "a dozen rows" },
  ],
  limits: { uploadBytes: 1e7, runs: 4 },
};

function summaryOf({ run, question, rows, agents }: ScriptedRun, state: string) {
  return {
    run,
    question,
    startedAt: "2026-01-02T09:30:00Z",
    state,
    stop: "answered",
    rows,
    agents,
    costUsd: 0.37,
    elapsedMs: 192_000,
    model: "scripted",
  };
}

function detailOf(run: ScriptedRun) {
  const config = {
    task: { id: "ask", kind: "wide", question: run.question, language: "en" },
    models: { lead: "scripted", subagent: "scripted" },
    knowledgeBase: "seed",
    startedAt: "2026-01-02T09:30:00Z",
    budget: { costUsd: 0.5 },
  };
  if (run.run === "live") return { run: run.run, state: "running", config, revisions: [] };
  return { run: run.run, state: "ended", config, result: scriptedResult(run), revisions: [] };
}

function cellOf(run: ScriptedRun, search: URLSearchParams) {
  const row = Number(search.get("row")?.slice(-4)) - 1;
  const column = run.columns.indexOf(search.get("column") ?? "");
  const cell = scriptedCell(run, row, column);
  const version: CellVersion = {
    value: cell.value,
    state: cell.state,
    run: run.run,
    by: "ask",
    at: "2026-01-02T09:31:00Z",
    agent: "lead.3",
    model: "scripted",
    subtask: "Find part 3 of the list.",
    usage: { promptTokens: 9000, sampledTokens: 700 },
  };
  return { cell, history: [version] };
}

function traceOf(path: string) {
  const agent = path.split("/").at(-1) ?? "";
  return {
    agent,
    role: "subagent",
    subtask: "Find part of the list.",
    model: "scripted",
    turns: [
      {
        content: "I look for a page that lists the places.",
        calls: [
          {
            name: "search",
            arguments: '{"query":"places"}',
            result: "Register of places",
            pages: [{ url: "https://example.org", title: "Register", hash: "p1" }],
            subagents: [],
          },
        ],
        usage: { promptTokens: 900, sampledTokens: 80 },
      },
    ],
    usage: { promptTokens: 900, sampledTokens: 80 },
  };
}
