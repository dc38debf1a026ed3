import { describe, expect, test } from "vitest";
import { SamplerError } from "../../core/errors.ts";
import type { SourcedTable } from "../../core/evidence.ts";
import type { Page } from "../../core/knowledge-base.ts";
import { type Script, scripted } from "../../llm/scripted.ts";
import { sourceTable } from "../source-table.ts";
import { quoteWithModel } from "./quote-with-model.ts";

const page: Page = {
  url: "s://atlas",
  title: "Atlas License",
  text: "Atlas License is a licence.\nOf patents it speaks: no. Of sources it speaks: yes. Its Borealis rules apply: no.",
};
const reads = [{ page, agent: "lead.2", at: 70 }];
const table = { columns: ["Licence", "Grant", "Words"], rows: [["Atlas License", "no", "87"]] };
const before: SourcedTable = sourceTable(table, reads);

const ask = (script: Script) => quoteWithModel(before, reads, { sampler: scripted(script) });

function reply(...quotes: readonly { column: string; quote: string; url?: string }[]): string {
  return `Here it is:\n\`\`\`json\n${JSON.stringify({ quotes: quotes.map((one) => ({ url: page.url, ...one })) })}\n\`\`\``;
}

test("what matching cannot decide, a model's quote decides", async () => {
  expect(before.cells[0]?.map(({ state }) => state)).toEqual(["supported", "unsupported", "unsupported"]);

  const after = await ask([reply({ column: "Grant", quote: "Of patents it speaks: no." })]);

  const cell = after.cells[0]?.[1];
  expect(cell?.state).toBe("supported");
  expect(cell?.sources[0]).toMatchObject({
    quote: "Of patents it speaks: no.",
    start: page.text.indexOf("Of patents"),
  });
  expect(cell?.candidates[0]).toMatchObject({ agent: "lead.2", at: 70, value: "no" });
  expect(after.cells[0]?.[2]).toEqual(before.cells[0]?.[2]);
});

describe("the table stays as it was where the model's quote", () => {
  test.each([
    ["stands in no page", "Patents: no."],
    ["does not state the value", "Of sources it speaks: yes."],
    ["states it in part of a word", "Atlas License is a licence."],
    ["is the page with one letter changed", "Of patents it speaks: No."],
  ])("%s", async (_, quote) => {
    expect(await ask([reply({ column: "Grant", quote }, { column: "Words", quote })])).toEqual(before);
  });

  test("is on a page that was not read, or for a cell that was not asked about", async () => {
    const quote = "Of patents it speaks: no.";

    expect(await ask([reply({ column: "Grant", quote, url: "s://other" })])).toEqual(before);
    expect(await ask([reply({ column: "Licence", quote }, { column: "Colour", quote })])).toEqual(before);
  });

  test.each([
    "",
    "no idea",
    "{",
    '{"quotes": "none"}',
    '{"quotes": [{"column": "Grant"}]}',
    "[]",
    "{}".repeat(2_000),
  ])("cannot be read: %s", async (content) => {
    expect(await ask([content])).toEqual(before);
  });

  test("never came, because the model failed", async () => {
    expect(await ask([new SamplerError("The model is down.")])).toEqual(before);
  });
});

test("a row about which nothing is unsupported costs no call", async () => {
  const named = sourceTable({ columns: ["Licence"], rows: [["Atlas License"]] }, reads);

  expect(await quoteWithModel(named, reads, { sampler: scripted([]) })).toEqual(named);
});

test("an aborted call throws the signal's reason", async () => {
  const controller = new AbortController();
  const sampler = scripted(() => {
    controller.abort(new Error("enough"));
    return new SamplerError("cut off");
  });

  await expect(quoteWithModel(before, reads, { sampler, signal: controller.signal })).rejects.toThrow(
    "enough",
  );
});
