import { expect, test } from "vitest";
import { itemsOf, linksOf } from "./list-items.ts";

test("the items of a list are its lines that begin with a link, each once", () => {
  const text =
    "Intro with a [link](seed://x/y).\n\n- [Peru](seed://country/peru)\n* [Chile](seed://country/chile), long\n- [Peru](seed://country/peru)\n- no link";

  expect(itemsOf(text)).toEqual([
    { name: "Peru", url: "seed://country/peru" },
    { name: "Chile", url: "seed://country/chile" },
  ]);
});

test("a table's rows are items by the link in their first or second cell", () => {
  const text =
    "| Rank | City | Population |\n| --- | --- | --- |\n| 1 | [San José, CR](seed://city/sj) | 1 |\n| [Lima](seed://city/lima) | 2 |";

  expect(itemsOf(text).map(({ name }) => name)).toEqual(["San José, CR", "Lima"]);
});

test("a page without links has no items", () => {
  expect(linksOf("Peru is a country.")).toEqual([]);
});
