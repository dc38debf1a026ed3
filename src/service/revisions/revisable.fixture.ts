/** @file Runs of the demonstrator over a small knowledge base whose pages can change, kept in a directory of their own. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FetchError } from "../../core/errors.ts";
import type { FinishedRun } from "../../core/events.ts";
import type { SourcedTable } from "../../core/evidence.ts";
import type { KnowledgeBase, Page, Passage } from "../../core/knowledge-base.ts";
import type { Change } from "../../core/revision.ts";
import type { Sampler } from "../../core/sampler.ts";
import { southAmerica } from "../../kb/south-america.fixture.ts";
import { createDemonstrator } from "../../llm/demonstrator/demonstrator.ts";
import { directoryStore } from "../../run/directory-store.ts";
import type { RunStore } from "../../run/run-store.ts";
import type { BudgetLimits } from "../../tools/budget.ts";
import { askRequest } from "../runs/ask-request.ts";
import { runRecorded } from "../runs/run-recorded.ts";
import { configOf, type RunRequest } from "../runs/run-request.ts";
import { planRevision } from "./plan-revision.ts";

export const QUESTION = "Which countries are in South America? Give their capital and currency.";

/** A knowledge base of four countries; single pages of it can be changed, taken away, or put out of reach. */
export interface ChangingPages {
  readonly knowledgeBase: KnowledgeBase;
  change(url: string, edit: (text: string) => string): Promise<void>;
  remove(url: string): void;
  fail(url: string): void;
}

export function changingPages(): ChangingPages {
  const changed = new Map<string, Page | "gone" | "failing">();
  const access = async (url: string): Promise<Page | undefined> => {
    const page = changed.get(url) ?? (await southAmerica.access(url));
    if (page === "failing") throw new FetchError(`${url} does not answer.`);
    return page === "gone" ? undefined : page;
  };
  return {
    knowledgeBase: {
      ...southAmerica,
      search: async (request) => {
        const found = await southAmerica.search(request);
        return found.flatMap((passage): readonly Passage[] => {
          const page = changed.get(passage.url);
          if (page === "gone" || page === "failing") return [];
          return [page === undefined ? passage : { ...passage, text: page.text }];
        });
      },
      access,
      close: async () => undefined,
    },
    change: async (url, edit) => {
      const page = await access(url);
      if (page !== undefined) changed.set(url, { ...page, text: edit(page.text) });
    },
    remove: (url) => changed.set(url, "gone"),
    fail: (url) => changed.set(url, "failing"),
  };
}

interface RunWishes {
  readonly budget?: BudgetLimits | undefined;
  readonly columns?: readonly string[] | undefined;
  readonly question?: string | undefined;
  readonly knowledgeBase?: KnowledgeBase | undefined;
  readonly sampler?: Sampler | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface KeptRun extends FinishedRun {
  readonly run: string;
}

export interface Workshop {
  readonly store: RunStore;
  readonly directory: string;
  ask(wishes?: RunWishes): Promise<KeptRun>;
  revise(base: string, change: Change, wishes?: RunWishes): Promise<KeptRun>;
  close(): Promise<void>;
}

export async function openWorkshop(): Promise<Workshop> {
  const directory = await mkdtemp(join(tmpdir(), "wideseek-revisions-"));
  let runs = 0;
  // names sort by time, and all of these may be of one second
  const makeSuffix = () => `r${(runs++).toString().padStart(3, "0")}`;
  const store = directoryStore({ directory, makeSuffix });

  const carryOut = async (request: RunRequest, wishes: RunWishes): Promise<KeptRun> => {
    const { knowledgeBase = southAmerica, sampler = createDemonstrator(), signal } = wishes;
    const recorder = await store.create(
      configOf(request, {
        version: "0.0.0",
        directory: process.cwd(),
        knowledgeBase: knowledgeBase.name,
        startedAt: new Date(),
      }),
    );
    const finished = await runRecorded({
      request,
      samplers: { lead: sampler, subagent: sampler },
      knowledgeBase,
      recorder,
      signal: signal ?? new AbortController().signal,
      onEvent: () => undefined,
    });
    return { ...finished, run: recorder.run };
  };

  return {
    store,
    directory,
    ask: ({ budget, columns, question = QUESTION, ...wishes } = {}) =>
      carryOut(
        askRequest(question, {
          models: { lead: "demonstrator", subagent: "demonstrator" },
          knowledge: { kb: ["seed"], web: false, network: true },
          budget,
          columns,
        }),
        wishes,
      ),
    revise: async (base, change, { budget, ...wishes } = {}) => {
      const { request } = await planRevision({ store, base, change, budget });
      return carryOut(request, wishes);
    },
    close: () => rm(directory, { recursive: true }),
  };
}

/** `Peru: Lima, sol`, one line a row. */
export function valuesOf(table: SourcedTable | undefined): readonly string[] {
  return table?.cells.map((row) => row.map(({ value }) => value).join(", ")) ?? [];
}

export function statesOf(table: SourcedTable | undefined): readonly string[] {
  return table?.cells.map((row) => row.map(({ state }) => state).join(", ")) ?? [];
}
