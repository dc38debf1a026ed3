import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, describe, expect, test } from "vitest";
import { ConfigError } from "../../core/errors.ts";
import { openCorpus } from "./open-corpus.ts";
import { fixture, pagesOf, temporaryFolder } from "./pages-of.fixture.ts";

const folder = temporaryFolder();
afterAll(() => folder.remove());

const PSGS = "id\ttext\ttitle\n1\tText\tOne\n";
const PASSAGE = '{"id":"1","contents":"\\"One\\"\\nText"}\n';
const PAGE = '{"url":"https://a.example/One","contents":"Text"}\n';

describe("the format of a file", () => {
  test.each([
    ["psgs", "a.tsv", PSGS],
    ["psgs", "a.tsv.gz", gzipSync(PSGS)],
    ["jsonl", "a.jsonl", PASSAGE],
    ["jsonl", "b.jsonl", '\n{"id":"1","title":"One","text":"Text","url":"https://a.example/"}\n'],
    ["pages", "c.jsonl", PAGE],
    ["pages", "wiki_webpages.jsonl", '{"id":"1","url":"https://a.example/One","contents":"Text"}\n'],
    ["wikipedia", "a.xml", '<mediawiki xml:lang="en"></mediawiki>'],
    ["wikipedia", "b.xml", '<?xml version="1.0"?>\n<mediawiki></mediawiki>'],
  ])("%s is told from what it begins with (%s)", async (format, name, content) => {
    const corpus = await openCorpus(folder.write(name, content));
    expect(corpus.format).toBe(format);
    expect(corpus.bytes).toBe(content.length);
  });

  test.each(["mills.zim", "pages.parquet", "dump.xml.bz2"])("is told of %s", async (name) => {
    expect(["zim", "parquet", "wikipedia"]).toContain((await openCorpus(fixture(name))).format);
  });

  test.each([
    ["an empty file", "", /it is empty/],
    ["an empty compressed file", gzipSync(""), /nothing but white space/],
    ["white space", " \n\n\t\n", /nothing but white space/],
    ["prose", "Dear reader,\nthis is a letter.", /its first line is "Dear reader,"/],
    [
      "JSON lines of something else",
      '{"question":"Who?","answer":"Me"}\n',
      /its first row has the keys question, answer/,
    ],
    ["a JSON list", "[\n  1\n]\n", /its first line is "\["/],
    ["another table", "id\ttitle\ttext\n", /its first line is "id/],
    ["binary data", Buffer.from([0xff, 0xfe, 0x80, 0x0a, 0x81]), /does not begin with a line of UTF-8 text/],
  ])("that is none, as of %s, is refused with the formats that there are", async (_, content, message) => {
    const path = folder.write("what.jsonl", content);
    await expect(openCorpus(path)).rejects.toThrow(ConfigError);
    await expect(openCorpus(path)).rejects.toThrow(message);
    await expect(openCorpus(path)).rejects.toThrow(
      /what.jsonl is no corpus.* psgs .* jsonl .* pages .* wikipedia .* zim .* parquet /,
    );
  });

  test("is not looked for where there is no file", async () => {
    await expect(openCorpus(join(folder.path, "none"))).rejects.toThrow(
      /^Cannot read .*none: there is no such file/,
    );
  });
});

describe("a folder", () => {
  const inFolder = (name: string, files: Readonly<Record<string, string | Uint8Array>>) => {
    mkdirSync(join(folder.path, name, "qdrant.tsv"), { recursive: true });
    for (const [file, content] of Object.entries(files)) folder.write(join(name, file), content);
    return join(folder.path, name);
  };
  const row = (title: string) => `{"id":"1","title":"${title}","text":"Text"}\n`;

  test("is read file by file in the order of their names, without what is no corpus", async () => {
    const path = inFolder("parts", {
      "b.jsonl": row("B"),
      "a.jsonl.gz": gzipSync(row("A1") + row("A2")),
      "c.jsonl": row("C"),
      "wikilinks.jsonl": '{"from":"a","to":"b"}\n',
      "README.md": "# A corpus",
    });
    expect((await pagesOf(path)).map((page) => page.title)).toEqual(["A1", "A2", "B", "C"]);
    expect((await pagesOf(path, { skip: 2 })).map((page) => page.title)).toEqual(["B", "C"]);
  });

  test("of passages and whole pages, as RLinf's, gives the pages", async () => {
    const path = inFolder("rlinf", {
      "wiki_corpus.jsonl": '{"id":"1","url":"https://a.example/One","contents":"\\"One\\"\\nPart"}\n',
      "wiki_webpages.jsonl": PAGE,
    });
    expect(await pagesOf(path)).toEqual([{ url: "https://a.example/One", title: "One", text: "Text" }]);
    expect((await openCorpus(path, { format: "jsonl" })).bytes).toBe(68);
  });

  test("of several formats needs the name of one", async () => {
    const path = inFolder("mixed", { "a.tsv": PSGS, "b.jsonl": row("B") });
    await expect(openCorpus(path)).rejects.toThrow(/several formats: psgs, jsonl. Name one/);
    expect((await pagesOf(path, { format: "psgs" })).map((page) => page.title)).toEqual(["One"]);
    await expect(openCorpus(path, { format: "zim" })).rejects.toThrow(/holds no file of the format zim/);
  });

  test("without a corpus is refused", async () => {
    await expect(openCorpus(inFolder("empty", {}))).rejects.toThrow(/empty holds no corpus. Expected: psgs/);
  });
});

describe("reading a corpus", () => {
  const rows = Array.from({ length: 30_000 }, (_, index) => `${index}\tText ${index}\tTitle ${index}\n`);
  const path = folder.write("long.tsv", `id\ttext\ttitle\n${rows.join("")}`);

  test("may begin at any page, and again", async () => {
    const corpus = await openCorpus(path);
    for (let round = 0; round < 2; round += 1) {
      const titles: string[] = [];
      for await (const page of corpus.pages({ skip: 29_998 })) titles.push(page.title);
      expect(titles).toEqual(["Title 29998", "Title 29999"]);
    }
    for await (const page of corpus.pages()) {
      expect(page.title).toBe("Title 0");
      break;
    }
    expect(await pagesOf(path, { skip: 30_000 })).toEqual([]);
  });

  test.each(["long.tsv", "mills.zim", "pages.parquet", "dump.xml.bz2"])(
    "reports its progress up to the last byte (%s)",
    async (name) => {
      const file = name === "long.tsv" ? path : fixture(name);
      const reported: number[] = [];
      await pagesOf(file, { onBytes: (bytes) => reported.push(bytes) });
      expect(reported).toEqual(reported.toSorted((a, b) => a - b));
      expect(reported.at(-1)).toBe((await openCorpus(file)).bytes);
    },
  );

  test.each(["long.tsv", "mills.zim", "pages.parquet", "dump.xml.bz2"])(
    "ends with the reason of an abort (%s)",
    async (name) => {
      const corpus = await openCorpus(name === "long.tsv" ? path : fixture(name));
      const read = async (signal: AbortSignal, onPage: () => void) => {
        for await (const _ of corpus.pages({ signal })) onPage();
      };
      await expect(read(AbortSignal.abort(new Error("too late")), () => undefined)).rejects.toThrow(
        "too late",
      );
      const controller = new AbortController();
      await expect(read(controller.signal, () => controller.abort(new Error("enough")))).rejects.toThrow(
        "enough",
      );
    },
  );
});
