import { expect, test } from "vitest";
import { pageHash } from "./page-hash.ts";

const page = { url: "https://a.example/", title: "A", text: "one", places: [{ start: 0, name: "page 1" }] };

test("a page read twice has one hash, whenever and however it was had", () => {
  const again = { ...page, fetched: { at: "2026-01-02T03:04:05.000Z", by: "cache" } };

  expect(pageHash(page)).toMatch(/^[0-9a-f]{20}$/);
  expect(pageHash(again)).toBe(pageHash(page));
  expect(pageHash({ places: page.places, text: "one", title: "A", url: "https://a.example/" })).toBe(
    pageHash(page),
  );
});

test.each([{ text: "two" }, { title: "B" }, { url: "https://b.example/" }, { places: undefined }])(
  "a page with another %o has another hash",
  (change) => {
    expect(pageHash({ ...page, ...change })).not.toBe(pageHash(page));
  },
);

test("an excerpt is not the whole page", () => {
  expect(pageHash({ ...page, excerpt: true })).not.toBe(pageHash(page));
});
