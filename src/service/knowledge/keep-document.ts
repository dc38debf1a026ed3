/** @file Puts a document that somebody sent into a folder of documents, where it can be read and nowhere else. */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { FetchError, ToolInputError } from "../../core/errors.ts";
import { checkContent, formatOf, whyNotRead } from "../../kb/documents/document-format.ts";
import { readDocument } from "../../kb/documents/read-document.ts";

export interface UploadedFile {
  /** As its sender calls it, unchecked. */
  readonly name: string;
  readonly bytes: Uint8Array;
}

interface KeepOptions {
  readonly maxDocuments: number;
  readonly signal: AbortSignal;
}

const LONGEST_NAME = 200;

/** Throws `ToolInputError` where the name cannot be a file's, or the document cannot be read; nothing is left of it then. */
export async function keepDocument(
  folder: string,
  { name, bytes }: UploadedFile,
  { maxDocuments, signal }: KeepOptions,
): Promise<void> {
  const file = checkedName(name);
  const format = formatOf(file);
  if (format === undefined) throw new ToolInputError(`${file}: ${whyNotRead(file)}.`);
  await readable(file, async () => checkContent(format, bytes));
  await mkdir(folder, { recursive: true });
  // hidden, so that nobody takes it for a document before it has been read
  const waiting = await mkdtemp(join(folder, ".upload-"));
  try {
    await writeFile(join(waiting, file), bytes, { flag: "wx" });
    await readable(file, () => readDocument({ root: waiting, path: file }, { signal }));
    const others = (await readdir(folder)).filter((entry) => !entry.startsWith(".") && entry !== file);
    if (others.length >= maxDocuments) {
      throw new ToolInputError(
        `There are ${others.length} documents in it already: use another knowledge base.`,
      );
    }
    await rename(join(waiting, file), join(folder, file));
  } finally {
    await rm(waiting, { recursive: true, force: true });
  }
}

/** A name alone, without a way to another folder, and none that a system hides or cannot have. */
function checkedName(name: string): string {
  const file = name.normalize("NFC").trim();
  const isPlain = /^[^\p{C}/\\:*?"<>|]+$/u.test(file) && !file.startsWith(".") && !file.endsWith(".");
  if (isPlain && Buffer.byteLength(file) <= LONGEST_NAME) return file;
  throw new ToolInputError(
    `The file's name cannot be ${JSON.stringify(name.slice(0, LONGEST_NAME))}: send a name alone, such as report.pdf.`,
  );
}

async function readable<T>(file: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FetchError)) throw error;
    throw new ToolInputError(`${file} cannot be read: ${error.message}.`.replace(/\.\.$/u, "."), {
      cause: error,
    });
  }
}
