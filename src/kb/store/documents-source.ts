/** @file A folder of documents as the source of a knowledge base: what is new, changed or gone is written, and nothing else. */
import { FetchError } from "../../core/errors.ts";
import { type DocumentFile, listDocuments, type SkippedFile } from "../documents/list-documents.ts";
import { type DocumentReader, openDocumentReader } from "../documents/read-document.ts";
import type { StoredPage } from "../stored-page.ts";
import type { DocumentRecord, Manifest } from "./manifest.ts";
import type { ReadOptions, Source, SourceWriter } from "./source.ts";

/** Files between two commits. */
const COMMITTED = 50;

type Files = Readonly<Record<string, DocumentRecord>>;

/** `root` is a folder or one file, absolute. */
export function documentsSource(root: string): Source {
  return {
    begin: () => ({ kind: "documents", root, files: {}, skipped: [] }),
    isSame: (known) => known.kind === "documents" && known.root === root,
    async hasNews(known) {
      const { stale, gone } = await compare(root, filesOf(known));
      return stale.length > 0 || gone.length > 0;
    },
    // a folder may hold any script, and is small enough for the slower index
    words: async () => "any",
    read: async (before, writer, options) => {
      const reader = openDocumentReader();
      try {
        await readNews(root, filesOf(before.source), { reader, writer, ...options });
      } finally {
        await reader.close();
      }
    },
  };
}

interface News {
  /** New or changed. */
  readonly stale: readonly DocumentFile[];
  readonly gone: readonly string[];
  /** What cannot be read by its name. */
  readonly skipped: readonly SkippedFile[];
}

async function compare(root: string, known: Files): Promise<News> {
  const { files, skipped } = await listDocuments(root);
  const present = new Set(files.map(({ path }) => path));
  return {
    stale: files.filter(({ path, size, modified }) => {
      const record = known[path];
      return record === undefined || record.bytes !== size || record.modifiedMs !== modified;
    }),
    gone: Object.keys(known).filter((path) => !present.has(path)),
    skipped,
  };
}

type Reading = ReadOptions & { readonly reader: DocumentReader; readonly writer: SourceWriter };

async function readNews(
  root: string,
  known: Files,
  { reader, writer, onProgress, signal }: Reading,
): Promise<void> {
  const { stale, gone, skipped } = await compare(root, known);
  const outdated = [...gone, ...stale.map(({ path }) => path)];
  const removed = outdated.flatMap((path) => known[path]?.urls ?? []);
  if (removed.length > 0) await writer.remove(removed);
  const files = Object.fromEntries(Object.entries(known).filter(([path]) => !outdated.includes(path)));

  const pageCount = () => Object.values(files).reduce((sum, { urls }) => sum + urls.length, 0);
  const commit = () =>
    writer.commit({ kind: "documents", root, files: { ...files }, skipped: [...skipped] }, pageCount());
  for (const [index, file] of stale.entries()) {
    const read = await pagesOf(file, reader, signal);
    for (const page of read.pages) await writer.add(page);
    files[file.path] = {
      bytes: file.size,
      modifiedMs: file.modified,
      urls: read.pages.map(({ url }) => url),
      ...(read.why !== undefined && { skipped: read.why }),
    };
    onProgress?.({ phase: "reading", pages: pageCount(), done: index + 1, total: stale.length });
    if ((index + 1) % COMMITTED === 0) await commit();
  }
  await commit();
}

interface Read {
  readonly pages: readonly StoredPage[];
  /** Why there are none. */
  readonly why?: string | undefined;
}

/** One document that cannot be read does not keep the others out. */
async function pagesOf(file: DocumentFile, reader: DocumentReader, signal?: AbortSignal): Promise<Read> {
  try {
    return { pages: await reader.read(file, signal) };
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    return { pages: [], why: error.message };
  }
}

function filesOf(source: Manifest["source"]): Files {
  return source.kind === "documents" ? source.files : {};
}
