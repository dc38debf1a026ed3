/** @file A corpus as the source of a knowledge base: it is read once, from its first page to its last. */
import type { Corpus } from "../corpora/corpus.ts";
import type { Source } from "./source.ts";

/** Pages between two commits; a build that is killed reads at most so many again. */
const COMMITTED = 10_000;
/** Pages that are looked at to tell their script. */
const SAMPLE = 300;
/** With a larger share of such letters a corpus is not one of spaced words. */
const UNSPACED_SHARE = 0.001;

const UNSPACED = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}]/gu;

/** `path` is the corpus's, absolute. */
export function corpusSource(path: string, corpus: Corpus): Source {
  const { format, bytes } = corpus;
  return {
    begin: () => ({ kind: "corpus", path, corpus: format, pagesRead: 0, isRead: false }),
    isSame: (known) => known.kind === "corpus" && known.path === path && known.corpus === format,
    hasNews: async (known) => known.kind === "corpus" && !known.isRead,
    words: async () => ((await unspacedShare(corpus)) > UNSPACED_SHARE ? "any" : "spaced"),
    async read({ source, pageCount }, writer, { onProgress, signal }) {
      let pages = source.kind === "corpus" ? source.pagesRead : pageCount;
      let bytesRead = 0;
      const commit = (isRead: boolean) =>
        writer.commit({ kind: "corpus", path, corpus: format, pagesRead: pages, isRead }, pages);
      const onBytes = (read: number) => {
        bytesRead = read;
      };
      for await (const page of corpus.pages({ skip: pages, signal, onBytes })) {
        await writer.add(page);
        pages += 1;
        if (pages % COMMITTED !== 0) continue;
        await commit(false);
        onProgress?.({ phase: "reading", pages, done: bytesRead, total: bytes });
      }
      await commit(true);
      onProgress?.({ phase: "reading", pages, done: bytes, total: bytes });
    },
  };
}

async function unspacedShare(corpus: Corpus): Promise<number> {
  let letters = 0;
  let unspaced = 0;
  let pages = 0;
  for await (const { title, text } of corpus.pages()) {
    letters += title.length + text.length;
    unspaced += `${title}${text}`.match(UNSPACED)?.length ?? 0;
    pages += 1;
    if (pages >= SAMPLE) break;
  }
  return unspaced / Math.max(1, letters);
}
