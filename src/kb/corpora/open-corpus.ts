/** @file Opens a corpus: a file or a folder of files, of a format that is given or found out. */
import { readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import {
  CORPUS_FORMATS,
  type Corpus,
  type CorpusFile,
  type CorpusFormat,
  corpusOf,
  type PageReader,
} from "./corpus.ts";
import { detectFormat } from "./detect-format.ts";
import { readPageLines, readPassageLines } from "./json-lines.ts";
import { readParquet } from "./parquet.ts";
import { readPsgs } from "./psgs.ts";
import { readWikipedia } from "./wikipedia/dump.ts";
import { readZim } from "./zim/read-zim.ts";

export interface OpenCorpusOptions {
  /** Found out from the file's first bytes where it is absent. */
  readonly format?: CorpusFormat | undefined;
}

const READERS: Readonly<Record<CorpusFormat, PageReader>> = {
  psgs: readPsgs,
  jsonl: readPassageLines,
  pages: readPageLines,
  wikipedia: readWikipedia,
  zim: readZim,
  parquet: readParquet,
};

/**
 * `path` is a file, or a folder whose files of one format are read in the order of their names; files of a folder that are no
 * corpus are passed over. Where a folder holds passages and whole pages, as RLinf's does, the pages are read. Throws
 * `ConfigError` where there is nothing to read or the format cannot be told.
 */
export async function openCorpus(path: string, options: OpenCorpusOptions = {}): Promise<Corpus> {
  const entry = await statOf(path);
  const corpus = entry.isDirectory
    ? await ofFolder(path, options.format)
    : { format: options.format ?? (await formatOf(path)), files: [{ path, bytes: entry.bytes }] };
  return corpusOf({ ...corpus, read: READERS[corpus.format] });
}

async function formatOf(path: string): Promise<CorpusFormat> {
  const detected = await detectFormat(path);
  if (detected.format !== undefined) return detected.format;
  throw new ConfigError(`${path} is no corpus: ${detected.reason}. ${EXPECTED}`);
}

const EXPECTED = `Expected: ${Object.entries(CORPUS_FORMATS)
  .map(([name, description]) => `${name} (${description})`)
  .join("; ")}.`;

const CANDIDATE = /\.(?:tsv|jsonl|ndjson|xml|zim|parquet)(?:\.(?:gz|bz2))?$/i;

interface Folder {
  readonly format: CorpusFormat;
  readonly files: readonly CorpusFile[];
}

async function ofFolder(path: string, wanted: CorpusFormat | undefined): Promise<Folder> {
  const found = new Map<CorpusFormat, CorpusFile[]>();
  for (const name of (await readdir(path)).filter((entry) => CANDIDATE.test(entry)).sort()) {
    const file = join(path, name);
    const { isDirectory, bytes } = await statOf(file);
    if (isDirectory) continue;
    const { format } = await detectFormat(file);
    if (format !== undefined) found.set(format, [...(found.get(format) ?? []), { path: file, bytes }]);
  }
  const format = wanted ?? theFormat([...found.keys()], path);
  const files = found.get(format);
  if (files !== undefined) return { format, files };
  throw new ConfigError(`${path} holds no file of the format ${format} (${CORPUS_FORMATS[format]}).`);
}

function theFormat(formats: readonly CorpusFormat[], path: string): CorpusFormat {
  const [first, ...others] = formats.filter((format) => format !== "jsonl" || !formats.includes("pages"));
  if (first === undefined) throw new ConfigError(`${path} holds no corpus. ${EXPECTED}`);
  if (others.length === 0) return first;
  throw new ConfigError(`${path} holds corpora of several formats: ${formats.join(", ")}. Name one of them.`);
}

async function statOf(path: string): Promise<{ isDirectory: boolean; bytes: number }> {
  try {
    const stats = await stat(path);
    return { isDirectory: stats.isDirectory(), bytes: stats.size };
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`Cannot read ${path}: ${systemReason(error)}.`, { cause: error });
  }
}
