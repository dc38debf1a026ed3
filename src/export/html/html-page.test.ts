import { Parser } from "htmlparser2";
import { describe, expect, test } from "vitest";
import { cellOf } from "../../core/evidence.ts";
import { candidate, cell, runOf, small, sourceAt } from "../export.fixture.ts";
import { exportTable } from "../export-table.ts";

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** Every element of a page with the text in it. */
function elementsOf(page: string): readonly Element[] {
  const all: Element[] = [];
  const open: Element[] = [];
  const parser = new Parser({
    onopentag(name, attributes) {
      const element = { name, attributes, text: "" };
      all.push(element);
      open.push(element);
    },
    ontext(text) {
      for (const element of open) element.text += text;
    },
    onclosetag() {
      open.pop();
    },
  });
  parser.end(page);
  return all;
}

async function page(...run: Parameters<typeof runOf>) {
  const { body } = await exportTable(runOf(...run), "html", { strict: false, language: "en" });
  return { text: String(body), elements: elementsOf(String(body)) };
}

/** What stands in the table's cells, without the numbers of their evidence. */
function cellTexts(elements: readonly Element[]): readonly string[] {
  const cells = elements.filter(({ name, attributes }) => name === "td" || attributes["scope"] === "row");
  return cells.map(({ text }) => text.replace(/\d+$/u, ""));
}

const allWords = (elements: readonly Element[]) => elements.find(({ name }) => name === "body")?.text ?? "";

describe("the page", () => {
  test("reads back to the table, its unique columns as headers of rows", async () => {
    const table = {
      ...small,
      cells: small.cells.map((row) => row.map((one) => ({ ...one, value: one.value.replace(/\d$/u, "x") }))),
    };
    const { elements } = await page(table);

    expect(
      elements.filter(({ attributes }) => attributes["scope"] === "col").map(({ text }) => text),
    ).toEqual(small.columns);
    expect(cellTexts(elements)).toEqual(table.cells.flat().map(({ value }) => value));
    expect(elements.filter(({ attributes }) => attributes["scope"] === "row")).toHaveLength(2);
  });

  test("leads from each value to its quotes, other values and reason, and back", async () => {
    const { elements } = await page(small);

    const targets = new Map(elements.map((element) => [element.attributes["id"], element]));
    const links = elements.filter(({ attributes }) => attributes["href"]?.startsWith("#"));
    expect(links.every(({ attributes }) => targets.has(attributes["href"]?.slice(1)))).toBe(true);
    const population = links.find(({ text }) => text.startsWith("1,331,824"));
    const evidence = targets.get(population?.attributes["href"]?.slice(1) ?? "")?.text;
    expect(evidence).toMatch(
      /“The capital is Tallinn \| since 1248\.”[\s\S]*the newer page was chosen[\s\S]*1\.4 million/u,
    );
    expect(evidence).toContain("Old page, page 3");
  });

  test("says how the run went and what the states mean", async () => {
    const { elements } = await page(small, {
      merges: [{ row: 0, merged: [], because: "two names of one country" }],
    });

    const words = allWords(elements);
    for (const part of [
      "openai/gpt-5-mini",
      "2026-11-23 08:15 UTC",
      "$0.0123",
      "no page that was read states this value",
      "two names of one country",
    ])
      expect(words).toContain(part);
  });

  test("of a short answer is a table of one cell", async () => {
    const { elements } = await page(undefined, {
      kind: "deep",
      answer: "Bamako",
      sources: [sourceAt("https://x.org", "q")],
    });

    expect(cellTexts(elements)).toEqual(["Bamako"]);
  });
});

describe("nothing from elsewhere becomes markup", () => {
  const hostile = `"><script>alert(1)</script><img src=x onerror=alert(1)>'\`&lt;</title></style>`;

  test("in a value, title, quote, column, question, reason, model or place", async () => {
    const source = { ...sourceAt("https://example.org/x", hostile, hostile), place: hostile };
    const rival = { ...candidate(hostile, source), why: hostile };
    const table = {
      columns: [hostile, "B"],
      uniqueColumns: [hostile],
      cells: [
        [
          cellOf(hostile, [source]),
          cell("x", "conflicting", { sources: [source], candidates: [rival], reason: hostile }),
        ],
      ],
    };
    const { text, elements } = await page(
      table,
      { question: hostile, merges: [{ row: 0, merged: [], because: hostile }], error: hostile },
      { model: hostile, knowledgeBase: hostile, run: hostile },
    );

    expect(elements.filter(({ name }) => ["script", "img", "iframe"].includes(name))).toEqual([]);
    expect(elements.filter(({ name }) => name === "style" || name === "title")).toHaveLength(2);
    expect(
      elements.flatMap(({ attributes }) => Object.keys(attributes)).filter((name) => name.startsWith("on")),
    ).toEqual([]);
    expect(allWords(elements)).toContain(hostile);
    expect(text).toContain(`content="default-src 'none'; style-src 'unsafe-inline'`);
  });

  test("and only addresses of web pages become links", async () => {
    const urls = [
      "javascript:alert(1)",
      "data:text/html,x",
      "file:///etc/passwd",
      "seed://x",
      'https://ok.org/?a=1&b="2"',
    ];
    const sources = urls.map((url) => sourceAt(url, "q", url));
    const { elements } = await page({
      columns: ["A"],
      uniqueColumns: ["A"],
      cells: [[cellOf("v", sources)]],
    });

    const links = elements
      .flatMap(({ attributes: { href } }) => href ?? [])
      .filter((href) => !href.startsWith("#"));
    expect(links).toEqual(["https://ok.org/?a=1&b=%222%22"]);
  });

  test("and marks of direction and control characters are left out", async () => {
    const { text } = await page({
      columns: ["A"],
      uniqueColumns: ["A"],
      cells: [[cellOf("a\u202eb\u0000c\ud800d", [])]],
    });

    expect(text).toContain(">abc\ufffdd<");
  });
});
