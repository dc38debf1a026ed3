import { describe, expect, test } from "vitest";
import { readWikitable } from "./wikitable.ts";
import { loadWikitextReader } from "./wikitext.ts";

const read = await loadWikitextReader();
const textOf = (wikitext: string, language = "en") => read({ title: "Orla Mill", wikitext, language });

test("an article is text with its infobox, headings, lists, tables and categories", () => {
  const text = textOf(`{{Short description|Mill}}
{{Infobox mill
| name        = Orla Mill
| image       = Orla mill.jpg
| image_size  = 250px
| area_km2    = 12.5
| coordinates = {{coord|50.5|-4.7|display=inline}}
| owner       = {{plainlist|
* [[Ann Bee]]
* [[Carl Dee|Carl]]
}}
| closed      =
}}
[[File:Mill.jpg|thumb|The [[mill]] in 1900]]
'''Orla Mill''' is a [[Watermill|mill]] at [[Orla]],<ref>{{cite web|title=Mills}}</ref> 150&nbsp;ft high &lt;old&gt;. It ''grinds'' {{circa|1704}}.

It is {{convert|20|km|mi}} from the sea.<ref name="a" />

== History ==
=== Owners ===
* [[Ann Bee]]
* Carl '''Dee'''

# first
# second
{| class="wikitable"
|+ Owners by year
! Year !! Owner
|-
| 1704 || [[Ann Bee]]{{efn|first}}
|}

== References ==
{{reflist}}
[[Category:Watermills]]
[[Category:Mills_of_Orla|*]]`);
  expect(text).toBe(`Name: Orla Mill
Area km2: 12.5
Coordinates: 50.5°N, -4.7°W
Owner: Ann Bee, Carl

Orla Mill is a mill at Orla, 150 ft high <old>. It grinds c. 1704.

It is 20 km from the sea.

## History

### Owners

- Ann Bee
- Carl Dee

1. first
2. second

Owners by year

| Year | Owner |
| --- | --- |
| 1704 | Ann Bee |

Categories: Watermills, Mills of Orla`);
});

test("categories are known in the wiki's language", () => {
  expect(textOf("Eine Mühle.\n[[Kategorie:Mühle]]", "de")).toBe("Eine Mühle.\n\nCategories: Mühle");
});

describe("a table", () => {
  test("keeps the order of its columns, and columns of the same name", () => {
    const table = readWikitable(`{| class="wikitable"
! Team !! 2019 !! 2018 !! Score !! Score
|-
| France || 1 || 2 || style="text-align:right" | 3 || [http://a.example four]
|}`);
    expect(table.columns).toEqual(["Team", "2019", "2018", "Score", "Score"]);
    expect(table.rows).toEqual([["France", "1", "2", "3", "four"]]);
  });

  test("has a cell that spans rows or columns in each of them", () => {
    const table = readWikitable(`{|
! rowspan="2" | Town !! colspan="2" | Population
|-
! 1990 !! 2000
|-
| rowspan=2 | Orla || 10 || 12
|-
| colspan="2" | none
|}`);
    expect(table.columns).toEqual(["Town", "Population 1990", "Population 2000"]);
    expect(table.rows).toEqual([
      ["Orla", "10", "12"],
      ["Orla", "none", "none"],
    ]);
  });

  test("takes cells over several lines, row headers and links with a label for what they are", () => {
    const table = readWikitable(`{|
|-
! Name
! Use
|-
! scope="row" | [[Orla Mill|Orla]]
| rye<br />wheat
oats
|-
|
|
|}`);
    expect(table).toEqual({ caption: "", columns: ["Name", "Use"], rows: [["Orla", "rye; wheat; oats"]] });
  });

  test("leaves out columns that hold only pictures", () => {
    const table = readWikitable("{|\n! Mill !! \n|-\n| Orla || [[File:Orla.jpg|100px]]\n|}");
    expect(table).toMatchObject({ columns: ["Mill"], rows: [["Orla"]] });
  });

  test("without rows, or not closed, is no error", () => {
    expect(readWikitable("{|\n|}")).toEqual({ caption: "", columns: [], rows: [] });
    expect(readWikitable("{|\n! A\n|-\n| 1").rows).toEqual([["1"]]);
  });

  test("does not grow to the width a hostile cell asks for", () => {
    const table = readWikitable('{|\n! A\n|-\n| colspan="999999999" rowspan=99999999999 | x\n|}');
    expect(table.columns.length).toBeLessThanOrEqual(200);
    expect(textOf("{|\n! A !! B\n|-\n| colspan=999999999 | x || y\n|}")).toContain("| A | B |");
  });
});

test("wikitext that is broken gives a text and not an error", () => {
  const broken = [
    "{{Infobox |",
    "[[",
    "{|\n|-\n",
    "<ref>x",
    "== ==",
    "{{a|{{b|",
    "|}\n}}",
    "<!-- ",
    "[[Category:",
    "__proto__",
  ];
  for (const wikitext of broken) expect(textOf(`Begin.\n${wikitext}\nEnd.`)).toEqual(expect.any(String));
});

test("what is nested beyond all measure, and a line without end, cost no more than a moment", () => {
  for (const mark of ["{{a|", "[[a|"]) {
    expect(textOf(`Begin.\n${mark.repeat(20_000)}\nThe [[mill|end]].`)).toContain("The end.");
  }
  expect(textOf(`${"word ".repeat(5_000)}\n\nThe end.`)).toContain("The end.");
});
