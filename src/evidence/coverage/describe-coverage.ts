/** @file What a lead agent is told of its table after each wave: what is missing, thin or conflicting, and what to do about it. */
import type { Cell, CellState, SourcedTable } from "../../core/evidence.ts";
import type { Language } from "../../core/task.ts";

/** Whether more is worth asking for: `complete`, every cell is there; `stuck`, the last waves brought nothing new. */
export type CoverageOutlook = "open" | "complete" | "stuck";

const MOST_ROWS = 30;
const MOST_VALUES = 3;

/** Never empty. Rows are named by their first unique column. */
export function describeCoverage(table: SourcedTable, outlook: CoverageOutlook, language: Language): string {
  const words = WORDS[language];
  const counts = countStates(table);
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  const troubles = TROUBLES.flatMap((state) => {
    const lines = linesOf(table, state, words);
    return lines.length === 0 ? [] : [`${words[state]}\n${lines.join("\n")}`];
  });
  return [words.head(table.cells.length, total, counts), ...troubles, words[outlook]].join("\n\n");
}

export function countStates({ cells }: SourcedTable): Readonly<Record<CellState, number>> {
  const counts = { supported: 0, conflicting: 0, unsupported: 0, missing: 0, absent: 0 };
  for (const { state } of cells.flat()) counts[state] += 1;
  return counts;
}

const TROUBLES = ["missing", "conflicting", "unsupported"] as const;
type Trouble = (typeof TROUBLES)[number];

/** `- Peru: Area, Currency`; a conflict with what the sources say. */
function linesOf(table: SourcedTable, state: Trouble, words: Words): readonly string[] {
  const keys = table.columns.indexOf(table.uniqueColumns[0] ?? "");
  const lines = table.cells.flatMap((row) => {
    const fields = table.columns.flatMap((name, column) => {
      const cell = row[column];
      if (cell?.state !== state) return [];
      return [state === "conflicting" ? `${name} (${valuesOf(cell)})` : name];
    });
    return fields.length === 0 ? [] : [`- ${row[Math.max(0, keys)]?.value ?? ""}: ${fields.join(", ")}`];
  });
  const more = lines.length - MOST_ROWS;
  return more > 0 ? [...lines.slice(0, MOST_ROWS), words.more(more)] : lines;
}

function valuesOf({ value, candidates }: Cell): string {
  const values = [...new Set([value, ...candidates.map((candidate) => candidate.value)])];
  return values.slice(0, MOST_VALUES).join(" / ");
}

type Words = Readonly<Record<Trouble | CoverageOutlook, string>> & {
  head(rows: number, cells: number, counts: Readonly<Record<CellState, number>>): string;
  more(rows: number): string;
};

const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    head: (rows, cells, counts) =>
      `Coverage of the reports so far: ${rows} rows, ${cells} cells; ${counts.supported} are stated by a page that was read, ` +
      `${counts.conflicting} conflicting, ${counts.unsupported} on no page that was read, ${counts.missing} missing` +
      `${counts.absent > 0 ? `, ${counts.absent} proven absent` : ""}.`,
    missing: "Missing:",
    conflicting: "Conflicting:",
    unsupported: "On no page that was read:",
    more: (rows) => `- and ${rows} more rows`,
    open: "If more is worth asking for, delegate just that, in other words than before; else answer.",
    complete: "Every cell that was asked for is there. If no row is missing, answer now.",
    stuck: "The last wave brought nothing new. Answer now with what is there.",
  },
  zh: {
    head: (rows, cells, counts) =>
      `目前报告的覆盖情况：${rows} 行，${cells} 个单元格；其中 ${counts.supported} 个有已读页面佐证，` +
      `${counts.conflicting} 个互相矛盾，${counts.unsupported} 个未见于已读页面，${counts.missing} 个缺失` +
      `${counts.absent > 0 ? `，${counts.absent} 个已证实不存在` : ""}。`,
    missing: "缺失：",
    conflicting: "互相矛盾：",
    unsupported: "未见于已读页面：",
    more: (rows) => `- 另有 ${rows} 行`,
    open: "若值得继续查找，请只委派上述内容，并换一种说法；否则请作答。",
    complete: "所需单元格均已找到。若没有遗漏的行，请立即作答。",
    stuck: "上一轮没有带来新内容。请根据现有内容立即作答。",
  },
};
