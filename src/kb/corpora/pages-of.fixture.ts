/** @file For the tests of corpora: files in a folder that goes away, and the pages that are read from them. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { StoredPage } from "../stored-page.ts";
import type { CorpusFormat, CorpusReadOptions } from "./corpus.ts";
import { openCorpus } from "./open-corpus.ts";

export interface TemporaryFolder {
  readonly path: string;
  /** The path of the file written. */
  write(name: string, content: string | Uint8Array): string;
  remove(): void;
}

export function temporaryFolder(): TemporaryFolder {
  const path = mkdtempSync(join(tmpdir(), "corpus-"));
  return {
    path,
    write(name, content) {
      const file = join(path, name);
      writeFileSync(file, content);
      return file;
    },
    remove: () => rmSync(path, { recursive: true }),
  };
}

export function fixture(name: string): string {
  return fileURLToPath(new URL(`fixtures/${name}`, import.meta.url));
}

export async function pagesOf(
  path: string,
  { format, ...options }: CorpusReadOptions & { readonly format?: CorpusFormat } = {},
): Promise<StoredPage[]> {
  const corpus = await openCorpus(path, { format });
  const pages: StoredPage[] = [];
  for await (const page of corpus.pages(options)) pages.push(page);
  return pages;
}
