/** @file What a page that was read is kept and cited under: a hash of what was read, whenever and however that was. */
import { createHash } from "node:crypto";
import type { Page } from "./knowledge-base.ts";

const hashes = new WeakMap<Page, string>();

/** 20 hexadecimal digits; the same for the same URL, title, text and places. */
export function pageHash(page: Page): string {
  const known = hashes.get(page);
  if (known !== undefined) return known;
  const { url, title, text, excerpt, places } = page;
  const read = JSON.stringify({
    url,
    title,
    text,
    excerpt,
    places: places?.map(({ start, name }) => ({ start, name })),
  });
  const hash = createHash("sha256").update(read).digest("hex").slice(0, 20);
  hashes.set(page, hash);
  return hash;
}
