/** @file Wikipedia's own dumps: XML of wikitext, of which the articles are read. */
import type { SaxesParser } from "saxes";
import { ConfigError } from "../../../core/errors.ts";
import { readBytes } from "../bytes/read-bytes.ts";
import type { FileReading, PageMaker } from "../corpus.ts";
import { wikipediaUrl } from "../wikipedia-url.ts";
import { loadWikitextReader } from "./wikitext.ts";

/** A page of the dump, of any namespace, with the wikitext of its last revision. */
interface DumpPage {
  readonly title: string;
  readonly namespace: string;
  readonly isRedirect: boolean;
  readonly wikitext: string;
}

interface Site {
  /** What stands before the name of a page in its URL. */
  readonly base: string | undefined;
  readonly language: string;
}

const ARTICLES = "0";

/** The articles: discussions, categories, templates and the like are left out, and redirects are counted. */
export async function* readWikipedia(reading: FileReading): AsyncGenerator<PageMaker> {
  const [{ SaxesParser }, readWikitext] = await Promise.all([import("saxes"), loadWikitextReader()]);
  const dump = dumpParser(new SaxesParser(), reading.path);
  const decode = textDecoder(reading.path);
  for await (const bytes of readBytes(reading)) {
    for (const page of dump.push(decode(bytes))) {
      if (page.namespace !== ARTICLES) continue;
      if (page.isRedirect) reading.onRedirect?.();
      else {
        const { title, wikitext } = page;
        const { base, language } = dump.site();
        yield () => ({
          url: wikipediaUrl(title, base),
          title,
          text: readWikitext({ title, wikitext, language }),
        });
      }
    }
  }
  dump.end();
}

/** Names of the elements whose text is used; none of them has another meaning elsewhere in a dump. */
const TEXTS = new Set(["title", "ns", "text", "base"]);

function dumpParser(parser: SaxesParser, path: string) {
  let site: Site = { base: undefined, language: "en" };
  let pages: DumpPage[] = [];
  let element = "";
  let texts = new Map<string, string>();
  let isRedirect = false;

  parser.on("error", (cause) => {
    throw new ConfigError(
      `${path} is no whole XML: ${cause.message}. Expected: a dump such as enwiki-latest-pages-articles.xml.bz2; fetch it again.`,
      { cause },
    );
  });
  parser.on("opentag", ({ name, attributes }) => {
    element = name;
    if (name === "mediawiki") site = { ...site, language: String(attributes["xml:lang"] ?? site.language) };
    if (name === "redirect") isRedirect = true;
    if (name === "page") {
      texts = new Map();
      isRedirect = false;
    }
    if (name === "text") texts.delete(name);
  });
  parser.on("text", (text) => {
    if (TEXTS.has(element)) texts.set(element, (texts.get(element) ?? "") + text);
  });
  parser.on("closetag", ({ name }) => {
    element = "";
    if (name === "base") site = { ...site, base: baseOf(texts.get("base") ?? "") };
    if (name === "page") pages.push(pageOf(texts, isRedirect, path));
  });
  return {
    site: () => site,
    push(text: string): readonly DumpPage[] {
      parser.write(text);
      const done = pages;
      pages = [];
      return done;
    },
    end: (): void => {
      parser.close();
    },
  };
}

function pageOf(texts: ReadonlyMap<string, string>, isRedirect: boolean, path: string): DumpPage {
  const title = texts.get("title")?.trim();
  const namespace = texts.get("ns")?.trim();
  if (!title || namespace === undefined) {
    throw new ConfigError(
      `${path}: the page ${title ? `"${title}"` : "without a title"} lacks <title> or <ns>. Expected: a dump of MediaWiki 0.5 or later.`,
    );
  }
  const wikitext = texts.get("text") ?? "";
  return { title, namespace, isRedirect: isRedirect || /^\s*#redirect/i.test(wikitext), wikitext };
}

/** `https://de.wikipedia.org/wiki/` of the main page's address. */
function baseOf(mainPage: string): string | undefined {
  const end = mainPage.lastIndexOf("/");
  return URL.canParse(mainPage) && end > 0 ? mainPage.slice(0, end + 1) : undefined;
}

function textDecoder(path: string): (bytes: Buffer) => string {
  const decoder = new TextDecoder("utf-8", { fatal: true });
  return (bytes) => {
    try {
      return decoder.decode(bytes, { stream: true });
    } catch (cause) {
      if (!(cause instanceof TypeError)) throw cause;
      throw new ConfigError(`${path} is not UTF-8. Expected: a dump as Wikipedia publishes it.`, { cause });
    }
  };
}
