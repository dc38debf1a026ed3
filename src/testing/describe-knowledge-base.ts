/** @file The suite every knowledge base passes. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { FetchError } from "../core/errors.ts";
import type { KnowledgeBase, Page, Passage } from "../core/knowledge-base.ts";

export interface KnowledgeBaseUnderTest {
  /** Makes a knowledge base that holds exactly these pages. */
  create(pages: readonly Page[]): Promise<KnowledgeBase>;
}

const page = (url: string, title: string, text: string): Page => ({ url, title, text });

const estonia = page(
  "seed://country/estonia",
  "Estonia",
  "Estonia (爱沙尼亚) is a country in Northern Europe, on the eastern shore of the Baltic Sea. " +
    "It has some 1.3 million inhabitants and covers 45,339 square kilometres, much of it forest. " +
    "Its neighbours are Latvia in the south and Russia in the east. The euro replaced the kroon in 2011. " +
    "The capital of the republic is Tallinn, a port on the Gulf of Finland whose old town dates from the Middle Ages. " +
    "Estonian, the official language, is related to Finnish and is spoken by about a million people.",
);
const list = page(
  "seed://list/capitals-of-europe",
  "Capitals of Europe",
  [
    "This list names each capital city of Europe with its country.",
    ..."Andorra la Vella (Andorra) Vienna (Austria) Brussels (Belgium) Sofia (Bulgaria) Zagreb (Croatia) Prague (Czechia) Copenhagen (Denmark) Tallinn (Estonia) Helsinki (Finland) Paris (France) Berlin (Germany) Athens (Greece) Budapest (Hungary) Reykjavik (Iceland) Dublin (Ireland) Rome (Italy) Riga (Latvia) Vaduz (Liechtenstein) Vilnius (Lithuania) Valletta (Malta)"
      .split(/(?<=\)) /u)
      .map((line) => `- ${line}`),
  ].join("\n"),
);
const saoTome = page(
  "seed://city/s%C3%A3o-tom%C3%A9",
  "São Tomé",
  "São Tomé (圣多美) is the capital of São Tomé and Príncipe. It lies on an island in the Gulf of Guinea.",
);
const longLines = Array.from(
  { length: 400 },
  (_, index) => `Entry number ${index} of the chronicle tells of a quiet year in the valley.`,
);
const chronicle = page(
  "https://example.org/Chronicle_(book)",
  "Chronicle",
  [...longLines, "In the last year a heliograph was set up on the hill.", ...longLines.slice(0, 50)].join(
    "\n",
  ),
);
const ofNames = ["Mercury", "Mercury (planet)", "Mercury (element)", "C", "C++", "C#", "O'Hare Airport"].map(
  (title, index) =>
    page(`seed://name/${index}`, title, `Page ${index} tells what ${title} is and what it is for.`),
);
const villages = Array.from({ length: 60 }, (_, index) =>
  page(
    `seed://village/${index}`,
    `Village ${index}`,
    `Village ${index} is a settlement with a mill, a capital view and a mention of Estonia.`,
  ),
);
const empty = page("seed://empty/page", "Nothing written", "");
const pages = [...villages, list, ...ofNames, saoTome, chronicle, empty, estonia];

const hostileQueries = [
  `" ' \` \\ ; -- /* */ %00 \u0000 \uD800`,
  "Estonia' OR '1'='1",
  "title:Estonia AND (capital OR NOT",
  '+Estonia -capital ^2 ~3 *? [a TO b] {x} "unclosed',
  "'; DROP TABLE passages; --",
  "👩‍👩‍👧‍👦 🇪🇪",
  "the of and",
  "的",
  "\n\t\r",
  "Estonia capital ".repeat(700),
  "x".repeat(10_000),
  "{{7*7}} <script> #{x} %s %n",
];

export function describeKnowledgeBase(name: string, { create }: KnowledgeBaseUnderTest): void {
  describe(`${name} is a knowledge base`, () => {
    let knowledgeBase: KnowledgeBase;
    const search = (query: string, limit = 5) => knowledgeBase.search({ query, limit });
    const textOf = (url: string) => pages.find((known) => known.url === url)?.text;

    beforeAll(async () => {
      knowledgeBase = await create(pages);
    });
    afterAll(async () => {
      await knowledgeBase.close();
    });

    function expectWellFormed(found: readonly Passage[], limit: number): void {
      expect(found.length).toBeLessThanOrEqual(limit);
      expect(new Set(found.map(({ url }) => url)).size).toBe(found.length);
      for (const { url, text, score } of found) {
        expect(textOf(url)).toContain(text);
        expect(text.length).toBeLessThanOrEqual(400);
        expect(score).toBeTypeOf("number");
      }
      const scores = found.map(({ score }) => score);
      expect(scores).toEqual(scores.toSorted((left, right) => right - left));
    }

    test("it knows how many pages it holds, or says nothing of it", () => {
      expect([undefined, pages.length]).toContain(knowledgeBase.pageCount);
      expect(knowledgeBase.name).not.toBe("");
    });

    test.each(pages.slice(-12).map(({ title, url }) => [title, url]))(
      "the page whose title is the query comes first: %s",
      async (title, url) => {
        const found = await search(title);

        expect(found[0]).toMatchObject({ title, url });
        expectWellFormed(found, 5);
      },
    );

    test.each(["ESTONIA", "  estonia ", '"Estonia"', "Éstonia"])(
      "case, accents and quotes do not matter: %s",
      async (query) => {
        expect((await search(query))[0]?.url).toBe(estonia.url);
      },
    );

    test("a title without its accents is found", async () => {
      expect((await search("sao tome"))[0]?.url).toBe(saoTome.url);
    });

    test("a passage shows what is sought, not only what the page is about", async () => {
      const found = (await search("Estonia capital")).find(({ url }) => url === estonia.url);

      expect(found?.text).toContain("The capital of the republic is Tallinn");
    });

    test("of a list the lines that match are shown", async () => {
      const found = (await search("capitals of Europe Riga")).find(({ url }) => url === list.url);

      expect(found?.text).toContain("- Riga (Latvia)");
    });

    test("a passage deep in a long page is found, and the page comes only once", async () => {
      const found = await search("heliograph chronicle valley", 20);

      expect(found[0]).toMatchObject({ url: chronicle.url });
      expect(found[0]?.text).toContain("a heliograph was set up on the hill");
      expectWellFormed(found, 20);
    });

    test("plural and singular find each other", async () => {
      const urls = (await search("lists of capital cities with countries")).map(({ url }) => url);

      expect(urls).toContain(list.url);
    });

    test.each(["爱沙尼亚", "爱沙尼亚 首都", "圣多美"])(
      "a Chinese name is found where the text has it: %s",
      async (query) => {
        const expected = query === "圣多美" ? saoTome.url : estonia.url;

        expect((await search(query))[0]?.url).toBe(expected);
      },
    );

    test.each([0, 1, 3, 7, 1_000])("it returns no more than the limit of %i", async (limit) => {
      const found = await search("settlement with a mill", limit);

      expectWellFormed(found, limit);
      expect(found).toHaveLength(Math.min(limit, villages.length));
    });

    test.each(["", "   ", "zzyzx qwertzuiop"])(
      "a query that matches nothing finds nothing: '%s'",
      async (query) => {
        expect(await search(query)).toEqual([]);
      },
    );

    test.each(hostileQueries.map((query) => [query.slice(0, 40), query]))(
      "a query is words and nothing else: %s",
      async (_, query) => {
        expectWellFormed(await search(query, 4), 4);
      },
    );

    test("a page is accessed by its URL, whole and verbatim", async () => {
      for (const known of [estonia, list, chronicle, empty, saoTome]) {
        expect(await knowledgeBase.access(known.url)).toEqual({
          url: known.url,
          title: known.title,
          text: known.text,
        });
      }
    });

    test.each([
      ["SEED://country/estonia", estonia],
      ["seed://Country/estonia/", estonia],
      [" <seed://country/estonia#history> ", estonia],
      ["seed://country/eston%69a", estonia],
      ["seed://city/são-tomé", saoTome],
      ["seed://city/s%c3%a3o-tom%c3%a9", saoTome],
      ["https://EXAMPLE.org/Chronicle_%28book%29", chronicle],
    ])("a page is found however its URL is written: %s", async (url, expected) => {
      expect((await knowledgeBase.access(url))?.url).toBe(expected.url);
    });

    test.each([
      "seed://country/atlantis",
      "",
      "not a url",
      "seed://country/estonia' OR '1'='1",
      "%E0%A4%A",
      "\u0000\uD800'\"",
      `https://example.org/${"x".repeat(10_000)}`,
    ])("there is no page at an unknown URL: %s", async (url) => {
      expect(await knowledgeBase.access(url)).toBeUndefined();
    });

    test("an aborted search and an aborted access throw the signal's reason", async () => {
      const reason = new Error("enough");
      const signal = AbortSignal.abort(reason);

      await expect(knowledgeBase.search({ query: "Estonia", limit: 3, signal })).rejects.toBe(reason);
      await expect(knowledgeBase.access(estonia.url, signal)).rejects.toBe(reason);
    });

    test("aborting one search leaves the others alone", async () => {
      const controller = new AbortController();
      const reason = new Error("enough");
      const stopped = knowledgeBase.search({ query: "Estonia", limit: 3, signal: controller.signal });
      const outcome = stopped.then(
        () => "finished",
        (error: unknown) => error,
      );
      const other = search("Estonia");
      controller.abort(reason);

      // it may have been faster than the abort
      expect([reason, "finished"]).toContain(await outcome);
      expect((await other)[0]?.url).toBe(estonia.url);
    });

    test("two hundred searches at once give what each gives alone", async () => {
      const queries = Array.from({ length: 200 }, (_, index) => `Village ${index % 60}`);

      const found = await Promise.all(queries.map((query) => search(query, 3)));

      expect(found.map(([first]) => first?.title)).toEqual(queries);
    });

    test("the same search gives the same passages each time", async () => {
      expect(await search("village mill Estonia", 10)).toEqual(await search("village mill Estonia", 10));
    });

    test("once closed it may be closed again, and refuses everything else", async () => {
      const closed = await create([estonia]);
      await closed.close();
      await closed.close();

      await expect(closed.search({ query: "Estonia", limit: 1 })).rejects.toThrow(FetchError);
      await expect(closed.access(estonia.url)).rejects.toThrow(FetchError);
    });

    test("it may be empty", async () => {
      const nothing = await create([]);

      expect(await nothing.search({ query: "Estonia", limit: 3 })).toEqual([]);
      expect(await nothing.access(estonia.url)).toBeUndefined();
      await nothing.close();
    });
  });
}
