/** @file What a path holds: a corpus, or documents. */
import { stat } from "node:fs/promises";
import { resolve } from "node:path";
import { ConfigError } from "../../core/errors.ts";
import { isSystemError, systemReason } from "../../run/system-error.ts";
import { CORPUS_FORMATS, type CorpusFormat } from "../corpora/corpus.ts";
import { detectFormat } from "../corpora/detect-format.ts";
import { openCorpus } from "../corpora/open-corpus.ts";
import { listDocuments } from "../documents/list-documents.ts";
import { corpusSource } from "./corpus-source.ts";
import { documentsSource } from "./documents-source.ts";
import type { Source } from "./source.ts";

const SOURCE_FORMATS = ["documents", ...Object.keys(CORPUS_FORMATS)];

/**
 * A file is a corpus where it has the form of one; a folder where it has files of corpora and no documents. `format` says which
 * it is. Throws `ConfigError` where there is nothing that can be read.
 */
export async function chooseSource(given: string, format: string | undefined): Promise<Source> {
  const path = resolve(given);
  const isFolder = await isDirectory(path);
  if (format === "documents") return documentsSource(path);
  if (format !== undefined) return await corpusAt(path, corpusFormat(format));
  if (!isFolder) {
    const detected = await detectFormat(path);
    return detected.format === undefined ? await documentsAt(path) : await corpusAt(path, detected.format);
  }
  const { files } = await listDocuments(path);
  return files.length > 0 ? documentsSource(path) : await corpusAt(path, undefined);
}

async function corpusAt(path: string, format: CorpusFormat | undefined): Promise<Source> {
  return corpusSource(path, await openCorpus(path, { format }));
}

async function documentsAt(path: string): Promise<Source> {
  const { files } = await listDocuments(path);
  if (files.length > 0) return documentsSource(path);
  throw new ConfigError(
    `${path} is neither a document that can be read nor a corpus. Formats: ${SOURCE_FORMATS.join(", ")}.`,
  );
}

function corpusFormat(format: string): CorpusFormat {
  const known = Object.keys(CORPUS_FORMATS).find((name): name is CorpusFormat => name === format);
  if (known !== undefined) return known;
  throw new ConfigError(`--format ${format}: use one of ${SOURCE_FORMATS.join(", ")}.`);
}

async function isDirectory(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    throw new ConfigError(`${path} cannot be read: ${systemReason(error)}.`, { cause: error });
  }
}
