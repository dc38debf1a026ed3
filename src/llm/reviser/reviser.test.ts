import { describe, expect, test } from "vitest";
import { type Cell, cellOf, type SourcedTable } from "../../core/evidence.ts";
import type { AssistantMessage, Message } from "../../core/message.ts";
import type { Change } from "../../core/revision.ts";
import type { SampleRequest, ToolSpec } from "../../core/sampler.ts";
import { parseMarkdownTable } from "../../table/parse-markdown.ts";
import { readSubtask } from "../demonstrator/writing/subtask.ts";
import { nextStep } from "./progress.ts";
import { READ_AGAIN, writeReread } from "./read-again.ts";
import { createReviser } from "./reviser.ts";
import { revisionWork } from "./revision-work.ts";

const NAMES = ["Peru", "Chile", "Bolivia", "Ecuador", "Brazil", "Guyana", "Uruguay"];
const source = (name: string, quote: string) => ({ url: `seed://country/${name}`, title: name, quote });
const nothing: Cell = { value: "", state: "missing", sources: [], candidates: [] };

/** Seven countries; the capital of Peru is there, everything else is missing. */
const table: SourcedTable = {
  columns: ["Country", "Capital", "Currency"],
  uniqueColumns: ["Country"],
  cells: NAMES.map((name) => [
    cellOf(name, [source(name, `${name} is a country.`)]),
    name === "Peru" ? cellOf("Lima", [source("Peru", "Its capital is Lima.")]) : nothing,
    nothing,
  ]),
};

const delegation: ToolSpec = {
  name: "call_subagent",
  description: "",
  inputSchema: { properties: { subtasks: { type: "array", maxItems: 1 } } },
};

function start(change: Change) {
  const reviser = createReviser(revisionWork(table, change, "en"));
  const messages: Message[] = [
    { role: "system", content: "You are the lead agent." },
    { role: "user", content: "Capitals?" },
  ];
  const request = (toolChoice: SampleRequest["toolChoice"]): SampleRequest => ({
    messages: [...messages],
    tools: [delegation],
    toolChoice,
    maxTokens: 1_000_000,
  });
  const next = async (toolChoice: SampleRequest["toolChoice"] = "auto"): Promise<AssistantMessage> => {
    const { message, usage } = await reviser.sample(request(toolChoice));
    expect(usage).toEqual({ promptTokens: 0, sampledTokens: 0 });
    expect((await reviser.sample(request(toolChoice))).message).toEqual(message);
    messages.push(message);
    return message;
  };
  /** The tool's answer to the last message. */
  const answer = (message: AssistantMessage, content: (subtask: string) => string, isError = false) => {
    for (const { id, name, arguments: text } of message.toolCalls) {
      const subtasks: readonly string[] = JSON.parse(text).subtasks ?? [];
      const reports = subtasks.map(
        (subtask, index) => `Subtask ${index + 1}: ${subtask}\nResult: ${content(subtask)}`,
      );
      const told = reports.length > 0 ? reports.join("\n\n") : content(text);
      messages.push({ role: "tool", toolCallId: id, name, content: `${told}\n\n(Turn 2 of 9.)`, isError });
    }
  };
  return { next, answer };
}

function subtasksOf({ toolCalls }: AssistantMessage): readonly string[] {
  return toolCalls.flatMap((call): string[] => JSON.parse(call.arguments).subtasks);
}

function rowsOf({ content }: AssistantMessage) {
  return parseMarkdownTable(content)?.rows;
}

describe("the reviser", () => {
  test("asks for the picked cells only, five rows a subtask, as many at once as may be", async () => {
    const { next, answer } = start({ kind: "repair", states: ["missing"] });

    const first = await next();
    expect(subtasksOf(first)).toHaveLength(1);
    const peru = readSubtask(subtasksOf(first)[0] ?? "");
    expect(peru).toMatchObject({
      kind: "facts",
      attributes: ["Currency"],
      items: [{ name: "Peru", url: "seed://country/Peru" }],
      again: true,
    });
    answer(first, () => "Peru\n- Currency: sol");

    const second = await next();
    expect(readSubtask(subtasksOf(second)[0] ?? "")).toMatchObject({
      attributes: ["Capital", "Currency"],
      items: NAMES.slice(1, 6).map((name) => ({ name })),
    });
    answer(second, () => "Chile\n- Capital: Santiago\n\nSubtask 1: none\nResult: nothing");

    const third = await next();
    expect(readSubtask(subtasksOf(third)[0] ?? "")).toMatchObject({ items: [{ name: "Uruguay" }] });
    answer(third, () => "Nothing found.");

    const last = await next();
    expect(last.toolCalls).toEqual([]);
    expect(rowsOf(last)).toEqual([
      ["Peru", "sol", ""],
      ["Chile", "", "Santiago"],
      ...["Bolivia", "Ecuador", "Brazil", "Guyana", "Uruguay"].map((name) => [name, "", ""]),
    ]);
  });

  test("answers with what it has where it may not call, or a call was refused", async () => {
    const squeezed = start({ kind: "repair", rows: ["Peru"] });
    squeezed.answer(await squeezed.next(), () => "Currency: sol");
    expect(rowsOf(await squeezed.next("none"))).toEqual([["Peru", "", "sol"]]);

    const refused = start({ kind: "repair", rows: ["Peru"] });
    refused.answer(await refused.next(), () => "The budget is used up.", true);
    const { toolCalls, ...rest } = await refused.next();
    expect(toolCalls).toEqual([]);
    expect(rowsOf({ toolCalls, ...rest })).toEqual([["Peru", "", ""]]);
  });

  test("has further rows listed first, and asks for those that are not in the table", async () => {
    const { next, answer } = start({ kind: "extend", moreRows: "countries of the Andes" });

    const list = await next();
    expect(readSubtask(subtasksOf(list)[0] ?? "")).toEqual({
      kind: "list",
      phrase: "countries of the Andes",
    });
    answer(list, () => "- Peru (seed://country/peru)\n- Colombia (seed://country/colombia)");

    const facts = await next();
    expect(readSubtask(subtasksOf(facts)[0] ?? "")).toEqual({
      kind: "facts",
      attributes: ["Capital", "Currency"],
      items: [{ name: "Colombia", url: "seed://country/colombia" }],
    });
    answer(facts, () => "Colombia\nCapital: Bogotá\nCurrency: peso");

    expect(rowsOf(await next())).toEqual([["Colombia", "Bogotá", "peso"]]);
  });

  test("adds a column to every row, and rows with every column", async () => {
    const { next } = start({ kind: "extend", columns: ["Area"], rows: ["Suriname"] });
    expect((await next()).content).toBe("I ask for what is wanted: 3 subtasks.");

    const wanted = subtasksFor({ kind: "extend", columns: ["Area"], rows: ["Suriname"] }, 2);
    expect(wanted.map(readSubtask)).toMatchObject([
      { attributes: ["Area"], items: NAMES.slice(0, 4).map((name) => ({ name })) },
      { attributes: ["Area"], items: NAMES.slice(4).map((name) => ({ name })) },
      { attributes: ["Capital", "Currency", "Area"], items: [{ name: "Suriname" }] },
    ]);
  });

  test("asks about one row a subtask where all can run at once", () => {
    const subtasks = subtasksFor({ kind: "repair", columns: ["Currency"] }, 10);
    expect(subtasks.map(readSubtask)).toMatchObject(NAMES.map((name) => ({ items: [{ name }] })));
  });

  test("has sources read again first, and asks only for what they no longer state", async () => {
    const change: Change = { kind: "refresh", rows: ["Peru", "Chile"] };
    const { next, answer } = start(change);
    const { claims } = revisionWork(table, change, "en");

    const reading = await next();
    expect(reading.toolCalls.map(({ name, arguments: text }) => [name, JSON.parse(text)])).toEqual([
      [READ_AGAIN, { urls: ["seed://country/Peru", "seed://country/Chile"] }],
    ]);
    const peru = claims.filter(({ url }) => url.endsWith("Peru"));
    answer(reading, () =>
      [
        writeReread(
          { kind: "read", url: "seed://country/Peru", stated: new Set(["Peru, Country: Peru"]) },
          peru,
        ),
        writeReread({ kind: "failed", url: "seed://country/Chile", reason: "no answer" }, []),
      ].join("\n"),
    );

    const asked = await next();
    expect(subtasksOf(asked).map(readSubtask)).toMatchObject([
      { attributes: ["Capital"], items: [{ name: "Peru" }] },
    ]);
    answer(asked, () => "Peru\nCapital: Cusco");
    expect(rowsOf(await next())).toEqual([
      ["Peru", "Cusco"],
      ["Chile", ""],
    ]);
  });

  test("asks for nothing where every source still stands", async () => {
    const change: Change = { kind: "refresh", columns: ["Capital"] };
    const { next, answer } = start(change);
    answer(await next(), () =>
      writeReread(
        { kind: "read", url: "seed://country/Peru", stated: new Set(["Peru, Capital: Lima"]) },
        revisionWork(table, change, "en").claims,
      ),
    );

    expect(rowsOf(await next())).toEqual([["Peru", "Lima"]]);
  });

  test("stops at once where it is told to", async () => {
    const reviser = createReviser(revisionWork(table, { kind: "repair" }, "en"));
    const request = { messages: [], tools: [], toolChoice: "auto", maxTokens: 10 } as const;

    await expect(
      reviser.sample({ ...request, signal: AbortSignal.abort(new Error("stop")) }),
    ).rejects.toThrow("stop");
  });
});

/** All subtasks of a change, with nothing reported, where so many run at once. */
function subtasksFor(change: Change, width: number): readonly string[] {
  const step = nextStep(revisionWork(table, change, "en"), { delegated: [], rereads: [] }, width);
  return step.kind === "delegate" ? step.subtasks : [];
}
