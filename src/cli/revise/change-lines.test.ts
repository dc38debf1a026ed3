import { expect, test } from "vitest";
import { type Cell, cellOf } from "../../core/evidence.ts";
import { changeLines } from "./change-lines.ts";

const page = (name: string, quote: string) => ({ url: `seed://${name}`, title: name, quote });
const lima = cellOf("Lima", [page("peru", "Its capital is\nLima.")]);

test("a changed cell shows the old value and quote against the new", () => {
  const after: Cell = {
    ...cellOf("Cusco", [page("atlas", "Capital: Cusco")]),
    state: "conflicting",
    reason: "1 page against 1",
  };
  expect(changeLines([{ row: "Peru", column: "Capital", before: lima, after }])).toEqual([
    "Peru, Capital: Lima → Cusco (supported → conflicting)",
    "  was “Its capital is Lima.” seed://peru",
    "  now “Capital: Cusco” seed://atlas",
    "  1 page against 1",
  ]);
});

test("a cell that says the same in other words shows only those", () => {
  const after = cellOf("Lima", [page("peru", "Lima is the capital.")]);
  expect(changeLines([{ row: "Peru", column: "Capital", before: lima, after }])).toEqual([
    "Peru, Capital: Lima",
    "  was “Its capital is Lima.” seed://peru",
    "  now “Lima is the capital.” seed://peru",
  ]);
});

test("cells that were filled, are new or are gone are counted", () => {
  const empty = cellOf("", []);
  expect(
    changeLines([
      { row: "Peru", column: "Area", before: empty, after: cellOf("1", []) },
      { row: "Chile", column: "Area", before: empty, after: cellOf("2", []) },
      { row: "Fiji", column: "Area", after: cellOf("3", []) },
      { row: "Fiji", column: "Capital", after: cellOf("Suva", []) },
      { row: "Atlantis", column: "Area", before: cellOf("4", []) },
    ]),
  ).toEqual(["filled: 2 cells of Area in 2 rows", "new: 2 cells in 1 row", "gone: 1 cell of Area in 1 row"]);
});

test("values that no page had stated are counted where one does now, and of very many changes the first are told", () => {
  const proven = { row: "Peru", column: "Capital", before: cellOf("Lima", []), after: lima };
  expect(changeLines([proven, { ...proven, row: "PERU" }])).toEqual([
    "supported now: 2 cells of Capital in 2 rows",
  ]);

  const other = { row: "Peru", column: "Capital", before: lima, after: cellOf("Cusco", []) };
  const lines = changeLines(Array.from({ length: 53 }, () => other));
  expect(lines).toHaveLength(50 * 2 + 1);
  expect(lines.at(-1)).toBe("and 3 more cells");
});

test("lines fit the terminal, and control characters do not reach it", () => {
  const after = cellOf("\u001b[31mCusco", [page("atlas", "x".repeat(200))]);
  const lines = changeLines([{ row: "Peru", column: "Capital", before: lima, after }], 40);

  expect(lines.join("\n")).not.toContain("\u001b");
  for (const line of lines) expect(line.length).toBeLessThanOrEqual(40);
});
