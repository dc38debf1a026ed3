/** @file What a knowledge base is built from: a corpus that is read once, or a folder whose documents come and go. */

import type { StoredPage } from "../stored-page.ts";
import type { Manifest } from "./manifest.ts";

export type StoreProgress =
  /** `done` and `total` are bytes of a corpus, or files of a folder. */
  | { readonly phase: "reading"; readonly pages: number; readonly done: number; readonly total: number }
  | { readonly phase: "indexing"; readonly done: number; readonly total: number };

/** What `source.read` writes to. */
export interface SourceWriter {
  add(page: StoredPage): Promise<void>;
  remove(urls: readonly string[]): Promise<void>;
  /** Everything up to here is kept, whatever happens afterwards; `source` is where reading goes on. */
  commit(source: Manifest["source"], pageCount: number): Promise<void>;
}

export interface ReadOptions {
  readonly onProgress?: ((progress: StoreProgress) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

export interface Source {
  /** Of which nothing is read yet. */
  begin(): Manifest["source"];
  isSame(known: Manifest["source"]): boolean;
  /** Whether something has changed since it was read. */
  hasNews(known: Manifest["source"]): Promise<boolean>;
  /** Which script its words are in, from a look at its first pages. */
  words(): Promise<Manifest["words"]>;
  /** Writes what is new since `before`, and commits from time to time and at the end. */
  read(before: Manifest, writer: SourceWriter, options: ReadOptions): Promise<void>;
}
