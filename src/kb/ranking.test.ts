import { expect, test } from "vitest";
import { type Candidate, searchResults } from "./ranking.ts";

const candidate = (title: string, score: number, url = `seed://page/${title}`): Candidate => ({
  url,
  title,
  text: `${title} is described here.`,
  score,
});

const titlesFor = (query: string, ranked: readonly Candidate[], titled: readonly Candidate[] = []) =>
  searchResults(query, 10, { titled, ranked }).map(({ title }) => title);

test("a page that the query names stands before one that only shares words with it", () => {
  const ranked = [
    candidate("San Felipe, Peru", 10),
    candidate("San Felipe", 9),
    candidate("San Felipe, Chile", 8),
  ];

  expect(titlesFor("San Felipe, Chile latitude", ranked)).toEqual([
    "San Felipe, Chile",
    "San Felipe",
    "San Felipe, Peru",
  ]);
});

test("the longer of two named titles counts more", () => {
  const ranked = [candidate("Estonia", 10), candidate("Largest cities of Estonia", 9)];

  expect(titlesFor("which are the largest cities of Estonia", ranked)[0]).toBe("Largest cities of Estonia");
});

test("the words of a title must stand together", () => {
  const ranked = [candidate("Estonia", 10), candidate("Capital Region", 9)];

  expect(titlesFor("capital of the Baltic region", ranked)[0]).toBe("Estonia");
});

test("pages whose title is the whole query come first, among themselves by score", () => {
  const ranked = [
    candidate("Mercury rising", 30),
    candidate("Mercury", 2, "a:1"),
    candidate("Mercury", 3, "a:2"),
  ];
  const titled = [
    candidate("Mercury", 0, "a:1"),
    candidate("Mercury", 0, "a:2"),
    candidate("Mercury", 0, "a:3"),
  ];

  const found = searchResults("mercury", 10, { titled, ranked });

  expect(found.map(({ url }) => url)).toEqual(["a:2", "a:1", "a:3", "seed://page/Mercury rising"]);
});

test("of a page only its best passage is shown", () => {
  const ranked = [
    candidate("Mali", 5),
    { ...candidate("Mali", 4), text: "Another passage." },
    candidate("Niger", 3),
  ];

  expect(titlesFor("landlocked", ranked)).toEqual(["Mali", "Niger"]);
});
