/** @file `ask --mcp`: the tools of a server of the user's own in the hands of subagents, from the command line to the cited cell. */
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";
import { z } from "zod";
import { runCommand, startCommand } from "../../../test/fixtures/command-line.ts";
import { type ModelServer, sendJson, startModelServer } from "../../../test/fixtures/model-server.ts";
import { inMemoryKnowledgeBase } from "../../kb/in-memory.ts";
import { directoryStore } from "../../run/directory-store.ts";
import { openRetrievalServer, type RetrievalServer } from "../../serve/retrieval/open-retrieval-server.ts";

const script = fileURLToPath(new URL("../../tools/mcp/server.fixture.mjs", import.meta.url));
const geo = `"${process.execPath}" "${script}" honest geo`;
const QUESTION = "What is the population of Tallinn and of Riga?";

let home = "";
let knowledge: RetrievalServer | undefined;
let model: ModelServer | undefined;
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "wideseek-home-"));
  knowledge = await openRetrievalServer(inMemoryKnowledgeBase([], "nothing"), { port: 0 });
});
afterEach(async () => {
  await Promise.all([knowledge?.close(), model?.close()]);
  await rm(home, { recursive: true });
});

const request = z.object({
  messages: z.array(z.object({ role: z.string(), content: z.string().nullish() })),
  tools: z.array(z.object({ function: z.object({ name: z.string() }) })).default([]),
});

/** A lead agent with a subagent for each city, which asks the tool `population`; `hold` keeps replies back. */
function startModel(
  hold: (call: number) => Promise<void> | undefined = () => undefined,
): Promise<ModelServer> {
  return startModelServer((response, { body }, number) => {
    const { messages, tools } = request.parse(body);
    const isLead = tools.some(({ function: { name } }) => name === "call_subagent");
    const results = messages.filter(({ role }) => role === "tool").map(({ content }) => content ?? "");
    const city = /population of (\w+) alone/.exec(
      messages.find(({ role }) => role === "user")?.content ?? "",
    )?.[1];
    const reply = isLead ? leadReply(results) : subagentReply(results, city);
    Promise.resolve(hold(number)).then(
      () => sendJson(response, completion(reply)),
      () => response.destroy(),
    );
  });
}

function subagentReply([result]: readonly string[], city: string | undefined) {
  if (result === undefined) return calling("population", { city });
  return { content: `The population of ${city} is ${/is ([\d,]+)\./.exec(result)?.[1]}.` };
}

function leadReply(results: readonly string[]) {
  if (results.length === 0) {
    const subtasks = ["Tallinn", "Riga"].map((city) => `Find the population of ${city} alone.`);
    return calling("call_subagent", { subtasks });
  }
  const rows = ["Tallinn", "Riga"].map((city) => {
    const found = new RegExp(`population of ${city} is ([\\d,]+)`).exec(results.join("\n"))?.[1] ?? "";
    return `| ${city} | ${found} |`;
  });
  return { content: ["| City | Population |", "| --- | --- |", ...rows].join("\n") };
}

function calling(name: string, input: unknown) {
  const tool_calls = [
    { id: `call_${name}`, type: "function", function: { name, arguments: JSON.stringify(input) } },
  ];
  return { content: "", tool_calls };
}

function completion(message: object) {
  return {
    id: "1",
    object: "chat.completion",
    created: 1,
    model: "team",
    choices: [
      {
        index: 0,
        message: { role: "assistant", ...message },
        finish_reason: "tool_calls" in message ? "tool_calls" : "stop",
      },
    ],
    usage: { prompt_tokens: 100, completion_tokens: 10, total_tokens: 110 },
  };
}

function ask(...more: readonly string[]): readonly string[] {
  const places = ["--base-url", model?.url ?? "", "--kb", knowledge?.url ?? ""];
  return ["ask", QUESTION, "--answer", "table", "--model", "team", ...places, "--mcp", geo, ...more];
}

const environment = () => ({ HOME: home, WIDESEEK_RUNS: join(home, "runs") });

async function onlyRun() {
  const store = directoryStore({ directory: join(home, "runs"), makeSuffix: () => "test" });
  const [name = ""] = await store.names();
  return store.open(name);
}

test("subagents have the tools, the lead agent does not, and cells cite what they answered", async () => {
  model = await startModel();

  const { code, stderr } = await runCommand(ask("--format", "json"), { environment: environment() });

  expect([code, stderr]).toEqual([0, expect.stringContaining("lead.1 calls population “Tallinn”")]);
  const { result, config } = await onlyRun();
  expect(config.reach?.knowledge["mcp"]).toEqual([geo]);
  expect(result?.table?.cells[0]?.[1]).toMatchObject({
    value: "461,000",
    state: "supported",
    sources: [{ url: "mcp://geo/population?city=Tallinn", quote: "The population of Tallinn is 461,000." }],
  });
  const toolNames = model.requests.map(({ body }) =>
    request.parse(body).tools.map(({ function: { name } }) => name),
  );
  expect(toolNames[0]).toEqual(["call_subagent"]);
  expect(toolNames[1]).toEqual([
    "search",
    "access",
    "population",
    "geo_search",
    "fails",
    "environment",
    "data",
  ]);
}, 30_000);

test("a run that was stopped opens the servers again when it goes on", async () => {
  let isHeld = true;
  model = await startModel((call) => (isHeld && call > 0 ? new Promise<void>(() => undefined) : undefined));
  const running = startCommand(ask(), { environment: environment() });
  await running.until("lead.2 begins");
  running.kill("SIGINT");
  expect((await running.outcome).code).toBe(130);

  isHeld = false;
  const { code, stdout } = await runCommand(["resume", "--format", "csv"], { environment: environment() });

  expect(stdout).toContain('Tallinn,"461,000"');
  expect(code).toBe(0);
}, 40_000);

test("a server that does not come up is one line, before anything is spent", async () => {
  model = await startModel();

  const { code, stderr } = await runCommand([...ask(), "--mcp", "no-such-program-here"], {
    environment: environment(),
  });

  expect([code, stderr.trim()]).toEqual([
    2,
    expect.stringMatching(/^wideseek: The MCP server no-such-program-here could not be opened: .*ENOENT/),
  ]);
  expect(model.requests).toEqual([]);
}, 30_000);

test("nothing is reached over a network where the user wants none", async () => {
  model = await startModel();

  const { code, stderr } = await runCommand(
    ["ask", QUESTION, "--model", "demonstrator", "--no-web", "--mcp", "http://127.0.0.1:9/mcp"],
    { environment: environment() },
  );

  expect([code, stderr]).toEqual([2, expect.stringContaining("--no-web opens no connection")]);
}, 30_000);
