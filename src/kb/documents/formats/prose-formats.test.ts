import { readFile } from "node:fs/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makePdf } from "../../../fetch/readable/pdf/make-pdf.fixture.ts";
import { FOOTNOTE_MARK, makeDocx, paragraph, tableXml } from "../office.fixture.ts";
import { type TestFolder, testFolder, textAt } from "../read.fixture.ts";

let folder: TestFolder;
beforeAll(async () => {
  folder = await testFolder();
});
afterAll(() => folder.remove());

describe("DOCX", () => {
  const body = [
    paragraph("Results", "Heading1"),
    `<w:p><w:r><w:t>Lakes are deep.</w:t></w:r>${FOOTNOTE_MARK}</w:p>`,
    paragraph(""),
    tableXml([
      ["Lake", "Area"],
      ["Ladoga", "17,700"],
      ["On|ega", "9,890"],
    ]),
    paragraph("The end."),
  ].join("");

  test("headings, tables and notes are kept, and each has its place", async () => {
    const [page] = await folder.read("sub/lakes.docx", makeDocx(body, { footnote: "Says the atlas." }));
    expect(page).toMatchObject({
      url: "doc:///sub/lakes.docx",
      title: "Results",
      fields: { type: "docx", file: "sub/lakes.docx", folder: "sub" },
      text: "# Results\n\nLakes are deep.[1]\n\n| Lake | Area |\n| --- | --- |\n| Ladoga | 17,700 |\n| On\\|ega | 9,890 |\n\nThe end.\n\n1. Says the atlas.",
    });
    expect(page && textAt(page, "paragraph 2, “Results”")).toBe("Lakes are deep.[1]");
    expect(page && textAt(page, "table 1, row 3, column “Area”")).toBe("9,890");
    expect(page && textAt(page, "paragraph 3, “Results”")).toBe("The end.");
  });

  test("the title is the document's own", async () => {
    const [page] = await folder.read("t.docx", makeDocx(paragraph("x"), { title: "Lakes &amp; rivers" }));
    expect(page?.title).toBe("Lakes & rivers");
    const [unnamed] = await folder.read(
      "name.of.it.docx",
      makeDocx(paragraph("x"), { title: "Word Document" }),
    );
    expect(unnamed?.title).toBe("name.of.it");
  });

  test("a document of LibreOffice keeps its lists, tables and links", async () => {
    const [page] = await folder.read(
      "lo.docx",
      await readFile(new URL("./lakes.fixture.docx", import.meta.url)),
    );
    expect(page?.title).toBe("Lakes of the North");
    expect(page?.text).toContain("- First item\n- Second item which is longer\n\n1. one\n2. two");
    expect(page?.text).toContain("[a link](https://example.org/x)");
    expect(page && textAt(page, "table 1, row 2, column “Area (km²)”")).toBe("17,700");
  });

  test.each([
    ["damaged XML", makeDocx("<w:p>")],
    ["an archive of something else", makeDocx("").subarray(0, 100)],
    ["no text", makeDocx("")],
    ["XML nested without end", makeDocx("<w:p>".repeat(30_000) + "</w:p>".repeat(30_000))],
  ])("%s is refused with a reason", async (_, content) => {
    await expect(folder.read("bad.docx", content)).rejects.toThrow(/it (?:is damaged|has no text)/u);
  });

  test("files outside that it asks for are not read", async () => {
    const picture =
      '<w:p><w:r><w:drawing xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><a:blip r:link="r9"/></w:drawing></w:r><w:r><w:t>words</w:t></w:r></w:p>';
    const [page] = await folder.read("p.docx", makeDocx(picture));
    expect(page?.text).toBe("words");
  });
});

describe("PDF", () => {
  test("a PDF is a page with its page numbers", async () => {
    const content = makePdf([[{ text: "First", x: 50, y: 700 }], [{ text: "Second", x: 50, y: 700 }]]);
    const [page] = await folder.read("a.pdf", content, { pdfPages: 2 });
    expect(page).toMatchObject({ title: "a", fields: { type: "pdf" } });
    expect(page && textAt(page, "page 2")).toBe("Second");
  });
});

describe("Markdown", () => {
  test("front matter and comments go, wrapped lines are one, links lead to documents", async () => {
    const source = [
      "---\ntitle: 'Lakes'\nsecret: x\n---\n",
      "# Heading\n\nA paragraph that\nis wrapped, see [rivers](../rivers.md#two) and\n[web](https://x.org), [here](#top).",
      "<!-- hidden\n\nwords -->",
      "- item\n  goes on\n- other\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```\ncode\nlines [x](y.md)\n```\nafter\n\n[ref]: img.png",
    ].join("\n");
    const [page] = await folder.read("notes/lakes.md", source);
    expect(page?.title).toBe("Lakes");
    expect(page?.text).toBe(
      [
        "# Heading\n\nA paragraph that is wrapped, see [rivers](doc:///rivers.md#two) and [web](https://x.org), [here](#top).\n",
        "- item goes on\n- other\n\n| a | b |\n| - | - |\n| 1 | 2 |\n\n```\ncode\nlines [x](y.md)\n```\nafter\n",
        "[ref]: doc:///notes/img.png",
      ].join("\n"),
    );
    expect(page && textAt(page, "table 1, row 2, column “b”")).toBe("2");
  });

  test("without front matter the title is the first heading, or else the file's name", async () => {
    expect((await folder.read("m.md", "words\n\n# Title\n"))[0]?.title).toBe("Title");
    expect((await folder.read("m.md", "words"))[0]?.title).toBe("m");
  });
});

describe("HTML and text", () => {
  test("a saved page keeps its tables, and its links lead to documents", async () => {
    const [page] = await folder.read(
      "web/a b.html",
      "<title>Lakes</title><p>See <a href='c%20d.html'>it</a></p><table><tr><th>x</th><th>y</th></tr><tr><td>1</td><td>2</td></tr></table>",
    );
    expect(page).toMatchObject({ url: "doc:///web/a%20b.html", title: "Lakes" });
    expect(page?.text).toContain("See [it](doc:///web/c%20d.html)");
    expect(page && textAt(page, "table 1, row 2, column “y”")).toBe("2");
  });

  test("a text keeps its lines", async () => {
    const [page] = await folder.read("a.txt", "One\r\ntwo\r\n\r\nThree\r\n");
    expect(page).toMatchObject({ title: "a", text: "One\ntwo\n\nThree" });
    expect(page && textAt(page, "paragraph 2")).toBe("Three");
  });

  test("a file without words is refused", async () => {
    await expect(folder.read("b.txt", "\n \n")).rejects.toThrow(/no text/u);
    await expect(folder.read("b.html", "<script>1</script>")).rejects.toThrow(/no text/u);
  });
});
