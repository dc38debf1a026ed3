import { describe, expect, test } from "vitest";
import { readFacts, readItems } from "./read-report.ts";
import type { WantedRow } from "./revision-work.ts";

const columns = ["Capital", "Population"];
const rowOf = (name: string): WantedRow => ({ key: name, names: [name], columns });
const rows = ["Peru", "Chile"].map(rowOf);
const both = {
  Peru: { Capital: "Lima", Population: "32,600,200" },
  Chile: { Capital: "Santiago", Population: "18,664,700" },
};

function facts(report: string, wanted = rows, fields = columns): Record<string, Record<string, string>> {
  const found = readFacts(report, { rows: wanted, columns: fields });
  return Object.fromEntries([...found].map(([key, values]) => [key, Object.fromEntries(values)]));
}

describe("the facts of a report", () => {
  test.each([
    [
      "as the prompt asks for them",
      "Peru\nCapital: Lima\nPopulation: 32,600,200\n\nChile\nCapital: Santiago\nPopulation: 18,664,700",
    ],
    [
      "with Markdown marks, sources and remarks",
      [
        "Here is what I found.",
        "",
        "### **Peru** (https://example.org/peru)",
        "- **Capital:** Lima (https://example.org/peru)",
        "- **Population**: 32,600,200 — https://example.org/people",
        "",
        "2. Chile:",
        "   * Capital: [Santiago](https://example.org/chile)",
        "   * Population: 18,664,700 [source: https://example.org/people]",
        "   * Source: https://example.org/chile",
      ].join("\n"),
    ],
    [
      "as a table",
      "| Country | Capital | Population (2024) |\n| --- | --- | --- |\n| Chile | Santiago | 18,664,700 |\n| Peru | Lima | 32,600,200 |",
    ],
    [
      "with a Chinese colon and another order",
      "Chile\n- Capital：Santiago\n- Population：18,664,700\nPeru\n- Capital：Lima\n- Population：32,600,200",
    ],
  ])("are read %s", (_, report) => {
    expect(facts(report)).toEqual(both);
  });

  test("go by their place where a thing goes by another name", () => {
    const ivory = [rowOf("Peru"), rowOf("Ivory Coast")];
    const report = "Peru\n- Capital: Lima\n\nCôte d'Ivoire (seed://country/ci)\n- Capital: Yamoussoukro";

    expect(facts(report, ivory)).toEqual({
      Peru: { Capital: "Lima" },
      "Ivory Coast": { Capital: "Yamoussoukro" },
    });
  });

  test("are never those of another row that was asked for", () => {
    expect(facts("Chile\nCapital: Santiago\n\nChile\nPopulation: 18,664,700")["Peru"]).toEqual({});
  });

  test("need no name where one thing was asked for, and no field where one fact was", () => {
    expect(facts("Capital: Lima\nPopulation: 32,600,200", [rowOf("Peru")])).toEqual({ Peru: both.Peru });
    expect(facts("Peru: Lima\nChile: Santiago", rows, ["Capital"])).toEqual({
      Peru: { Capital: "Lima" },
      Chile: { Capital: "Santiago" },
    });
  });

  test("are absent where the report says that they were not found", () => {
    const report =
      "Peru\n- Capital: not found\n- Population: unknown\n\nChile\n- Capital: 未找到\nNot found: Population";
    expect(facts(report)).toEqual({ Peru: {}, Chile: {} });
    expect(facts("Nothing found.")).toEqual({ Peru: {}, Chile: {} });
    expect(facts("")).toEqual({ Peru: {}, Chile: {} });
  });

  test("may be URLs themselves", () => {
    const report = "Peru\nWebsite: https://www.gob.pe";
    expect(facts(report, [rowOf("Peru")], ["Website"])).toEqual({ Peru: { Website: "https://www.gob.pe" } });
  });
});

describe("the items of a report", () => {
  test.each([
    [
      "a list",
      "Items of “Oceania” (seed://list/oceania):\n- Fiji (seed://country/fiji)\n- Tonga (seed://country/tonga)",
    ],
    ["numbers", "1. **Fiji** — seed://country/fiji\n2. **Tonga** — seed://country/tonga"],
    ["links", "* [Fiji](seed://country/fiji): an island country\n* [Tonga](seed://country/tonga)"],
    [
      "a table",
      "| Country | URL |\n|---|---|\n| Fiji | seed://country/fiji |\n| Tonga | seed://country/tonga |",
    ],
    ["lines", "These are all:\nFiji seed://country/fiji\nTonga seed://country/tonga"],
  ])("are read from %s", (_, report) => {
    expect(readItems(report)).toEqual([
      { name: "Fiji", url: "seed://country/fiji" },
      { name: "Tonga", url: "seed://country/tonga" },
    ]);
  });

  test("stand once each, and need no URL", () => {
    expect(readItems("- Fiji\n- fiji\n- Tonga")).toEqual([{ name: "fiji" }, { name: "Tonga" }]);
    expect(readItems("Nothing found: no page lists them.")).toEqual([]);
  });
});
