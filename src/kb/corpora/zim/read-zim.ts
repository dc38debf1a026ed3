/** @file The pages of a Kiwix ZIM file: its HTML entries as text, cluster by cluster. */
import { ConfigError, FetchError } from "../../../core/errors.ts";
import { htmlToText } from "../../../fetch/readable/html-to-text.ts";
import type { StoredPage } from "../../stored-page.ts";
import type { FileReading, PageMaker } from "../corpus.ts";
import { wikipediaUrl } from "../wikipedia-url.ts";
import { type BlobReader, blobReader } from "./clusters.ts";
import { damaged, openZim, type ZimContent, type ZimEntry, type ZimFile } from "./zim-file.ts";

/** In the order of the clusters, so that each is decompressed once, and within a cluster in the order of the URLs. */
export async function* readZim(reading: FileReading): AsyncGenerator<PageMaker> {
  const zim = await openZim(reading.path);
  try {
    const { order, clusters, source } = await listPages(zim, reading);
    const readBlob = blobReader(zim);
    const addressOf = addresses(zim, await sourceOf(source, readBlob));
    let last: number | undefined;
    for (const index of order) {
      const cluster = clusters[index];
      if (cluster !== last) {
        reading.signal?.throwIfAborted();
        reading.onBytes?.(await zim.clusterStart(cluster ?? 0));
        last = cluster;
      }
      yield () => makePage(index, { zim, readBlob, addressOf });
    }
  } finally {
    await zim.close();
  }
}

interface PageList {
  /** Numbers of entries. */
  readonly order: Uint32Array;
  /** Of each entry its cluster; only those of pages are meant. */
  readonly clusters: Uint32Array;
  /** Where the file says what it was made from. */
  readonly source: ZimContent | undefined;
}

/** Nine bytes an entry are kept: some 200 MB for all of the English Wikipedia. */
async function listPages(zim: ZimFile, { signal, onRedirect }: FileReading): Promise<PageList> {
  const clusters = new Uint32Array(zim.entryCount);
  const pages = new Uint8Array(zim.entryCount);
  let source: ZimContent | undefined;
  let index = 0;
  for await (const entry of zim.entries()) {
    if (index % 1_024 === 0) signal?.throwIfAborted();
    const page = pageContent(zim, entry);
    if (page === "redirect") onRedirect?.();
    if (typeof page === "object") {
      pages[index] = 1;
      clusters[index] = page.cluster;
    }
    source = sourceContent(entry) ?? source;
    index += 1;
  }
  return { order: sortedByCluster(pages, clusters, zim.clusterCount), clusters, source };
}

/** `undefined` for entries that are no pages, such as images. */
function pageContent(zim: ZimFile, { namespace, content }: ZimEntry): ZimContent | "redirect" | undefined {
  if (namespace !== zim.pageNamespace || content === "none") return undefined;
  if (content === "redirect") return content;
  if (!isHtml(content)) return undefined;
  if (content.cluster < zim.clusterCount) return content;
  throw damaged(zim.path, `there is no cluster ${content.cluster}`);
}

function sourceContent({ namespace, path, content }: ZimEntry): ZimContent | undefined {
  return namespace === "M" && path === "Source" && typeof content === "object" ? content : undefined;
}

/** `text/html;raw=true` as well. */
function isHtml({ mimeType }: ZimContent): boolean {
  return /^text\/html\b/i.test(mimeType);
}

/** By counting: `starts[c]` is where the next page of cluster `c` goes. */
function sortedByCluster(pages: Uint8Array, clusters: Uint32Array, clusterCount: number): Uint32Array {
  const starts = new Uint32Array(clusterCount + 1);
  pages.forEach((isPage, index) => {
    const next = (clusters[index] ?? 0) + 1;
    starts[next] = (starts[next] ?? 0) + isPage;
  });
  for (let cluster = 1; cluster <= clusterCount; cluster += 1) {
    starts[cluster] = (starts[cluster] ?? 0) + (starts[cluster - 1] ?? 0);
  }
  const order = new Uint32Array(starts[clusterCount] ?? 0);
  pages.forEach((isPage, index) => {
    if (isPage === 0) return;
    const cluster = clusters[index] ?? 0;
    const place = starts[cluster] ?? 0;
    order[place] = index;
    starts[cluster] = place + 1;
  });
  return order;
}

interface PageSources {
  readonly zim: ZimFile;
  readonly readBlob: BlobReader;
  /** The URL of the page at a path. */
  readonly addressOf: (path: string) => string;
}

async function makePage(index: number, { zim, readBlob, addressOf }: PageSources): Promise<StoredPage> {
  const { path, content, ...entry } = await zim.entry(index);
  if (typeof content === "string") throw new TypeError(`${path} has no content.`);
  const url = addressOf(path);
  const html = (await readBlob(content)).toString("utf8");
  const { title, text } = await htmlToText(html, url).catch((cause: unknown) => {
    if (!(cause instanceof FetchError)) throw cause;
    throw new ConfigError(`${zim.path}, page ${path}: ${cause.message}`, { cause });
  });
  return { url, title: entry.title === path ? (title ?? path) : entry.title, text };
}

/** The `Source` a ZIM file names: a host or a URL; `undefined` where it is neither. */
async function sourceOf(content: ZimContent | undefined, readBlob: BlobReader): Promise<URL | undefined> {
  const text = content === undefined ? "" : (await readBlob(content)).toString("utf8").trim();
  const url = /^https?:\/\//i.test(text) ? text : `https://${text}`;
  return /^(?:https?:\/\/)?[\w-]+(?:\.[\w-]+)+(?:[/:]|$)/i.test(text) && URL.canParse(url)
    ? new URL(url)
    : undefined;
}

const WIKIMEDIA =
  /\bwik(?:ipedia|tionary|ibooks|inews|iquote|isource|iversity|ivoyage|idata)\.org$|\bwikimedia\.org$/;

/** The page's address where the file was made from; without that, one that names the file. */
function addresses(zim: ZimFile, source: URL | undefined): (path: string) => string {
  if (source === undefined) {
    const name = zim.path.replace(/^.*[/\\]|\.zim$/gi, "");
    return (path) => wikipediaUrl(path, `zim://${encodeURIComponent(name)}/`);
  }
  const base = WIKIMEDIA.test(source.hostname) ? `${source.origin}/wiki/` : source.href.replace(/\/*$/, "/");
  return (path) => wikipediaUrl(path, base);
}
