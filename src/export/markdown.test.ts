import { describe, expect, test } from "vitest";
import { cellOf } from "../core/evidence.ts";
import { parseMarkdownTable } from "../table/parse-markdown.ts";
import { cell, runOf, small, sourceAt } from "./export.fixture.ts";
import { exportTable } from "./export-table.ts";

const options = { strict: false, language: "en" } as const;

async function markdown(...run: Parameters<typeof runOf>): Promise<string> {
  return String((await exportTable(runOf(...run), "markdown", options)).body);
}

describe("a table", () => {
  test("has a footnote for each quote, once, and marks with a legend", async () => {
    expect(await markdown(small)).toBe(
      [
        "| Country | Capital | Population | Coast | Joined |",
        "| --- | --- | --- | --- | --- |",
        "| Estonia[^1] | Tallinn[^2] | 1,331,824 ≠[^2] |  | 2004-05-01[^2] |",
        "| Latvia[^1] | Riga ° | 1,860,575[^2] | none ∅[^3] | 2004-05-01[^2] |",
        "",
        "° no page that was read states this value · ≠ another page states another value · ∅ a page states that there is none",
        "",
        "[^1]: “The Baltic states are Estonia and Latvia.” — Baltic states, seed://list/baltic-states",
        "[^2]: “The capital is Tallinn \\| since 1248.” — [Estonia](<https://example.org/estonia?a=1&b=2>)",
        "[^3]: “It had 1.4 million people.” — [Old page](<https://example.org/old>), page 3",
        "",
      ].join("\n"),
    );
  });

  test("has its words in the user's language, and says how complete it is", async () => {
    const completeness = {
      found: 2,
      low: 2,
      high: 2,
      estimate: 2,
      method: "identical",
      occasions: 3,
    } as const;
    const run = runOf(small, { completeness });
    const { body } = await exportTable(run, "markdown", { strict: false, language: "zh" });

    expect(body).toContain("° 已读页面均未写有此值");
    expect(body).toContain("已找到 2 行");
  });

  test("reads back to its values, whatever stands in them", async () => {
    const values = [
      ["a | b", "two\nlines", "1 < 2 & 3 > 2"],
      ["*bold* _it_ snake_case", "[text](javascript:alert(1))", "<script>alert(1)</script>"],
      ["back\\slash \\| end", "`code`", "~~gone~~ &lt;"],
      ["# no heading", "[^1]", "tab\tin it"],
    ];
    const cells = values.map((row) => row.map((value) => cellOf(value, [])));
    const text = await markdown({ columns: ["A|B", "C", "D"], uniqueColumns: ["C"], cells });

    const rows = parseMarkdownTable(text.split("\n\n")[0] ?? "")?.rows;
    const plain = rows?.map((row) =>
      row.map((shown) => shown.replace(/ °$/u, "").replace(/\\([^|])/gu, "$1")),
    );
    expect(plain?.map((row) => row.map((shown) => shown.replaceAll("\\|", "|")))).toEqual(
      values.map((row) => row.map((value) => value.replaceAll("\\|", "|"))),
    );
    expect(text).not.toMatch(/(?<!\\)<script|(?<!\\)\[text/u);
  });

  test("links web pages only, and no address breaks out of its link", async () => {
    const sources = [
      sourceAt("javascript:alert(1)", "q", "A [title](x)"),
      sourceAt("https://example.org/a>b|c d", "two\nlines", ""),
    ];
    const text = await markdown({
      columns: ["A"],
      uniqueColumns: ["A"],
      cells: [[cell("v", "supported", { sources })]],
    });

    expect(text).toContain("“q” — A \\[title\\](x), javascript:alert(1)");
    expect(text).toContain(
      "“two<br>lines” — [https://example.org/a\\>b\\|c d](<https://example.org/a%3Eb%7Cc%20d>)",
    );
  });
});

describe("a short answer", () => {
  test("is the answer with its footnote", async () => {
    const source = sourceAt("seed://country/mali", "The capital of Mali is Bamako.", "Mali");

    expect(await markdown(undefined, { kind: "deep", answer: "Bamako", sources: [source] })).toBe(
      "Bamako[^1]\n\n[^1]: “The capital of Mali is Bamako.” — Mali, seed://country/mali\n",
    );
  });

  test("without a source says so", async () => {
    expect(await markdown(undefined, { kind: "deep", answer: "Bamako", sources: [] })).toBe(
      "Bamako °\n\n° no page that was read states this value\n",
    );
  });
});

test("a text that gives no short answer has no mark: it states no value", async () => {
  expect(await markdown(undefined, { kind: "deep", answer: "Nothing was found." })).toBe(
    "Nothing was found.\n",
  );
});

test("text in which there is no table stays as it is", async () => {
  expect(await markdown(undefined, { answer: "I found:\n\n- *nothing*" })).toBe("I found:\n\n- *nothing*\n");
});
