import { describe, expect, test } from "vitest";
import { random } from "../../util/random.ts";
import {
  type EntityRow,
  explainMerge,
  type MergedRows,
  type MergeOptions,
  mergeRows,
  splitGroup,
} from "./merge-rows.ts";

const groupsOf = (rows: readonly EntityRow[], options?: MergeOptions) =>
  mergeRows(rows, options).groups.map((group) => group.rows);

const explained = (rows: readonly EntityRow[], options?: MergeOptions) => {
  const merged = mergeRows(rows, options);
  return merged.groups.map((group) => explainMerge(merged, group));
};

describe("rows are merged and say why", () => {
  test("where their names differ only in how they are written", () => {
    expect(explained([{ key: "Perú" }, { key: "PERU" }, { key: "Chile" }, { key: "The Peru" }])).toEqual([
      "merged 3 names into one row because their names are the same but for case, accents, punctuation, “the” or legal form",
      "“Chile” was merged with no other row",
    ]);
  });

  test("where they have one page, however its URL is written", () => {
    const rows = [
      { key: "Bombay", url: "https://x.org/wiki/Mumbai/" },
      { key: "Mumbai", url: "HTTPS://X.org/wiki/Mumbai#History" },
    ];

    expect(explained(rows)).toEqual([
      "merged 2 names into one row because they have the same page, https://x.org/wiki/Mumbai",
    ]);
  });

  test("where a page states the other name, with its words", () => {
    const statements = ["Mumbai, also known as Bombay, is a city.", "Mumbai (Marathi: मुंबई) is a city."];

    expect(explained([{ key: "Bombay" }, { key: "Mumbai" }, { key: "मुंबई" }], { statements })).toEqual([
      "merged 3 names into one row because “Bombay” is another name of “Mumbai”: “Mumbai, also known as Bombay, is a city.”; “मुंबई” is another name of “Mumbai”: “Mumbai (Marathi: मुंबई) is a city.”",
    ]);
  });

  test("where a row gives the other name itself", () => {
    expect(groupsOf([{ key: "Saint Petersburg", aliases: ["Leningrad"] }, { key: "Leningrad" }])).toEqual([
      [0, 1],
    ]);
  });

  test("where a name is an acronym, initials or another spelling and two attributes agree", () => {
    const rows = [
      { key: "UN", attributes: { Type: "organisation", founded: "1945" } },
      { key: "United Nations", attributes: { type: "Organisation", founded: "1945" } },
      { key: "Чайковский", attributes: { born: "7 May 1840", country: "Russia" } },
      { key: "Tchaikovsky", attributes: { born: "1840-05-07", country: "Russia" } },
    ];

    expect(explained(rows)).toEqual([
      "merged 2 names into one row because “UN” and “United Nations”: one is an acronym of the other, and founded and type agree",
      "merged 2 names into one row because “Tchaikovsky” and “Чайковский”: they are spellings of one name, and born and country agree",
    ]);
  });

  test("under the name that most rows write, then that of a row with a page, then the longest", () => {
    const name = (rows: readonly EntityRow[]) => mergeRows(rows).groups.map((group) => group.name);

    expect(name([{ key: "Peru" }, { key: "PERÚ" }, { key: "Peru" }])).toEqual(["Peru"]);
    expect(name([{ key: "Perú" }, { key: "Peru", url: "seed://country/peru" }])).toEqual(["Peru"]);
    expect(name([{ key: "Apple" }, { key: "Apple Inc." }])).toEqual(["Apple Inc."]);
  });
});

describe("rows stay apart", () => {
  test.each<[string, readonly EntityRow[]]>([
    [
      "their own pages differ",
      [
        { key: "Georgia", url: "seed://a" },
        { key: "Georgia", url: "seed://b" },
      ],
    ],
    [
      "an identifying attribute disagrees",
      [
        { key: "Springfield", attributes: { Country: "USA" } },
        { key: "Springfield", attributes: { country: "Canada" } },
      ],
    ],
    [
      "an edition of one page is of another year",
      [
        { key: "World Cup", url: "seed://cup", attributes: { year: "1994" } },
        { key: "World Cup", url: "seed://cup", attributes: { year: "1998" } },
      ],
    ],
    ["a name is only alike", [{ key: "UN" }, { key: "United Nations" }]],
    [
      "a name is only alike and a single attribute agrees",
      [
        { key: "UN", attributes: { founded: "1945" } },
        { key: "United Nations", attributes: { founded: "1945" } },
      ],
    ],
    [
      "a name is only alike and an attribute differs",
      [
        { key: "UN", attributes: { founded: "1945", seat: "New York", members: "193" } },
        { key: "United Nations", attributes: { founded: "1945", seat: "New York", members: "51" } },
      ],
    ],
    ["they have no names", [{ key: "" }, { key: " " }, { key: "unknown" }, { key: "unknown" }]],
    [
      "two things have the other name in common",
      [
        { key: "ACM" },
        { key: "Academy of Country Music", aliases: ["ACM"] },
        { key: "Computing Machinery", aliases: ["ACM"] },
      ],
    ],
  ])("where %s", (_, rows) => {
    expect(groupsOf(rows)).toEqual(rows.map((_row, index) => [index]));
  });

  test("where nothing says which of two namesakes is meant", () => {
    const rows = [
      { key: "Georgia", url: "seed://a" },
      { key: "Georgia" },
      { key: "Georgia", url: "seed://b" },
    ];

    expect(groupsOf(rows)).toEqual([[0], [1], [2]]);
  });

  test("but for the one that an attribute shows to be meant", () => {
    const rows = [
      { key: "Georgia", url: "seed://a", attributes: { type: "country" } },
      { key: "Georgia", attributes: { type: "state" } },
      { key: "Georgia", url: "seed://b", attributes: { type: "state" } },
    ];

    expect(groupsOf(rows)).toEqual([[0], [1, 2]]);
  });

  test("also over a third row that either could be", () => {
    const rows = [
      { key: "Mercury", aliases: ["Hg"], url: "seed://element/mercury" },
      { key: "Hg" },
      { key: "Mercury", url: "seed://planet/mercury" },
    ];

    expect(groupsOf(rows)).toEqual([[0, 1], [2]]);
  });

  test("by the attributes that the caller names", () => {
    const rows = [
      { key: "Open", attributes: { season: "2023", country: "UK" } },
      { key: "Open", attributes: { season: "2024", country: "USA" } },
    ];

    expect(groupsOf(rows, { identifying: ["Season"] })).toEqual([[0], [1]]);
    expect(groupsOf(rows, { identifying: [] })).toEqual([[0, 1]]);
  });

  test("not because one of them does not know, or writes the same otherwise", () => {
    const rows = [
      { key: "Leeds", attributes: { country: "United Kingdom" } },
      { key: "Leeds", attributes: { country: "UK" } },
      { key: "Leeds", attributes: { country: "unknown" } },
    ];

    expect(groupsOf(rows)).toEqual([[0, 1, 2]]);
  });
});

describe("a merge can be undone", () => {
  const rows = [{ key: "Peru" }, { key: "Perú" }, { key: "Chile" }, { key: "PERU" }];

  test("wholly", () => {
    const split = splitGroup(mergeRows(rows), 0);

    expect(split.groups.map((group) => [group.rows, group.name, group.because])).toEqual(
      rows.map(({ key }, index) => [[index], key, ""]),
    );
    expect(split.rows).toBe(rows);
  });

  test("for one row, which keeps its name; the others keep their reason", () => {
    const split = splitGroup(mergeRows(rows), 0, [3]);

    expect(split.groups.map((group) => group.rows)).toEqual([[0, 1], [2], [3]]);
    expect(explainMerge(split, split.groups[0]!)).toMatch(/^merged 2 names into one row because their names/);
    expect(explainMerge(split, split.groups[2]!)).toBe("“PERU” was merged with no other row");
  });

  test("also for the row that linked the others", () => {
    const merged = mergeRows([{ key: "A" }, { key: "Alpha", aliases: ["A", "First"] }, { key: "First" }]);

    const split = splitGroup(merged, 0, [1]);

    expect(split.groups.map((group) => group.rows)).toEqual([[0, 2], [1]]);
    expect(split.groups[0]!.because).toBe("they were left together when their group was split");
  });

  test("but not of a group or row that is not there", () => {
    expect(() => splitGroup(mergeRows(rows), 9)).toThrow("There is no group 9 among 2 groups.");
    expect(() => splitGroup(mergeRows(rows), 0, [2])).toThrow(
      "Row 2 is not in group 0, which has the rows 0, 1, 3.",
    );
  });
});

/** Rows that collide in every way: few names, pages, attributes and aliases. */
function tangled(seed: number, count: number): readonly EntityRow[] {
  const next = random(seed);
  const pick = <T>(choices: readonly T[]): T => choices[Math.floor(next() * choices.length)]!;
  const names = [
    "UN",
    "United Nations",
    "Peru",
    "Perú",
    "Georgia",
    "Lima",
    "LIMA",
    "Chile",
    "",
    "😀",
    "J. Roe",
    "Jane Roe",
  ];
  return Array.from({ length: count }, () => ({
    key: pick(names),
    aliases: next() < 0.3 ? [pick(names)] : undefined,
    url: next() < 0.3 ? pick(["seed://1", "seed://2", "seed://3"]) : undefined,
    attributes: {
      country: pick(["Peru", "Chile", "", ""]),
      year: pick(["1945", "1990", "", ""]),
      size: pick(["1", "1", "2"]),
    },
  }));
}

const tangles = Array.from({ length: 150 }, (_, seed) => tangled(seed, 3 + (seed % 12)));

/** The groups as sets of rows, by the rows themselves. */
function partition({ rows, groups }: MergedRows): ReadonlySet<string> {
  return new Set(
    groups.map((group) =>
      JSON.stringify([group.name, group.because, group.rows.map((row) => JSON.stringify(rows[row])).sort()]),
    ),
  );
}

describe("however rows collide", () => {
  test("their order changes nothing", () => {
    for (const [seed, rows] of tangles.entries()) {
      const next = random(seed);
      const shuffled = rows
        .map((row) => ({ row, at: next() }))
        .sort((a, b) => a.at - b.at)
        .map(({ row }) => row);

      expect(partition(mergeRows(shuffled))).toEqual(partition(mergeRows(rows)));
    }
  });

  test("every row is in one group, and no group has two pages, countries or years", () => {
    for (const rows of tangles) {
      const { groups } = mergeRows(rows);

      expect(groups.flatMap((group) => group.rows).sort((a, b) => a - b)).toEqual([...rows.keys()]);
      for (const group of groups) {
        const members = group.rows.map((row) => rows[row]!);
        const values = (read: (row: EntityRow) => string | undefined) =>
          new Set(members.map(read).filter(Boolean));
        expect(values(({ url }) => url).size).toBeLessThan(2);
        expect(values(({ attributes }) => attributes?.["country"]).size).toBeLessThan(2);
        expect(values(({ attributes }) => attributes?.["year"]).size).toBeLessThan(2);
        expect(group.because === "").toBe(group.rows.length === 1);
      }
    }
  });

  test("merging again merges no more", () => {
    for (const rows of tangles) {
      const once = mergeRows(rows);
      const inOrder = once.groups.flatMap((group) => group.rows.map((row) => rows[row]!));

      expect(partition(mergeRows(inOrder))).toEqual(partition(once));
    }
  });
});

describe("hostile rows", () => {
  const alike = (count: number, row: (index: number) => EntityRow) =>
    Array.from({ length: count }, (_, index) => row(index));

  test.each<[string, readonly EntityRow[], number]>([
    [
      "5,000 towns, each twice",
      alike(5_000, (i) => ({ key: `Town ${i % 2_500}`, attributes: { country: `C${i % 50}` } })),
      2_500,
    ],
    ["5,000 rows of one name", alike(5_000, () => ({ key: "Same" })), 1],
    ["5,000 pages of one name", alike(5_000, (i) => ({ key: "Same", url: `seed://${i}` })), 5_000],
    ["5,000 rows without a name", alike(5_000, () => ({ key: "" })), 5_000],
    ["a chain of 5,000 names", alike(5_000, (i) => ({ key: `n${i}`, aliases: [`n${i + 1}`] })), 1],
    ["5,000 rows with one other name", alike(5_000, (i) => ({ key: `n${i}`, aliases: ["x"] })), 5_000],
    ["names of 10,000 characters", alike(50, (i) => ({ key: `${"long ".repeat(2_000)}${i}` })), 50],
    ["emoji and right-to-left names", ["😀", "😀", "שלום", "\u202bשלום\u202c"].map((key) => ({ key })), 2],
  ])("%s are merged in about a second", (_, rows, expected) => {
    const startedAt = process.cpuUsage();

    expect(mergeRows(rows).groups).toHaveLength(expected);
    expect(process.cpuUsage(startedAt).user / 1e6).toBeLessThan(3);
  });

  test("the names of objects are names like others", () => {
    const rows = ["__proto__", "constructor", "__proto__", "toString"].map((key) => ({
      key,
      attributes: { [key]: key },
    }));

    expect(groupsOf(rows)).toEqual([[0, 2], [1], [3]]);
  });
});
