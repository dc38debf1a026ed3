import { readFileSync } from "node:fs";
import { afterAll, expect, test } from "vitest";
import { ConfigError } from "../../../core/errors.ts";
import { fixture, pagesOf, temporaryFolder } from "../pages-of.fixture.ts";

// dump.xml.bz2: two articles, a redirect and a discussion, in two bzip2 streams behind each other.

const folder = temporaryFolder();
afterAll(() => folder.remove());

const ORLA = {
  url: "https://en.wikipedia.org/wiki/Orla_Mill",
  title: "Orla Mill",
  text: `Name: Orla Mill
Built: 1704

Orla Mill is a mill on the Orla & grinds rye.

## Owners

| Year | Owner |
| --- | --- |
| 1704 | Ann Bee |
| 1754 | Carl Dee |

Categories: Watermills`,
};

const CAFE = {
  url: "https://en.wikipedia.org/wiki/Caf%C3%A9_(What%3F)",
  title: "Café (What?)",
  text: "The café opened in 1907.",
};

test("the articles of a compressed dump are pages; discussions are none, and redirects are counted", async () => {
  const redirects: number[] = [];
  const pages = await pagesOf(fixture("dump.xml.bz2"), { onRedirects: (count) => redirects.push(count) });
  expect(pages).toEqual([ORLA, CAFE]);
  expect(redirects).toEqual([1]);
});

test("articles are passed over by their number", async () => {
  expect(await pagesOf(fixture("dump.xml.bz2"), { skip: 1 })).toEqual([CAFE]);
});

const dump = (pages: string, attributes = 'xml:lang="de"') => `<mediawiki ${attributes}>
<siteinfo><base>https://de.wikipedia.org/wiki/Wikipedia:Hauptseite</base></siteinfo>
${pages}</mediawiki>`;
const page = (title: string, text: string) =>
  `<page><title>${title}</title><ns>0</ns><revision><text>${text}</text></revision></page>`;

test("the URL and the words of the wiki's own language are used", async () => {
  const path = folder.write("de.xml", dump(page("Alte Mühle", "Eine Mühle.\n[[Kategorie:Mühle]]")));
  expect(await pagesOf(path)).toEqual([
    {
      url: "https://de.wikipedia.org/wiki/Alte_M%C3%BChle",
      title: "Alte Mühle",
      text: "Eine Mühle.\n\nCategories: Mühle",
    },
  ]);
});

test("of a page with several revisions the last is read, and a redirect is known by its text", async () => {
  const history = page("Orla", "Old.").replace(
    "</revision>",
    "</revision><revision><text>New.</text></revision>",
  );
  const path = folder.write("h.xml", dump(history + page("Mill", "#REDIRECT [[Orla]]")));
  expect((await pagesOf(path)).map(({ title, text }) => [title, text])).toEqual([["Orla", "New."]]);
});

test.each([
  ["cut off", dump(page("Orla", "Text.")).slice(0, -30), /is no whole XML/],
  ["not well-formed", dump("<page><title>Orla</page>"), /is no whole XML/],
  ["without titles", dump("<page><ns>0</ns></page>"), /the page without a title lacks/],
  ["without namespaces", dump("<page><title>Orla</title></page>"), /the page "Orla" lacks/],
  ["not UTF-8", Buffer.from(dump(page("Caf\xe9", "Text.")), "latin1"), /is not UTF-8/],
  ["without articles", dump(""), /there is no page in it/],
])("a dump that is %s is refused", async (_, content, message) => {
  const path = folder.write("bad.xml", content);
  await expect(pagesOf(path, { format: "wikipedia" })).rejects.toThrow(ConfigError);
  await expect(pagesOf(path, { format: "wikipedia" })).rejects.toThrow(message);
});

test("a compressed dump that is cut off is refused", async () => {
  const bytes = readFileSync(fixture("dump.xml.bz2"));
  const path = folder.write("cut.xml.bz2", bytes.subarray(0, bytes.length - 40));
  await expect(pagesOf(path, { format: "wikipedia" })).rejects.toThrow(/cut.xml.bz2 is damaged/);
});

test("entities that a document defines are not expanded", async () => {
  const bomb = `<!DOCTYPE mediawiki [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>${dump(page("Orla", "&b;"))}`;
  await expect(pagesOf(folder.write("bomb.xml", bomb), { format: "wikipedia" })).rejects.toThrow(
    /is no whole XML/,
  );
});
