/** @file A folder for tests, read in the thread of the test, with what holds for every page. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { expect } from "vitest";
import type { StoredPage } from "../stored-page.ts";
import { type DocumentLimits, documentLimits } from "./limits.ts";
import { readFileHere } from "./read-file.ts";

export interface TestFolder {
  readonly root: string;
  write(path: string, content: string | Uint8Array): Promise<void>;
  /** Writes the file and reads it; each page keeps what pages promise. */
  read(
    path: string,
    content: string | Uint8Array,
    limits?: Partial<DocumentLimits>,
  ): Promise<readonly StoredPage[]>;
  remove(): Promise<void>;
}

export async function testFolder(): Promise<TestFolder> {
  const root = await mkdtemp(join(tmpdir(), "documents-"));
  const write = async (path: string, content: string | Uint8Array) => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), content);
  };
  return {
    root,
    write,
    read: async (path, content, limits = {}) => {
      await write(path, content);
      const pages = await readFileHere({ path, root }, documentLimits.parse(limits));
      for (const page of pages) expectSound(page);
      return pages;
    },
    remove: () => rm(root, { recursive: true }),
  };
}

/** Places are in order and within the text, and passages make up the text. */
function expectSound({ text, places = [], passages }: StoredPage): void {
  const starts = places.map(({ start }) => start);
  expect(starts).toEqual(starts.toSorted((left, right) => left - right));
  expect(starts.every((start) => start >= 0 && start < text.length)).toBe(true);
  if (passages !== undefined) expect(passages.map((passage) => passage.text).join("")).toBe(text);
}

/** The text from the first place of that name on, up to the end of its cell or line. */
export function textAt({ text, places = [] }: StoredPage, name: string): string | undefined {
  const place = places.find((candidate) => candidate.name === name);
  return place === undefined ? undefined : /^.*?(?= \||\n|$)/u.exec(text.slice(place.start))?.[0];
}
