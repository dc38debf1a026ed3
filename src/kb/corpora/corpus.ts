/** @file A corpus: pages on disk, read in a fixed order and one at a time. */
import { ConfigError } from "../../core/errors.ts";
import type { StoredPage } from "../stored-page.ts";

/** What the files of a corpus look like, by the name a user gives it. */
export const CORPUS_FORMATS = {
  psgs: 'DPR\'s psgs_w100.tsv: the columns id, text and title with the header "id\\ttext\\ttitle"',
  jsonl:
    'JSON lines of passages: {"id", "contents": "\\"Title\\"\\ntext"} or {"id", "title", "text"}, with or without "url"',
  pages: 'JSON lines of whole pages: {"url", "contents"} or {"url", "title", "text"}',
  wikipedia: "a dump of Wikipedia in XML: …-pages-articles.xml",
  zim: "a Kiwix ZIM file",
  parquet: "Parquet with the columns text or contents, and url, title or both",
} as const;

export type CorpusFormat = keyof typeof CORPUS_FORMATS;

export interface Corpus {
  readonly format: CorpusFormat;
  /** Of all its files on disk, for progress. */
  readonly bytes: number;
  /**
   * The pages in a fixed order; each call begins anew. One page, and what its file packs together with it, is in memory at a
   * time. Throws `ConfigError` where a file cannot be read or is not what its format says, and the signal's reason.
   */
  pages(options?: CorpusReadOptions): AsyncIterable<StoredPage>;
}

export interface CorpusReadOptions {
  /** The pages to leave out at the beginning; they are passed over without being parsed where the format allows it. */
  readonly skip?: number | undefined;
  readonly signal?: AbortSignal | undefined;
  /** Called as it reads with the bytes read of `Corpus.bytes`; never falls. */
  readonly onBytes?: ((bytesRead: number) => void) | undefined;
  /** Called with the number of redirects passed so far: they are no pages. Only Wikipedia and ZIM have them. */
  readonly onRedirects?: ((count: number) => void) | undefined;
}

export interface CorpusFile {
  readonly path: string;
  readonly bytes: number;
}

/** Makes the page when it is wanted: a skipped page is never made. */
export type PageMaker = () => StoredPage | Promise<StoredPage>;

/** One reading of one file. */
export interface FileReading {
  readonly path: string;
  readonly signal?: AbortSignal | undefined;
  /** With the bytes read of this file. */
  readonly onBytes?: ((bytesRead: number) => void) | undefined;
  readonly onRedirect?: (() => void) | undefined;
}

/** Each maker is called, if at all, before the next one is asked for. */
export type PageReader = (reading: FileReading) => AsyncIterable<PageMaker>;

export interface CorpusParts {
  readonly format: CorpusFormat;
  readonly files: readonly CorpusFile[];
  readonly read: PageReader;
}

/** The files one after the other, as one corpus. */
export function corpusOf(parts: CorpusParts): Corpus {
  const bytes = parts.files.reduce((sum, file) => sum + file.bytes, 0);
  return { format: parts.format, bytes, pages: (options = {}) => readPages(parts, options) };
}

async function* readPages({ files, read }: CorpusParts, options: CorpusReadOptions) {
  const { skip = 0, signal } = options;
  const progress = progressOf(options);
  let number = 0;
  for (const file of files) {
    for await (const make of read({ path: file.path, signal, ...progress.ofFile(file) })) {
      signal?.throwIfAborted();
      if (number >= skip) yield await make();
      number += 1;
    }
    progress.endOfFile(file);
  }
  if (number === 0)
    throw new ConfigError(`${files.map((file) => file.path).join(", ")}: there is no page in it.`);
}

function progressOf({ onBytes, onRedirects }: CorpusReadOptions) {
  let ended = 0;
  let last = 0;
  let redirects = 0;
  const report = (bytesRead: number) => {
    last = Math.max(last, bytesRead);
    onBytes?.(last);
  };
  return {
    ofFile: (file: CorpusFile) => ({
      onBytes: (bytesRead: number) => report(ended + Math.min(bytesRead, file.bytes)),
      onRedirect: () => {
        redirects += 1;
        onRedirects?.(redirects);
      },
    }),
    endOfFile: (file: CorpusFile) => {
      ended += file.bytes;
      report(ended);
    },
  };
}
