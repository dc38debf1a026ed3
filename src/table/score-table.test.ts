import { describe, expect, test } from "vitest";
import { JudgeError } from "../core/errors.ts";
import { cellOf } from "../core/evidence.ts";
import type { Judge } from "../core/judge.ts";
import type { Table } from "../core/table.ts";
import { random } from "../util/random.ts";
import { scoreTable, scoreTableWithJudge } from "./score-table.ts";

const GOLD: Table = {
  columns: ["Country", "Capital", "Population"],
  rows: [
    ["Estonia", "Tallinn", "1,331,000"],
    ["Latvia", "Riga", "1,884,000"],
    ["United Kingdom", "London", "67,000,000"],
  ],
};
const UNIQUE = ["country"];

const JUDGE: Judge = {
  name: "aliases",
  align: async ({ values, references }) =>
    new Map(values.includes("UK") && references.includes("United Kingdom") ? [["UK", "United Kingdom"]] : []),
  grade: async ({ pairs }) => pairs.map(({ answer }) => Number(answer === "Greater London")),
};

describe("scoreTable", () => {
  test("lists every fault with its reason and keeps precision and recall apart", () => {
    const answer = {
      columns: ["country", "Population"],
      rows: [
        ["ESTONIA", "1331000"],
        ["Latvia", "2"],
        ["Narnia", "3"],
        ["latvia", ""],
      ],
    };

    const score = scoreTable({ answer, gold: GOLD, uniqueColumns: UNIQUE });

    expect(score.item).toEqual({ precision: 0.25, recall: 1 / 3, f1: expect.closeTo(2 / 7, 12) });
    expect(score.row).toEqual({ precision: 0, recall: 0, f1: 0 });
    expect(score.faults).toEqual([
      { kind: "missing-column", column: "Capital" },
      { kind: "missing-row", goldRow: 2 },
      { kind: "extra-row", answerRow: 2 },
      { kind: "extra-row", answerRow: 3 },
      { kind: "wrong-value", column: "Population", answerRow: 1, goldRow: 1, answer: "2", gold: "1,884,000" },
    ]);
  });

  test("a wrong cell without a source is unsupported", () => {
    const answer = { columns: GOLD.columns, rows: [["Latvia", "Paris", "5"]] };
    const source = { url: "u", title: "t", quote: "q" };
    const evidence = {
      columns: GOLD.columns,
      uniqueColumns: UNIQUE,
      cells: [[cellOf("Latvia", [source]), cellOf("Paris", []), cellOf("5", [source])]],
    };

    const { faults } = scoreTable({ answer, gold: GOLD, uniqueColumns: UNIQUE, evidence });

    expect(faults.map((fault) => fault.kind)).toEqual([
      "missing-row",
      "missing-row",
      "unsupported",
      "wrong-value",
    ]);
  });

  test("an empty answer scores 0", () => {
    const score = scoreTable({ answer: { columns: [], rows: [] }, gold: GOLD, uniqueColumns: UNIQUE });

    expect(score).toMatchObject({ item: { precision: 0, recall: 0, f1: 0 }, success: false });
  });

  test("two rows of one key match one gold row once", () => {
    const answer = { columns: GOLD.columns, rows: [...GOLD.rows, ["estonia", "Tallinn", "1331000"]] };

    const score = scoreTable({ answer, gold: GOLD, uniqueColumns: UNIQUE });

    expect(score.item).toMatchObject({ recall: 1, precision: 0.75 });
    expect(score.success).toBe(false);
  });
});

describe("scoreTableWithJudge", () => {
  test("the judge is asked only for what the rules leave open", async () => {
    const answer = {
      columns: GOLD.columns,
      rows: [...GOLD.rows.slice(0, 2), ["UK", "Greater London", "67 million"]],
    };

    expect(await scoreTableWithJudge({ answer, gold: GOLD, uniqueColumns: UNIQUE }, JUDGE)).toMatchObject({
      item: { f1: 1 },
      success: true,
    });
    expect(scoreTable({ answer, gold: GOLD, uniqueColumns: UNIQUE }).matchedRows).toBe(2);
  });

  test("two names of one entity do not count twice", async () => {
    const answer = {
      columns: GOLD.columns,
      rows: [
        ["UK", "London", "1"],
        ["Great Britain", "London", "67,000,000"],
      ],
    };
    const judge: Judge = {
      ...JUDGE,
      align: async ({ values }) => new Map(values.map((value) => [value, "United Kingdom"])),
    };

    const score = await scoreTableWithJudge({ answer, gold: GOLD, uniqueColumns: UNIQUE }, judge);

    expect(score).toMatchObject({ matchedRows: 1, row: { precision: 0.5, recall: 1 / 3 } });
  });

  test("a judge that fails leaves no score", async () => {
    const judge: Judge = { ...JUDGE, grade: () => Promise.reject(new JudgeError("The judge is down.")) };
    const answer = { columns: GOLD.columns, rows: [["Latvia", "x", "1"]] };

    await expect(scoreTableWithJudge({ answer, gold: GOLD, uniqueColumns: UNIQUE }, judge)).rejects.toThrow(
      JudgeError,
    );
  });
});

describe("properties over generated tables", () => {
  const cases = Array.from({ length: 150 }, (_, seed) => generate(seed));

  test("a gold table scores 1 against itself", () => {
    for (const { gold, uniqueColumns } of cases) {
      expect(scoreTable({ answer: gold, gold, uniqueColumns })).toMatchObject({
        item: { f1: 1 },
        row: { f1: 1 },
        success: true,
        faults: [],
      });
    }
  });

  test("row order, column order and harmless formatting do not change a score", () => {
    for (const { answer, gold, uniqueColumns, next } of cases) {
      const order = shuffle([...answer.columns.keys()], next);
      const dressed = {
        columns: order.map((column) => ` **${answer.columns[column]?.toUpperCase()}** `),
        rows: shuffle(answer.rows, next).map((row) =>
          order.map((column) => ` **${row[column]?.toUpperCase()}** [2]`),
        ),
      };

      const [plain, other] = [answer, dressed].map((table) =>
        scoreTable({ answer: table, gold, uniqueColumns }),
      );

      expect(other).toEqual({ ...plain, faults: expect.anything() });
    }
  });

  test("no F1 exceeds 1 and a wrong row never raises precision", () => {
    for (const { answer, gold, uniqueColumns } of cases) {
      const before = scoreTable({ answer, gold, uniqueColumns });
      const rows = [...answer.rows, answer.columns.map((_, column) => `wrong ${column}`)];
      const after = scoreTable({ answer: { ...answer, rows }, gold, uniqueColumns });

      expect(
        Math.max(before.item.f1, before.row.f1, before.item.recall, before.item.precision),
      ).toBeLessThanOrEqual(1);
      expect(after.item.precision).toBeLessThanOrEqual(before.item.precision);
      expect(after.row.precision).toBeLessThanOrEqual(before.row.precision);
    }
  });
});

interface GeneratedCase {
  readonly answer: Table;
  readonly gold: Table;
  readonly uniqueColumns: readonly string[];
  readonly next: () => number;
}

/** Few distinct values, so that duplicate keys, ties and partly equal rows are common. */
function generate(seed: number): GeneratedCase {
  const next = random(seed);
  const pick = (values: readonly string[]) => values[Math.floor(next() * values.length)] ?? "";
  const columns = ["key", "second", "number", "place"].slice(0, 2 + Math.floor(next() * 3));
  const row = () =>
    [
      pick(["a", "b", "c", "d", "e f"]),
      pick(["x", "y"]),
      pick(["1", "2,000", "n/a"]),
      pick(["Łódź", "Rome"]),
    ].slice(0, columns.length);
  const rows = (count: number) => Array.from({ length: count }, row);
  return {
    answer: { columns, rows: rows(Math.floor(next() * 8)) },
    gold: { columns, rows: rows(1 + Math.floor(next() * 6)) },
    uniqueColumns: columns.slice(0, 1 + Math.floor(next() * 2)),
    next,
  };
}

function shuffle<T>(items: readonly T[], next: () => number): readonly T[] {
  return items
    .map((item) => ({ item, at: next() }))
    .sort((left, right) => left.at - right.at)
    .map(({ item }) => item);
}
