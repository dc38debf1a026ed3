/** @file The API from the first question to the file: each reply is held against the server's own document. */
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { liveServers } from "../../../test/fixtures/live-server.ts";
import { gate, QUESTION } from "../../../test/fixtures/live-world.ts";

const open = liveServers();

const text = (value: string) => new TextEncoder().encode(value);

describe("the server", () => {
  test("says what it is and what can be asked for", async () => {
    const { call } = await open();

    expect((await call("GET", "/api/health")).json).toEqual({ name: "wideseek", version: "0.0.0" });
    const { json } = await call("GET", "/api/settings");
    expect(json).toMatchObject({ models: ["team"], defaultModel: "team", limits: { runs: 4 } });
    expect(json.examples).toHaveLength(3);
    expect(json.efforts.map(({ name }: { name: string }) => name)).toEqual(["low", "medium", "high", "max"]);
  });

  test("describes itself as OpenAPI 3.1, every operation with its errors", async () => {
    const { call } = await open();
    const { json } = await call("GET", "/openapi.json");

    expect(json.openapi).toBe("3.1.0");
    const operations = Object.values<Record<string, { operationId: string; responses: object }>>(
      json.paths,
    ).flatMap((one) => Object.values(one));
    expect(operations.length).toBeGreaterThan(25);
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length);
    for (const { responses } of operations)
      expect(Object.keys(responses)).toEqual(expect.arrayContaining(["4XX", "5XX"]));
    const refs = [...JSON.stringify(json).matchAll(/"#\/components\/schemas\/(\w+)"/gu)].map(
      ([, name]) => name ?? "",
    );
    expect(Object.keys(json.components.schemas)).toEqual(expect.arrayContaining(refs));
  });
});

describe("a run", () => {
  test("is begun, listed, shown and exported", async () => {
    const { call, finished } = await open();

    const run = await finished();

    const { json } = await call("GET", `/api/runs/${run}`);
    expect(json).toMatchObject({
      run,
      state: "ended",
      revisions: [],
      config: { task: { question: QUESTION } },
    });
    expect(json.result.table.cells[0].map(({ value }: { value: string }) => value).slice(0, 2)).toEqual([
      "Estonia",
      "Tallinn",
    ]);
    expect((await call("GET", "/api/runs")).json.runs).toEqual([
      expect.objectContaining({ run, state: "ended", stop: "answered", rows: 2, agents: 3 }),
    ]);
    const csv = await call("GET", `/api/runs/${run}/export?format=csv`);
    expect(csv.headers.get("content-disposition")).toMatch(/^attachment; filename=".+\.csv"/);
    expect(csv.text).toContain("Estonia,Tallinn");
    for (const format of ["csv-sources", "xlsx", "json", "markdown", "html"]) {
      expect((await call("GET", `/api/runs/${run}/export?format=${format}&strict=1`)).status).toBe(200);
    }
  });

  test("has the trace of each agent, and each page as it was read", async () => {
    const { call, finished } = await open();
    const run = await finished();

    const { json: lead } = await call("GET", `/api/runs/${run}/agents/lead`);
    expect(lead.turns[0].calls[0]).toMatchObject({ name: "call_subagent", subagents: ["lead.1", "lead.2"] });
    const { json: agent } = await call("GET", `/api/runs/${run}/agents/lead.1`);
    const calls = agent.turns.flatMap((turn: { calls: object[] }) => turn.calls);
    expect(calls.map(({ name }: { name: string }) => name)).toEqual(["search", "access"]);
    expect(calls[1].elapsedMs).toBeGreaterThanOrEqual(0);
    const { json: page } = await call("GET", `/api/runs/${run}/pages/${calls[1].pages[0].hash}`);
    expect(page).toMatchObject({
      url: "seed://country/estonia",
      text: expect.stringContaining("is Tallinn"),
    });
    expect(Date.parse(page.readAt)).toBeGreaterThan(0);
    expect((await call("GET", `/api/runs/${run}/agents/lead.9`)).status).toBe(404);
    expect((await call("GET", `/api/runs/${run}/pages/0123456789abcdef0123`)).status).toBe(404);
  });

  test("is found by words of its question, a page of the list at a time", async () => {
    const { call, finished } = await open();
    const runs = [
      await finished("What are the capitals of Estonia and Kenya?"),
      await finished("List the lakes of Chad"),
    ];

    const { json: first } = await call("GET", "/api/runs?limit=1");
    const { json: second } = await call("GET", `/api/runs?limit=1&before=${first.next}`);

    expect([...first.runs, ...second.runs].map(({ run }) => run)).toEqual(runs.toSorted().toReversed());
    expect(second.next).toBeUndefined();
    const { json: found } = await call("GET", "/api/runs?search=kenya%20CAPITALS");
    expect(found.runs.map(({ run }: { run: string }) => run)).toEqual([runs[0]]);
  });

  test("hears what is said to it, is stopped, and goes on to its end", async () => {
    const held = gate();
    const { call, ask, world } = await open({ hold: (number) => (number < 2 ? held.passed : undefined) });
    const run = await ask();

    expect((await call("GET", `/api/runs/${run}`)).json).toMatchObject({ state: "running" });
    expect((await call("POST", `/api/runs/${run}/steer`, { json: { text: "Only islands" } })).status).toBe(
      202,
    );
    expect((await call("POST", `/api/runs/${run}/stop`, { json: {} })).status).toBe(202);
    await world.runs.get(run)?.ended;
    expect((await call("GET", `/api/runs/${run}`)).json).toMatchObject({
      state: "ended",
      result: { stop: "aborted" },
    });
    expect((await call("POST", `/api/runs/${run}/stop`, { json: {} })).status).toBe(409);

    held.open();
    expect((await call("POST", `/api/runs/${run}/resume`, { json: {} })).json).toEqual({ run });
    await world.runs.get(run)?.ended;

    expect((await call("GET", `/api/runs/${run}`)).json.result).toMatchObject({ stop: "answered" });
    expect((await call("POST", `/api/runs/${run}/resume`, { json: {} })).json.error.message).toMatch(
      /nothing left/,
    );
  });

  test("that was broken off shows what was found, and goes on from the page", async () => {
    const held = gate();
    const { call, ask, world } = await open({ hold: (number) => (number >= 5 ? held.passed : undefined) });
    const run = await ask();
    await world.runs.close();
    await (await import("node:fs/promises")).rm(join(world.directory, run, "result.json"));
    const events = join(world.directory, run, "events.jsonl");
    const lines = (await readFile(events, "utf8")).trim().split("\n");
    await writeFile(
      events,
      lines
        .filter((line) => !/"type":"(?:agent|run)-end"/.test(line))
        .join("\n")
        .concat("\n"),
    );
    held.open();
    const again = await open({ world: { ...world, runs: world.reopened(), close: async () => undefined } });

    expect((await again.call("GET", "/api/runs")).json.runs).toMatchObject([{ run, state: "broken-off" }]);
    expect((await again.call("GET", `/api/runs/${run}`)).json).toMatchObject({ state: "broken-off" });
    expect((await again.call("POST", `/api/runs/${run}/resume`, { json: {} })).status).toBe(202);
    await again.world.runs.get(run)?.ended;

    expect((await call("GET", `/api/runs/${run}`)).json.result).toMatchObject({ stop: "answered" });
  });
});

describe("a table", () => {
  test("is repaired, and what differs is told", async () => {
    const { call, finished, world } = await open();
    const run = await finished();
    const change = { kind: "repair", columns: ["Continent"] };

    const { json: preview } = await call("POST", `/api/runs/${run}/revisions`, {
      json: { change, preview: true },
    });
    expect(preview.cells).toBe(2);
    expect(preview.estimate.tokens.high).toBeGreaterThan(0);
    const { json, status } = await call("POST", `/api/runs/${run}/revisions`, { json: { change } });
    expect(status).toBe(201);
    await world.runs.get(json.run)?.ended;

    expect((await call("GET", `/api/runs/${run}`)).json.revisions).toEqual([json.run]);
    expect((await call("GET", `/api/runs/${json.run}`)).json.config.revision.base).toBe(run);
    expect((await call("GET", `/api/runs/${json.run}/diff`)).json.base).toBe(run);
    expect((await call("GET", `/api/runs/${run}/diff`)).status).toBe(409);
  });

  test("has another value where the user chose it, and its history says so", async () => {
    const { call, finished } = await open();
    const run = await finished();
    const choice = { kind: "choose", row: "Kenya", column: "Capital", value: "Mombasa" };

    const { json, status } = await call("POST", `/api/runs/${run}/decisions`, { json: choice });

    expect(status).toBe(200);
    expect(json.result.table.cells[1][1]).toMatchObject({ value: "Mombasa", state: "unsupported" });
    const { json: cell } = await call("GET", `/api/runs/${run}/cell?row=Kenya&column=Capital`);
    expect(cell.cell.value).toBe("Mombasa");
    expect(cell.history.map(({ by, value }: { by: string; value: string }) => [by, value])).toEqual([
      ["ask", "Nairobi"],
      ["choose", "Mombasa"],
    ]);
    const split = await call("POST", `/api/runs/${run}/decisions`, { json: { kind: "split", row: "Kenya" } });
    expect(split.status).toBe(422);
    expect((await call("GET", `/api/runs/${run}/cell?row=Chad&column=Capital`)).status).toBe(404);
  });

  test("of the user's own is read from a file and gone on from", async () => {
    const { call, world } = await open();
    const headers = { "content-type": "application/octet-stream", "x-file-name": "l%C3%A4nder.csv" };

    const { json: table } = await call("POST", "/api/tables", {
      body: text("Country,Area\nEstonia,1\nKenya,2\n"),
      headers,
    });
    expect(table).toEqual({
      columns: ["Country", "Area"],
      rows: [
        ["Estonia", "1"],
        ["Kenya", "2"],
      ],
    });
    const change = { kind: "extend", columns: ["Capital"] };
    const { json, status } = await call("POST", "/api/runs", { json: { question: QUESTION, table, change } });
    expect(status).toBe(201);
    await world.runs.get(json.run)?.ended;

    const { json: shown } = await call("GET", `/api/runs/${json.run}`);
    expect(shown.result.table.columns).toEqual(["Country", "Area", "Capital"]);
    expect(shown.result.table.cells[0][1]).toMatchObject({ value: "1" });
    expect((await call("POST", "/api/runs", { json: { question: QUESTION, change } })).status).toBe(422);
    const odd = { columns: ["A", "a"], rows: [["1", "2"]] };
    expect((await call("POST", "/api/runs", { json: { question: QUESTION, table: odd } })).status).toBe(422);
  });
});

describe("knowledge bases", () => {
  test("are listed and searched", async () => {
    const { call } = await open();
    const { json } = await call("GET", "/api/knowledge-bases");
    expect(json.map(({ name }: { name: string }) => name)).toEqual([
      "seed",
      expect.stringContaining("127.0.0.1"),
    ]);

    const name = encodeURIComponent(json[1].name);
    const found = await call("GET", `/api/knowledge-bases/${name}/search?q=capital%20of%20Kenya&limit=1`);

    expect(found.json.passages).toMatchObject([{ url: "seed://country/kenya" }]);
    expect((await call("GET", "/api/knowledge-bases/none/search?q=x")).status).toBe(404);
    expect((await call("GET", `/api/knowledge-bases/${name}/search`)).status).toBe(422);
  });

  test("take documents, which are searched at once", async () => {
    const { call, home } = await open();
    const upload = (name: string, body: Uint8Array<ArrayBuffer>) =>
      call("POST", "/api/knowledge-bases/notes/documents", {
        body,
        headers: { "content-type": "application/octet-stream", "x-file-name": encodeURIComponent(name) },
      });

    expect((await upload("mill.md", text("# Mills\n\nThe mill of Tallinn has 40 stones."))).json).toEqual({
      name: "notes",
      pages: 1,
    });
    expect((await upload("风车.txt", text("Another mill stands in Tartu."))).json.pages).toBe(2);

    expect((await call("GET", "/api/knowledge-bases")).json).toContainEqual({ name: "notes", pages: 2 });
    const { json } = await call("GET", "/api/knowledge-bases/notes/search?q=mill%20stones");
    expect(json.passages[0].text).toContain("40 stones");
    expect(await readFile(join(home, "knowledge-bases/notes/mill.md"), "utf8")).toContain("Tallinn");
  });
});

describe("reports", () => {
  test("of evaluations and trainings are listed and read", async () => {
    const { call, home } = await open();
    const evaluation = join(home, "evaluations", "2026-11-26-010203-seed-ab12");
    const training = join(home, "trainings", "rl-1");
    await mkdir(evaluation, { recursive: true });
    await mkdir(training, { recursive: true });
    await mkdir(join(home, "trainings", "no-training"));
    const config = {
      format: 1,
      version: "0.1.0",
      startedAt: "2026-11-26T01:02:03.000Z",
      benchmark: { name: "seed-dev", tasks: 2, digest: "x" },
      variants: [{ name: "team" }],
      trials: 1,
      judge: "exact",
    };
    await writeFile(join(evaluation, "eval.json"), JSON.stringify(config));
    const report = { config, variants: [{ name: "team", overall: {} }], trials: [] };
    await writeFile(join(evaluation, "report.json"), JSON.stringify(report));
    await writeFile(join(evaluation, "report.html"), "<!doctype html><title>report</title>");
    await writeFile(
      join(training, "metrics.jsonl"),
      '{"step":1,"reward":0.1}\n{"step":2,"reward":0.5}\n{"st',
    );

    const { json: evaluations } = await call("GET", "/api/evaluations");
    expect(evaluations).toMatchObject([
      { name: "seed-dev", startedAt: config.startedAt, summary: "2 tasks, 1 variant, 1 trial each" },
    ]);
    expect((await call("GET", `/api/evaluations/${evaluations[0].id}`)).json).toEqual(report);
    const page = await call("GET", `/api/evaluations/${evaluations[0].id}?format=html`);
    expect(page.headers.get("content-disposition")).toMatch(/^attachment/);
    expect(page.headers.get("content-security-policy")).toContain("sandbox");
    expect((await call("GET", "/api/trainings")).json).toEqual([
      { id: "rl-1", name: "rl-1", summary: "2 steps, reward 0.5" },
    ]);
    expect((await call("GET", "/api/trainings/rl-1")).json).toEqual({
      curves: [
        {
          name: "reward",
          points: [
            [1, 0.1],
            [2, 0.5],
          ],
        },
      ],
      summary: { step: 2, reward: 0.5 },
    });
    for (const path of ["/api/trainings/none", "/api/evaluations/none", "/api/evaluations/..%2Ftrainings"]) {
      expect((await call("GET", path)).status).toBe(404);
    }
  });
});
