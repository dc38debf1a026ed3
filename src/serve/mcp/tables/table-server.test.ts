/** @file The table server as the protocol's own client sees it, over both transports. */
import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Progress } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { QUESTION } from "../../../../test/fixtures/live-world.ts";
import { call, type OpenWorld, openWorld } from "../../../../test/fixtures/table-world.ts";

describe.each([
  ["streamable HTTP", (world: OpenWorld) => world.overHttp()],
  ["standard input and output", (world: OpenWorld) => world.overStdio()],
])("over %s", (_, connect) => {
  let world: OpenWorld;
  let client: Client;
  let run = "";
  const progress: Progress[] = [];
  beforeAll(async () => {
    world = await openWorld();
    client = await connect(world);
    const asked = await call(
      client,
      "ask",
      { question: QUESTION },
      { onprogress: (one) => progress.push(one) },
    );
    run = asked.data.run ?? "";
  }, 30_000);
  afterAll(() => world.close());

  test("each tool says what it takes and gives", async () => {
    const { tools } = await client.listTools();

    expect(tools.map(({ name }) => name)).toEqual([
      "ask",
      "get_table",
      "list_runs",
      "stop",
      "add_column",
      "add_rows",
      "fill_cells",
      "verify_cells",
      "show_evidence",
      "choose_source",
      "export",
    ]);
    for (const { inputSchema, outputSchema, description } of tools) {
      expect(inputSchema).toMatchObject({ type: "object", additionalProperties: false });
      expect(outputSchema?.type).toBe("object");
      expect(description?.length).toBeGreaterThan(20);
    }
    expect(client.getInstructions()).toContain("Begin with ask");
  });

  test("a question becomes a table with the state of each value, and a short text", async () => {
    const { data, text, isError } = await call(client, "get_table", { run });

    expect(isError).toBeUndefined();
    expect(data).toMatchObject({
      run,
      state: "ended",
      stop: "answered",
      columns: ["Country", "Capital", "Continent"],
      totalRows: 2,
      rows: [
        {
          key: "Estonia",
          values: ["Estonia", "Tallinn", "Atlantis"],
          states: ["supported", "supported", "unsupported"],
        },
        { key: "Kenya" },
      ],
    });
    expect(text).toContain("| Estonia | Tallinn | Atlantis ° |");
    expect(text).toContain("° no page that was read states this value");
  });

  test("while it was asked, its client was told how far it was, ever further", () => {
    expect(progress.length).toBeGreaterThan(0);
    expect(progress.map((one) => one.progress)).toEqual(
      [...new Set(progress.map((one) => one.progress))].sort((left, right) => left - right),
    );
    expect(progress.at(-1)?.message).toMatch(/\d+ agents, \d+ tokens/);
  });

  test("a part of a long table is given, and a strict one without what no page states", async () => {
    const { data } = await call(client, "get_table", { run, offset: 1, limit: 1, strict: true });

    expect(data).toMatchObject({
      offset: 1,
      totalRows: 2,
      rows: [{ key: "Kenya", values: ["Kenya", "Nairobi", ""] }],
    });
  });

  test("a value shows the quotes that state it", async () => {
    const { data, text } = await call(client, "show_evidence", { run, row: "estonia", column: "capital" });

    expect(data).toMatchObject({
      row: "Estonia",
      column: "Capital",
      value: "Tallinn",
      state: "supported",
      sources: [{ url: "seed://country/estonia", quote: expect.stringContaining("Tallinn") }],
      history: [{ value: "Tallinn", by: "ask" }],
    });
    expect(text).toContain("“The capital of Estonia is Tallinn.” — Estonia, seed://country/estonia");
  });

  test("a column is added in a run of its own, priced first", async () => {
    const preview = await call(client, "add_column", { run, columns: ["Area (km²)"], preview: true });
    const { data, text } = await call(client, "add_column", { run, columns: ["Area (km²)"] });

    expect(preview.data).toMatchObject({
      base: run,
      cells: 2,
      estimate: { tokens: { low: expect.any(Number) } },
    });
    expect(preview.data.table).toBeUndefined();
    expect(preview.text).toMatch(/^Preview: 2 cells of \w+; about \d+ tokens .* Nothing was begun\.$/);
    expect(data.table).toMatchObject({
      base: run,
      columns: ["Country", "Capital", "Continent", "Area (km²)"],
    });
    expect(text).toMatch(/\d+ cells changed\./);
  });

  test("cells are looked for again, and read again", async () => {
    const filled = await call(client, "fill_cells", { run, states: ["unsupported"], rows: ["Kenya"] });
    const verified = await call(client, "verify_cells", { run, columns: ["Capital"] });

    expect(filled.data).toMatchObject({ base: run, cells: 1, table: { base: run, totalRows: 2 } });
    expect(verified.data).toMatchObject({ base: run, cells: 2 });
  });

  test("the user's choice stands in the table and in the history", async () => {
    const chosen = await call(client, "choose_source", {
      run,
      row: "Kenya",
      column: "Continent",
      value: "Africa",
    });

    expect(chosen.data).toMatchObject({
      value: "Africa",
      history: [{ value: "Atlantis" }, { value: "Africa", by: "choose" }],
    });
    const { data } = await call(client, "get_table", { run });
    expect(data).toMatchObject({ rows: [{}, { values: ["Kenya", "Nairobi", "Africa"] }] });
  });

  test("the table is a file: texts as text, a workbook as an embedded file", async () => {
    const csv = await call(client, "export", { run, format: "csv" });
    const workbook = await call(client, "export", { run, format: "xlsx" });

    expect(csv.text).toMatch(/Country,Capital,Continent\r\nEstonia,Tallinn,Atlantis/);
    expect(csv.data).toMatchObject({ run, mediaType: expect.stringContaining("text/csv") });
    const [, file] = workbook.content;
    const blob = file?.type === "resource" && "blob" in file.resource ? file.resource.blob : "";
    expect(Buffer.from(blob, "base64").subarray(0, 2).toString()).toBe("PK");
    expect(workbook.data).toMatchObject({ bytes: Buffer.from(blob, "base64").byteLength });
  });

  test("the runs are listed, newest first, with what they are based on", async () => {
    const { data } = await call(client, "list_runs", { search: "capitals" });
    const none = await call(client, "list_runs", { search: "no such thing" });

    expect(JSON.stringify(data)).toContain(run);
    expect(none).toMatchObject({ text: "There is no such run.", data: { total: 0 } });
  });

  test.each([
    ["get_table", { run: "nowhere" }, 'No run is named "nowhere"'],
    ["show_evidence", { row: "Atlantis", column: "Capital" }, 'no row "Atlantis"'],
    ["show_evidence", { row: "Kenya", column: "Depth" }, 'no column "Depth"'],
    ["add_column", { columns: ["Capital"] }, 'has a column "Capital" already'],
    ["add_rows", {}, "Say what to extend the table by"],
    ["fill_cells", { states: ["conflicting"] }, "Nothing to repair"],
    ["ask", { question: QUESTION, model: "recorded:/etc/passwd" }, "There is no model"],
    ["ask", { question: QUESTION, knowledgeBases: ["/etc"] }, "There is no knowledge base"],
    ["ask", { question: " " }, "question"],
    ["ask", { question: QUESTION, colour: "red" }, "colour"],
  ])("%s of %j is an error that says what is wrong", async (name, input, said) => {
    const failed = await call(client, name, { ...(name === "ask" ? {} : { run }), ...input });

    expect(failed.isError).toBe(true);
    expect(failed.text).toContain(said);
    expect(failed.text).not.toMatch(/\n\s+at /);
  });
});
