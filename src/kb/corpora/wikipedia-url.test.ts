import { expect, test } from "vitest";
import { titleOfUrl, wikipediaUrl } from "./wikipedia-url.ts";

test.each([
  ["New York", "New_York"],
  ["Café (What?)", "Caf%C3%A9_(What%3F)"],
  ["O'Brien & Sons, Inc.", "O%27Brien_%26_Sons,_Inc."],
  ["C++: a/b; $5 @ 100% #1!", "C%2B%2B:_a/b;_$5_@_100%25_%231!"],
  ["東京", "%E6%9D%B1%E4%BA%AC"],
  ["half \ud800 a character", "half_%EF%BF%BD_a_character"],
])("the title %s is encoded as Wikipedia does", (title, name) => {
  expect(wikipediaUrl(title)).toBe(`https://en.wikipedia.org/wiki/${name}`);
});

test.each([
  ["https://en.wikipedia.org/wiki/New_York", "New York"],
  ["https://en.wikipedia.org/wiki/AC/DC", "AC/DC"],
  ["https://en.wikipedia.org/w/index.php?title=Caf%C3%A9_(x)&oldid=1", "Café (x)"],
  ["https://a.example/mills/old%20mill/", "old mill"],
  ["https://a.example/100%", "100%"],
  ["https://a.example/", undefined],
  ["no url", undefined],
])("%s names the page %s", (url, title) => {
  expect(titleOfUrl(url)).toBe(title);
});
