/**
 * @file How fast the importers of corpora read, a core each: passages of a made psgs_w100.tsv, the same as JSON lines, and articles
 * of a made dump of Wikipedia. Run: npx tsx bench/kb/corpora.ts [passages]
 */
import { createWriteStream, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGzip } from "node:zlib";
import { openCorpus } from "../../src/kb/corpora/open-corpus.ts";
import type { StoredPage } from "../../src/kb/stored-page.ts";
import { type SyntheticCorpus, syntheticCorpus } from "./synthetic-corpus.ts";

const folder = mkdtempSync(join(tmpdir(), "wideseek-bench-"));
try {
  await bench(Number(process.argv[2] ?? 200_000));
} finally {
  rmSync(folder, { recursive: true });
}

async function bench(passages: number): Promise<void> {
  const corpus = syntheticCorpus({ seed: 1, passages });
  console.log(`${corpus.passageCount} passages on ${corpus.pageCount} pages`);
  await measure("made", "passages", async () => {
    let count = 0;
    for (const page of corpus.pages()) count += page.passages?.length ?? 0;
    return count;
  });
  await measureFile("psgs.tsv", corpus.psgsLines(), "passages");
  await measureFile("psgs.tsv.gz", corpus.psgsLines(), "passages");
  await measureFile("passages.jsonl", jsonLines(corpus), "passages");
  const articles = syntheticCorpus({ seed: 2, passages: Math.min(passages, 6_000) });
  await measureFile("dump.xml", dump(articles), "pages");
}

async function measureFile(name: string, lines: Iterable<string>, unit: "passages" | "pages"): Promise<void> {
  const path = join(folder, name);
  const stages = name.endsWith(".gz") ? [createGzip({ level: 1 })] : [];
  await pipeline([Readable.from(batched(lines)), ...stages, createWriteStream(path)]);
  await measure(`${name}, ${Math.round(statSync(path).size / 1e6)} MB`, unit, async () => {
    let count = 0;
    for await (const page of (await openCorpus(path)).pages()) {
      count += unit === "pages" ? 1 : (page.passages?.length ?? 0);
    }
    return count;
  });
}

async function measure(name: string, unit: string, read: () => Promise<number>): Promise<void> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const count = await read();
  const { user, system } = process.cpuUsage(cpu);
  const [perSecond, perCpuSecond] = [performance.now() - start, (user + system) / 1_000].map((ms) =>
    Math.round((count / ms) * 1_000).toLocaleString("en"),
  );
  const memory = Math.round(process.memoryUsage().rss / 1e6);
  console.log(
    `${name.padEnd(26)} ${perSecond} ${unit}/s, ${perCpuSecond} a second of CPU, ${memory} MB resident`,
  );
}

function* batched(lines: Iterable<string>): Generator<string> {
  let batch = "";
  for (const line of lines) {
    batch += line;
    if (batch.length < 2 ** 18) continue;
    yield batch;
    batch = "";
  }
  yield batch;
}

function* jsonLines(corpus: SyntheticCorpus): Generator<string> {
  for (const { title, passages = [] } of corpus.pages()) {
    for (const { id, text } of passages) {
      yield `${JSON.stringify({ id, contents: `"${title}"\n${text.trimEnd()}` })}\n`;
    }
  }
}

function* dump(corpus: SyntheticCorpus): Generator<string> {
  yield '<mediawiki xml:lang="en"><siteinfo><base>https://en.wikipedia.org/wiki/Main_Page</base></siteinfo>\n';
  for (const page of corpus.pages()) {
    const text = wikitextOf(page).replaceAll("<", "&lt;");
    yield `<page><title>${page.title}</title><ns>0</ns><revision><text>${text}</text></revision></page>\n`;
  }
  yield "</mediawiki>\n";
}

/** With an infobox, links, references, headings and a table, in the measure of an ordinary article. */
function wikitextOf({ title, passages = [] }: StoredPage): string {
  const sections = passages.map(({ text }, index) => {
    const sentences = text.trim().split(". ");
    const linked = sentences.map((sentence, at) =>
      sentence.replace(/ (\S+)/, at % 2 === 0 ? " [[$1]]" : " '''$1'''{{efn|note}}"),
    );
    const cited = linked.join(".<ref>{{cite web|url=https://a.example/|title=Title|date=2001}}</ref> ");
    return `${index === 0 ? "" : `== Part ${index} ==\n`}${cited}\n`;
  });
  const rows = passages.map(({ id }, index) => `|-\n| ${index} || [[Name ${id}|${id}]] || {{flag|Brazil}}`);
  return [
    `{{Infobox thing\n| name = ${title}\n| area_km2 = 12\n| owner = [[Ann Bee]]\n}}`,
    ...sections,
    `{| class="wikitable"\n! Number !! Name !! Country\n${rows.join("\n")}\n|}`,
    "[[Category:Things]]",
  ].join("\n");
}
