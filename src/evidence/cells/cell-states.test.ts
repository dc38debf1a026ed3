import { describe, expect, test } from "vitest";
import type { PageRead } from "../../core/episode.ts";
import type { Cell } from "../../core/evidence.ts";
import { pageHash } from "../../core/page-hash.ts";
import { sourceTable } from "../source-table.ts";

function read(title: string, text: string, agent = "lead.1", at = 0): PageRead {
  return { page: { url: `s://${title.toLowerCase().replaceAll(" ", "-")}/${at}`, title, text }, agent, at };
}

/** The cells of the second column. */
function cellsOf(
  column: string,
  rows: readonly (readonly string[])[],
  reads: readonly PageRead[],
): readonly Cell[] {
  const table = { columns: ["Country", column], rows };
  return sourceTable(table, reads, ["Country"]).cells.flatMap((row) => row[1] ?? []);
}

function cellOf(column: string, value: string, ...reads: readonly PageRead[]): Cell | undefined {
  return cellsOf(column, [["Bolivia", value]], reads)[0];
}

describe("a cell is supported", () => {
  test.each([
    ["Population", "1300000", "Its population is 1.3 million."],
    ["Population", "1.3 million", "The population of Bolivia is 1,312,000."],
    ["Population", "12,345,678", "Bolivia has a population of 12 345 678."],
    ["Population", "12345678", "Its population is 12.345.678 people."],
    ["Area (km²)", "1098581", "It covers an area of 1,098,581 square kilometres."],
    ["Founded", "1825-08-06", "Bolivia was founded on 6 August 1825."],
    ["Founded", "August 6, 1825", "Bolivia was founded on 06.08.1825."],
    ["Founded", "August 1825", "Founded: 6 August 1825"],
    ["Currency", "Boliviano", "Currency: bolíviano"],
    ["Capital", "Sucre", "| Capital | Sucre |"],
  ])("with %s %s by “%s”", (column, value, sentence) => {
    const cell = cellOf(column, value, read("Bolivia", `Bolivia is a country.\n${sentence}`));

    expect(cell).toMatchObject({ state: "supported", sources: [{ quote: sentence }] });
  });

  test("with the page's hash, the quote's place, who read it and when, and why", () => {
    const page = read("Bolivia", "Bolivia is a country. Its capital is Sucre.", "lead.3", 40);

    const cell = cellOf("Capital", "Sucre", page);

    expect(cell?.sources).toMatchObject([{ page: pageHash(page.page), start: 22 }]);
    expect(cell?.candidates).toMatchObject([{ value: "Sucre", agent: "lead.3", at: 40 }]);
    expect(cell?.candidates[0]?.why).toContain("the page is about Bolivia");
    expect(cell?.candidates[0]?.confidence).toBeGreaterThan(0.8);
  });

  test("by a page that gives the row's name as another name of its subject", () => {
    const page = read("Mumbai", "Mumbai, also known as Bombay, is a city.\nIts river is the Mithi.");

    expect(cellsOf("River", [["Bombay", "Mithi"]], [page])[0]?.state).toBe("supported");
  });

  test("under a header in another language, once other rows' pages teach what speaks of it", () => {
    const rows = [
      ["Peru", "34 million"],
      ["Chile", "19 million"],
      ["Fiji", "7"],
    ];
    const reads = rows.map(([name = "", value = ""]) => read(name, `${name} has ${value} inhabitants.`));

    expect(cellsOf("人口", rows, reads).map(({ state }) => state)).toEqual([
      "supported",
      "supported",
      "supported",
    ]);
    expect(cellsOf("人口", [["Fiji", "7"]], reads)[0]?.state).toBe("unsupported");
  });
});

describe("a cell is unsupported", () => {
  test.each([
    ["Population", "1,312,000", "Its population is 1.3 million."],
    ["Area (km²)", "1098581", "It covers an area of 1,098,581 square miles."],
    ["Founded", "1825-08-07", "Bolivia was founded on 6 August 1825."],
    ["Time zone", "Fiji", "Its time zone is Pacific/Fiji."],
    ["Code", "IS", "Its code is BO."],
    ["Population", "1098581", "Its area is 1098581 km². Its population is 12 million."],
    ["Landlocked", "no", "Landlocked: yes\nEuro: no"],
    ["Capital", "Lima", "Compare Peru, whose capital is Lima."],
    ["Capital", "Lima", "- Peru: Lima"],
    ["Capital", "Lima", "| Country | Capital |\n| --- | --- |\n| Peru | Lima |"],
    ["Capital", "Lima", "Bolivia lies beside Peru (capital: Lima)."],
  ])("with %s %s by “%s”", (column, value, text) => {
    const reads = [read("Bolivia", `Bolivia is a country.\n${text}`)];
    const rows = [
      ["Bolivia", value],
      ["Peru", ""],
    ];

    expect(cellsOf(column, rows, reads)[0]).toMatchObject({ state: "unsupported", sources: [] });
  });

  test("where the page about its namesake states it", () => {
    const page = read("Hamilton, New Zealand", "Hamilton is a city. Its river is the Waikato.");

    expect(cellsOf("River", [["Hamilton, Ontario", "Waikato"]], [page])[0]?.state).toBe("unsupported");
  });

  test("where the page is about one of two keys that several rows share", () => {
    const reads = [
      read(
        "Lions",
        "Lions are a team. In 2001 the coach of Lions was Mora. In 2002 the coach of Lions was Vega.",
      ),
    ];
    const table = {
      columns: ["Team", "Year", "Coach"],
      rows: [
        ["Lions", "2001", "Mora"],
        ["Lions", "2002", "Mora"],
      ],
    };

    const { cells } = sourceTable(table, reads, ["Team", "Year"]);

    expect(cells.map((row) => row[2]?.state)).toEqual(["supported", "unsupported"]);
  });

  test("and says what pages state instead", () => {
    const cell = cellOf("Capital", "Lima", read("Bolivia", "Bolivia is a country. Its capital is Sucre."));

    expect(cell?.reason).toContain("the page “Bolivia” states “Sucre” instead");
    expect(cell?.candidates).toMatchObject([{ value: "Sucre" }]);
  });
});

describe("a cell is conflicting", () => {
  test.each([
    ["Capital", "Sucre", "Its capital is Sucre.", "Capital: La Paz"],
    ["Population", "12,000,000", "Its population is 12,000,000.", "The population of Bolivia is 11 million."],
    [
      "Population",
      "12,000,000",
      "| Country | Population |\n| --- | --- |\n| Bolivia | 12,000,000 |",
      "Population: 11,500,000",
    ],
    ["Founded", "6 August 1825", "Founded: 6 August 1825", "Founded: 9 December 1824"],
    ["Motto", "Union", "Its motto is Union.", "Its motto is Freedom."],
  ])("with %s %s where “%s” stands against “%s”", (column, value, text, other) => {
    const cell = cellOf(column, value, read("Bolivia", text), read("Bolivia", other, "lead.2", 9));

    expect(cell?.state).toBe("conflicting");
    expect(cell?.sources).toHaveLength(1);
    expect(cell?.candidates.map((one) => one.value === value)).toEqual([true, false]);
    expect(cell?.candidates[1]).toMatchObject({ agent: "lead.2", at: 9 });
  });

  test("not with the same value rounded, with more words, or of another unit or thing", () => {
    const page = read(
      "Bolivia",
      "Its population is 12,345,678. Its area is 1,098,581 km². Its capital is Sucre.",
    );
    const other = read(
      "Bolivia",
      "Population: 12.3 million\nArea: 424,164 sq mi\nCapital: Sucre (constitutional)\nThe population density of Bolivia is 11.",
      "lead.2",
      3,
    );

    expect(cellOf("Population", "12,345,678", page, other)?.state).toBe("supported");
    expect(cellOf("Area (km²)", "1,098,581", page, other)?.state).toBe("supported");
    expect(cellOf("Capital", "Sucre", page, other)?.state).toBe("supported");
  });
});

describe("an empty cell is", () => {
  test.each([
    ["Bolivia has no official language."],
    ["Official language: none"],
    ["| Country | Official language |\n| --- | --- |\n| Bolivia | n/a |"],
  ])("absent where a page says that there is none: “%s”", (text) => {
    const cell = cellOf("Official language", "", read("Bolivia", text));

    expect(cell).toMatchObject({ value: "", state: "absent" });
    expect(cell?.sources).toHaveLength(1);
  });

  test("missing where pages say nothing, or say it of another row, and keeps what they do state", () => {
    const peru = read("Peru", "Peru has no official language.");
    const page = read("Bolivia", "The official language of Bolivia is Spanish.", "lead", 1);
    const rows = [
      ["Bolivia", ""],
      ["Peru", ""],
    ];

    expect(cellsOf("Official language", rows, [peru]).map(({ state }) => state)).toEqual([
      "missing",
      "absent",
    ]);
    expect(cellOf("Official language", "N/A", page)).toMatchObject({
      state: "missing",
      candidates: [{ value: "Spanish" }],
    });
  });
});

describe("a column's own words keep others' values out", () => {
  const airport = read(
    "Apia Airport",
    "Its codes are APW with IATA and NSFA with ICAO. It lies at 13.8 degrees of latitude and 172.0 degrees of longitude.",
  );
  const columns = ["Airport", "IATA code", "ICAO code", "Latitude", "Longitude"];
  const states = (...values: readonly string[]) =>
    sourceTable({ columns, rows: [["Apia Airport", ...values]] }, [airport])
      .cells[0]?.slice(1)
      .map(({ state }) => state);

  test("where one sentence states them in order", () => {
    expect(states("APW", "NSFA", "13.8", "172.0")).toEqual([
      "supported",
      "supported",
      "supported",
      "supported",
    ]);
  });

  test("and they are not mixed up", () => {
    const mixed = states("NSFA", "APW", "172.0", "13.8");

    expect(mixed).not.toContain("supported");
  });
});

describe("hostile pages", () => {
  test.each([
    ["a line of 10 MB", `${"lorem ipsum ".repeat(900_000)}\nIts capital is Sucre.`],
    ["10 MB without a blank", `${"x".repeat(10_000_000)}\nIts capital is Sucre.`],
    ["a table row of 1 MB", `|${" a |".repeat(250_000)}\nIts capital is Sucre.`],
    ["marks of direction and of no width", "\u202eIts\u200b capital\u2066 is \u200fSu\u200bcre\u2069."],
    ["emoji and half of one", "🇧🇴 \ud83d Its capital is Sucre. 🎉"],
    ["the signs of patterns", "(.*)+[a-z]{1,9}$^\\ Its capital is Sucre. ((((((((("],
    ["the marks that wordings use", "\u0001\u0002\u0003 Its capital is Sucre. \u0001\u0002"],
  ])("%s take no time and change nothing", (_, text) => {
    const startedAt = process.cpuUsage();
    const reads = [read("Bolivia", text), read("Peru", "Its capital is Lima.")];

    const cells = cellsOf(
      "Capital",
      [
        ["Bolivia", "Sucre"],
        ["Peru", "Lima"],
      ],
      reads,
    );

    expect(cells.map(({ state }) => state)).toEqual(["supported", "supported"]);
    expect(text).toContain(cells[0]?.sources[0]?.quote);
    expect(process.cpuUsage(startedAt).user / 1e6).toBeLessThan(20);
  });

  test.each(["(.*)", "$1 [x]", "a|b", "\\d+", "^", "\u0002", "🎉", "‮abc", "‏"])(
    "rows and values that are patterns themselves are words: %s",
    (odd) => {
      const page = read(odd, `The capital of ${odd} is ${odd}ville.`);
      const table = {
        columns: ["Country", `Capital ${odd}`],
        rows: [
          [odd, `${odd}ville`],
          ["Peru", odd],
        ],
      };

      expect(() => sourceTable(table, [page])).not.toThrow();
    },
  );
});

test("a table on the page about a row says nothing of it in the rows of others", () => {
  const rows = [
    ["Bolivia", "Sucre"],
    ["Peru", "Lima"],
    ["Chile", "Santiago"],
  ];
  const table = "| Country | Capital |\n| --- | --- |\n| Bolivia | Sucre |\n| Chile | Santiago |";
  const reads = [
    read("Bolivia", `The capital of Bolivia is Sucre.\n\n${table}`),
    read("Report", "| Country | Capital |\n| --- | --- |\n| Peru | Lima |\n| Chile | Santiago |"),
    ...rows.map(([name = "", capital]) => read(`Geography of ${name}`, `The capital is ${capital}.`)),
  ];

  expect(cellsOf("Capital", rows, reads).map(({ state }) => state)).toEqual([
    "supported",
    "supported",
    "supported",
  ]);
});

test("a value that the page means for something else is not said to stand nowhere", () => {
  const page = read(
    "Bolivia",
    "Bolivia has 12,312,000 inhabitants. The population of Bolivia is 11,000,000.",
  );

  const cell = cellOf("Population", "12,312,000", page);

  expect(cell?.state).toBe("unsupported");
  expect(cell?.reason).toContain(
    "nothing says that it is meant there for this column; the page “Bolivia” states",
  );
});
