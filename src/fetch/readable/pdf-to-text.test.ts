import { readFile } from "node:fs/promises";
import { describe, expect, test } from "vitest";
import { FetchError } from "../../core/errors.ts";
import { makePdf, type Written } from "./pdf/make-pdf.fixture.ts";
import { pdfToText } from "./pdf-to-text.ts";

/** Lines of a paragraph, 12 points apart. */
function paragraph(lines: readonly string[], x: number, y: number): readonly Written[] {
  return lines.map((text, index) => ({ text, x, y: y - 12 * index }));
}

/** A row of cells at the given columns. */
function row(cells: readonly string[], columns: readonly number[], y: number): readonly Written[] {
  return cells.flatMap((text, index) => (text === "" ? [] : [{ text, x: columns[index] ?? 0, y }]));
}

async function textOf(...pages: readonly (readonly Written[])[]): Promise<string> {
  return (await pdfToText(makePdf(pages))).text;
}

describe("paragraphs", () => {
  test("a paragraph is one line, and words divided at the end of a line are whole again", async () => {
    const text = await textOf(
      paragraph(
        [
          "The lakes of the north were formed by gla-",
          "ciers, which left them behind when the ice",
          "melted.",
        ],
        50,
        700,
      ),
    );
    expect(text).toBe(
      "The lakes of the north were formed by glaciers, which left them behind when the ice melted.",
    );
  });

  test("a heading in bold is a line of its own", async () => {
    const text = await textOf([
      { text: "Results", x: 50, y: 712, isBold: true },
      ...paragraph(["The results are given here, and they take", "two lines."], 50, 700),
    ]);
    expect(text).toBe("Results\n\nThe results are given here, and they take two lines.");
  });

  test("list items are lines with a dash", async () => {
    const bullets = ["\x95 First item", "\x95 Second item"];
    expect(await textOf(paragraph(bullets, 50, 700))).toBe("- First item\n- Second item");
  });

  test("two columns of prose are read one after the other", async () => {
    const left = [
      "The first column begins here and goes on",
      "down to its end. The second one is read",
      "only after",
    ];
    const right = [
      "the first one has ended. It stands at the",
      "right, beside the first column, and is as",
      "high as it is.",
    ];
    const text = await textOf([...paragraph(left, 50, 700), ...paragraph(right, 320, 700)]);
    expect(text).toBe([...left, ...right].join(" "));
  });

  test("a page that is turned is read as it is shown", async () => {
    const upright: Written[] = [
      { text: "Above", x: 50, y: 700 },
      { text: "Below", x: 50, y: 600 },
    ];
    const { text } = await pdfToText(makePdf([upright], { rotate: 180 }));
    expect(text).toContain("Above");
  });
});

describe("tables", () => {
  const columns = [50, 200, 300];

  test("rows whose cells stand under each other are a Markdown table", async () => {
    const text = await textOf([
      ...paragraph(["The lakes of the north:"], 50, 740),
      ...row(["Lake", "Area", "Depth"], columns, 700),
      ...row(["Ladoga", "17,700", "230"], columns, 685),
      ...row(["Onega", "9,890", "127"], columns, 670),
      ...paragraph(["Both of them lie in Russia, and this line is as long as the table is wide."], 50, 640),
    ]);
    expect(text).toBe(
      [
        "The lakes of the north:\n",
        "| Lake | Area | Depth |",
        "| --- | --- | --- |",
        "| Ladoga | 17,700 | 230 |",
        "| Onega | 9,890 | 127 |\n",
        "Both of them lie in Russia, and this line is as long as the table is wide.",
      ].join("\n"),
    );
  });

  test("an empty cell stays empty, and a cell of several lines is one", async () => {
    const text = await textOf([
      ...row(["Lake", "Notes", "Depth"], columns, 700),
      ...row(["Ladoga", "largest"], columns, 680),
      ...paragraph(["in Europe"], 200, 668),
      ...row(["", "", "230"], columns, 680),
      ...row(["Onega", "", "127"], columns, 650),
    ]);
    expect(text).toContain("| Ladoga | largest in Europe | 230 |");
    expect(text).toContain("| Onega |  | 127 |");
  });

  test("a table of LibreOffice, with centred cells close to each other, keeps its rows", async () => {
    const { text, title } = await pdfToText(
      await readFile(new URL("./pdf/lakes.fixture.pdf", import.meta.url)),
    );
    expect(title).toBe("Lakes of the North");
    expect(text).toContain(
      "| Lake | Country | Area (km²) | Notes |\n| --- | --- | --- | --- |\n| Ladoga | Russia | 17,700 |",
    );
    expect(text).toContain(
      "| Peipus (Chudskoe ozero, also known by other names) | Estonia, Russia | 3,555 | Border lake |",
    );
  });
});

describe("pages", () => {
  const pages = ["One", "", "Three"].map((text) =>
    text === "" ? [] : [{ text: `Page ${text}`, x: 50, y: 700 }],
  );

  test("each page with text has its place", async () => {
    const { text, places } = await pdfToText(makePdf(pages));
    expect(text).toBe("Page One\n\nPage Three");
    expect(places).toEqual([
      { start: 0, name: "page 1" },
      { start: 10, name: "page 3" },
    ]);
  });

  test("the text says where pages were left out", async () => {
    const { text } = await pdfToText(makePdf(pages), { maxPages: 1 });
    expect(text).toBe("Page One\n\n[Only pages 1 to 1 of 3 were read.]");
  });

  test("the title is the document's, unless a program made it up", async () => {
    const title = async (text: string) => (await pdfToText(makePdf(pages, { title: text }))).title;
    expect(await title("Lakes of the North")).toBe("Lakes of the North");
    expect(await title("Microsoft Word - lakes.doc")).toBeUndefined();
    expect(await title("lakes_final.indd")).toBeUndefined();
  });
});

describe("what cannot be read", () => {
  test("pages without text say so", async () => {
    await expect(pdfToText(makePdf([[], []]))).rejects.toThrow(/no text \(scanned images\)/u);
  });

  test("a PDF with a password says so", async () => {
    const locked = await readFile(new URL("./pdf/locked.fixture.pdf", import.meta.url));
    await expect(pdfToText(locked)).rejects.toThrow(/password/u);
  });

  test.each([
    ["something else", Buffer.from("<html>no PDF</html>")],
    ["nothing", new Uint8Array()],
    ["a cut-off header", Buffer.from("%PDF-1.7\n1 0 obj <<")],
  ])("%s is an error of the fetch", async (_, bytes) => {
    await expect(pdfToText(bytes)).rejects.toThrow(FetchError);
  });

  test("bytes broken at random are read or refused, never anything else", async () => {
    const whole = makePdf([
      paragraph(["Some text of the first page"], 50, 700),
      paragraph(["More text"], 50, 700),
    ]);
    let seed = 7;
    const random = () => {
      seed = (seed * 48271) % 2147483647;
      return seed / 2147483647;
    };
    for (let trial = 0; trial < 30; trial++) {
      const broken = Uint8Array.from(whole);
      for (let count = 0; count < 20; count++)
        broken[Math.floor(random() * broken.length)] = Math.floor(random() * 256);
      const error = await pdfToText(broken).then(
        () => undefined,
        (reason: unknown) => reason,
      );
      expect(error === undefined || error instanceof FetchError).toBe(true);
    }
  });

  test("an aborted signal ends it with the signal's reason", async () => {
    const reason = new Error("enough");
    await expect(pdfToText(makePdf([[]]), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
